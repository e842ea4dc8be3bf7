import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks as entries, publications as p } from "@/db/schema";
import { readCursor } from "@/lib/cursor";
import { type Chosen, chosenMarks } from "./conditions";
import { countDevelopments } from "./counts";
import type { Filters } from "./filters";
import { heldMarksByNow } from "./held-marks";
import { between } from "./lists";
import { everything } from "./marks";
import { pageByRank } from "./ranks";
import { select } from "./selection";
import type { Place } from "./timeline-order";
import { listedAt } from "./visible";

/** Whether the order of a list is that of how well it fits a search. */
export const isRanked = ({ sort, q }: Filters) => sort === "relevance" && q !== null;

type Key = Place & { publicationId: number; rank: number };
export type Keys = { keys: Key[]; total: number; names: number };

/**
 * The publications of a page in their order, how many there are in all, and which version of names they are told with.
 */
export async function findKeys(
  db: Database,
  filters: Filters,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<Keys> {
  const ranked = isRanked(filters);
  const kinds = [...(ranked ? (["real"] as const) : []), "int", "bigint"] as const;
  const [id, position, rank] = (cursor === null ? [] : readCursor(cursor, filters.sort, kinds)).toReversed();
  const after = position === undefined || id === undefined ? null : { position, id, rank: rank ?? 0 };
  const chosen = await chosenMarks(db, filters);
  if (chosen.some(({ marks }) => marks.length === 0)) return { keys: [], total: 0, names: 0 };
  const sort = filters.sort === "oldest" ? "oldest" : "newest";
  const isAlong = filters.q === null && filters.asof === null && chosen.length < 2;
  if (isAlong && !(await heldMarksByNow(db))) return readAlong(db, filters, chosen, { sort, after, limit });
  const selection = await select(db, filters, chosen);
  const { names } = selection;
  if (ranked) return { ...(await pageByRank(db, selection, filters.q ?? "", { after, limit })), names };
  const { places, total } = selection.page({ sort, after, limit });
  return { keys: places.map((place) => ({ ...place, rank: 0 })), total, names };
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
  return { keys, total, names: Number(rows[0]?.names ?? 0) };
}

const afterKey = (sort: Page["sort"], { position, id }: Place, key: SQL): SQL =>
  sort === "oldest"
    ? sql`(${key}) > (${position}::int, ${id}::bigint)`
    : sql`(${key}) < (${position}::int, ${id}::bigint)`;
