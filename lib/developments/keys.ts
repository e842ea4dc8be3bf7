import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks as entries, publications as p } from "@/db/schema";
import { readCursor } from "@/lib/cursor";
import { countBits } from "./bits";
import { type Chosen, chosenMarks, matching } from "./conditions";
import { countDevelopments, listOf } from "./counts";
import type { Filters } from "./filters";
import { between, searching } from "./lists";
import { everything } from "./marks";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/** Whether the order of a list is that of how well it fits a search. */
export const isRanked = ({ sort, q }: Filters) => sort === "relevance" && q !== null;

export type Key = { id: number; position: number; developmentId: number; rank: number };

/**
 * The publications of a page in their order, how many there are in all, and which version of names they are told with.
 */
export async function findKeys(
  db: Database,
  filters: Filters,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ keys: Key[]; total: number; names: number }> {
  const { sort, q, asof } = filters;
  const kinds = [...(isRanked(filters) ? (["real"] as const) : []), "int", "bigint"] as const;
  const after = cursor === null ? null : readCursor(cursor, sort, kinds);
  const chosen = await chosenMarks(db, filters);
  if (chosen.some(({ marks }) => marks.length === 0)) return { keys: [], total: 0, names: 0 };
  const page = { sort, after, limit };
  // Only what is held is of now, and knows no rank.
  const found = q !== null && (asof !== null || isRanked(filters)) ? pageFound(filters, page) : null;
  const read = async (db: Database) => {
    const query = found ?? (await pageOf(db, filters, chosen, page));
    return db.execute<Row>(sql`
      select key.*, (select names from data_versions) from (${query}) key
      order by ${inOrder(sort, ...(isRanked(filters) ? [sql`rank`] : []), sql`position`, sql`development_id`)}`);
  };
  const [rows, counted] = await Promise.all([
    found ? searching(db, filters, read) : read(db),
    found || isHeld(filters, chosen) ? null : countDevelopments({ db }, filters),
  ]);
  const keys = [...rows].map(({ id, position, development_id, rank }) => {
    return { id: Number(id), position, developmentId: Number(development_id), rank };
  });
  const [first] = rows;
  const total = counted ?? first?.total ?? (cursor === null ? 0 : await countDevelopments({ db }, filters));
  return { keys, total, names: Number(first?.names ?? 0) };
}

type Row = {
  id: string;
  position: number;
  development_id: string;
  rank: number;
  total: number | null;
  names: string;
};

/** Where several marks must meet, or a search, no list of one of them is short enough to be sure of. */
const isHeld = ({ q, asof }: Filters, chosen: Chosen[]) => asof === null && (q !== null || chosen.length > 1);

async function pageOf(db: Database, filters: Filters, chosen: Chosen[], page: Page): Promise<SQL> {
  if (filters.asof !== null) return pageOfPast(filters, page);
  if (isHeld(filters, chosen)) return pageHeld(db, filters, chosen, page);
  return pageAlong(filters, chosen[0]?.marks ?? [everything], page);
}

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

async function pageHeld(db: Database, filters: Filters, chosen: Chosen[], { sort, after, limit }: Page): Promise<SQL> {
  const { index, list } = await listOf(db, filters, chosen);
  const [position, id] = after ?? [];
  const places = index.page(list, {
    sort: sort === "oldest" ? "oldest" : "newest",
    after: position === undefined || id === undefined ? null : { position, id },
    limit,
  });
  const ids = places.map((place) => place.id);
  return sql`select ${keyColumns(sql`0`)}, ${countBits(list)}::int as total from ${p}
    where ${and(inArray(p.developmentId, ids), listedAt(null))}`;
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
