import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks as entries, publications as p } from "@/db/schema";
import { readCursor } from "@/lib/cursor";
import { type Chosen, chosenMarks, matching } from "./conditions";
import { countDevelopments, listOf } from "./counts";
import type { Filters } from "./filters";
import { heldMarksByNow } from "./held-marks";
import { between, searching } from "./lists";
import { everything } from "./marks";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/** Whether the order of a list is that of how well it fits a search. */
export const isRanked = ({ sort, q }: Filters) => sort === "relevance" && q !== null;

type Key = { id: number; position: number; developmentId: number; rank: number };

/**
 * The publications of a page in their order, how many there are in all, and which version of names they are told with.
 */
export async function findKeys(
  db: Database,
  filters: Filters,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<Keys> {
  const { sort, q, asof } = filters;
  const kinds = [...(isRanked(filters) ? (["real"] as const) : []), "int", "bigint"] as const;
  const after = cursor === null ? null : readCursor(cursor, sort, kinds);
  const chosen = await chosenMarks(db, filters);
  if (chosen.some(({ marks }) => marks.length === 0)) return { keys: [], total: 0, names: 0 };
  const page = { sort, after, limit };
  const held = isRanked(filters) || asof !== null ? null : await findHeld(db, filters, chosen, page);
  if (held) return held;
  // Only what is held is of now, and knows no rank.
  const found = q === null ? null : pageFound(filters, page);
  const query =
    found ?? (asof === null ? pageAlong(filters, chosen[0]?.marks ?? [everything], page) : pageOfPast(filters, page));
  const read = (db: Database) =>
    db.execute<Row>(sql`
      select key.*, (select names from data_versions) from (${query}) key
      order by ${inOrder(sort, ...(isRanked(filters) ? [sql`rank`] : []), sql`position`, sql`development_id`)}`);
  const [rows, counted] = await Promise.all([
    found ? searching(db, filters, read) : read(db),
    found ? null : countDevelopments({ db }, filters),
  ]);
  const keys = [...rows].map(({ id, position, development_id, rank }) => {
    return { id: Number(id), position, developmentId: Number(development_id), rank };
  });
  const [first] = rows;
  const total = counted ?? first?.total ?? (cursor === null ? 0 : await countDevelopments({ db }, filters));
  return { keys, total, names: Number(first?.names ?? 0) };
}

type Keys = { keys: Key[]; total: number; names: number };

/** Of what is held; null where nothing is yet, and a list of one mark is there to be read instead. */
async function findHeld(
  db: Database,
  filters: Filters,
  chosen: Chosen[],
  { sort, after, limit }: Page,
): Promise<Keys | null> {
  const isAlong = filters.q === null && chosen.length < 2;
  if (isAlong && !(await heldMarksByNow(db))) return null;
  const { index, list } = await listOf(db, filters, chosen);
  const [position, id] = after ?? [];
  const page = {
    sort: sort === "oldest" ? ("oldest" as const) : ("newest" as const),
    after: position === undefined || id === undefined ? null : { position, id },
    limit,
  };
  const { places, total } = index.page(list, page);
  const keys = places.map(({ publicationId, position, id }) => ({
    id: publicationId,
    position,
    developmentId: id,
    rank: 0,
  }));
  return { keys, total, names: index.names };
}

type Row = {
  id: string;
  position: number;
  development_id: string;
  rank: number;
  total: number | null;
  names: string;
};

const keyColumns = (rank: SQL) => sql`${p.id}, ${p.position}, ${p.developmentId}, ${rank} as rank`;

/**
 * A search of a past day, or in the order of its rank, is found whole, then put in order: walking the dates until enough
 * is found would read all of them for a word that hardly anything holds.
 */
function pageFound(filters: Filters, { sort, after, limit }: Page): SQL {
  const ranked = isRanked(filters);
  const rank = ranked ? sql`ts_rank_cd(${p.search}, ${searchQuery(filters.q ?? "")})` : sql`0`;
  const keys = [...(ranked ? [sql`rank`] : []), sql`position`, sql`development_id`];
  const start = after && (ranked ? afterRank(after) : afterKey(sort, after, sql`position, development_id`));
  return sql`with found as materialized (select ${keyColumns(rank)} from ${p} where ${matching(filters)})
    select *, (select count(*)::int from found) as total from found ${start ? sql`where ${start}` : undefined} order by ${inOrder(sort, ...keys)} limit ${limit}`;
}

const afterRank = ([rank, position, id]: number[]): SQL =>
  sql`(rank, position, development_id) < (${rank}::real, ${position}::int, ${id}::bigint)`;

/** As it stood on a past day, read along the dates of all versions. */
function pageOfPast(filters: Filters, { sort, after, limit }: Page): SQL {
  const start = after ? afterKey(sort, after, sql`${p.position}, ${p.developmentId}`) : undefined;
  return sql`select ${keyColumns(sql`0`)}, null::int as total from ${p} where ${and(matching(filters), start)}
    order by ${inOrder(sort, sql`${p.position}`, sql`${p.developmentId}`)} limit ${limit}`;
}

type Page = { sort: Filters["sort"]; after: number[] | null; limit: number };

/** One page of keys read in order from lists of marks, each from where the page begins. */
function pageAlong(filters: Filters, marks: string[], { sort, after, limit }: Page): SQL {
  const key = [sql`${entries.position}`, sql`${entries.developmentId}`];
  const start = after ? afterKey(sort, after, sql.join(key, sql`, `)) : undefined;
  const lists = marks.map(
    (mark) => sql`(
      select ${entries.position}, ${entries.developmentId} from ${entries}
      where ${and(eq(entries.mark, mark), between(filters), start)}
      order by ${inOrder(sort, ...key)} limit ${limit})`,
  );
  return sql`select ${keyColumns(sql`0`)}, null::int as total from (
      select * from (${sql.join(lists, sql` union `)}) list
      order by ${inOrder(sort, sql`position`, sql`development_id`)} limit ${limit}
    ) entry join ${p} on ${p.developmentId} = entry.development_id and ${listedAt(null)}`;
}

const inOrder = (sort: Filters["sort"], ...keys: SQL[]): SQL =>
  sql.join(
    keys.map((key) => (sort === "oldest" ? sql`${key} asc` : sql`${key} desc`)),
    sql`, `,
  );

const afterKey = (sort: Filters["sort"], [position, id]: number[], key: SQL): SQL =>
  sort === "oldest"
    ? sql`(${key}) > (${position}::int, ${id}::bigint)`
    : sql`(${key}) < (${position}::int, ${id}::bigint)`;
