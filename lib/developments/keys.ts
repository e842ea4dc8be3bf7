import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks as entries, publications as p } from "@/db/schema";
import { readCursor, writeCursor } from "@/lib/cursor";
import { type Chosen, chosenMarks } from "./conditions";
import { countDevelopments } from "./counts";
import type { Filters } from "./filters";
import { heldMarksByNow } from "./held-marks";
import { between } from "./lists";
import { everything } from "./marks";
import { pageByRank, type RankedPlace } from "./ranks";
import { select } from "./selection";
import type { Place } from "./timeline-order";
import { listedAt } from "./visible";

/** Whether the order of a list is that of how well it fits a search. */
const isRanked = ({ sort, q }: Filters) => sort === "relevance" && q !== null;

type Key = Place & { publicationId: number; rank: number };
export type Keys = { keys: Key[]; total: number; names: number; border: Place | null };

/**
 * The publications of a page in their order, how many there are in all, which version of names they are told with, and
 * where a list by relevance goes on by dates.
 */
export async function findKeys(
  db: Database,
  filters: Filters,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<Keys> {
  const after = cursor === null ? null : readPlace(cursor, filters);
  const chosen = await chosenMarks(db, filters);
  if (chosen.some(({ marks }) => marks.length === 0)) return { keys: [], total: 0, names: 0, border: null };
  const sort = filters.sort === "oldest" ? "oldest" : "newest";
  const isAlong = filters.q === null && filters.asof === null && chosen.length < 2;
  if (isAlong && !(await heldMarksByNow(db))) return readAlong(db, filters, chosen, { sort, after, limit });
  const selection = await select(db, filters, chosen);
  const { names } = selection;
  if (isRanked(filters)) return { ...(await pageByRank(db, selection, filters.q ?? "", { after, limit })), names };
  const { places, total } = selection.page({ sort, after, limit });
  return { keys: places.map((place) => ({ ...place, rank: 0 })), total, names, border: null };
}

/** Of a list by dates only where the page begins. */
const kinds = ["int", "bigint", "real", "int", "bigint"] as const;

function readPlace(cursor: string, filters: Filters): RankedPlace {
  const [position = 0, id = 0, rank = 0, ...border] = readCursor(
    cursor,
    filters.sort,
    isRanked(filters) ? kinds : kinds.slice(0, 2),
  );
  return { position, id, rank, border: { position: border[0] ?? 0, id: border[1] ?? 0 } };
}

/** The word that stands for the end of a page. */
export function writePlace({ position, id, rank }: Key, { sort }: Filters, border: Place | null): string {
  return writeCursor(sort, [position, id, ...(border ? [rank, border.position, border.id] : [])]);
}

type Page = { sort: "newest" | "oldest"; after: Place | null; limit: number };
type Row = { id: string; position: number; development_id: string; names: string };

/** Before anything is held: one page of keys read in order from lists of marks, each from where the page begins. */
async function readAlong(db: Database, filters: Filters, [one]: Chosen[], { sort, after, limit }: Page): Promise<Keys> {
  const key = [sql`${entries.position}`, sql`${entries.developmentId}`];
  const start = after ? afterKey(sort, after, sql.join(key, sql`, `)) : undefined;
  const inOrder = (...keys: SQL[]): SQL =>
    sql.join(
      keys.map((key) => (sort === "oldest" ? sql`${key} asc` : sql`${key} desc`)),
      sql`, `,
    );
  const lists = (one?.marks ?? [everything]).map(
    (mark) => sql`(
      select ${entries.position}, ${entries.developmentId} from ${entries}
      where ${and(eq(entries.mark, mark), between(filters), start)}
      order by ${inOrder(...key)} limit ${limit})`,
  );
  const [rows, total] = await Promise.all([
    db.execute<Row>(sql`
      select ${p.id}, ${p.position}, ${p.developmentId}, (select names from data_versions) from (
        select * from (${sql.join(lists, sql` union `)}) list
        order by ${inOrder(sql`position`, sql`development_id`)} limit ${limit}
      ) entry join ${p} on ${p.developmentId} = entry.development_id and ${listedAt(null)}
      order by ${inOrder(sql`${p.position}`, sql`${p.developmentId}`)}`),
    countDevelopments({ db }, filters),
  ]);
  const keys = rows.map(({ id, position, development_id }) => {
    return { publicationId: Number(id), position, id: Number(development_id), rank: 0 };
  });
  return { keys, total, names: Number(rows[0]?.names ?? 0), border: null };
}

const afterKey = (sort: Page["sort"], { position, id }: Place, key: SQL): SQL =>
  sort === "oldest"
    ? sql`(${key}) > (${position}::int, ${id}::bigint)`
    : sql`(${key}) < (${position}::int, ${id}::bigint)`;
