import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { markCounts, markSets, publications as p } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Chosen, chosenMarks, matching, saying } from "./conditions";
import type { Filters } from "./filters";
import { between, memberBit, searching } from "./lists";
import { areExclusive, everything } from "./marks";
import { chunksOfBucket, wholeMonthsFrom, wholeMonthsUntil } from "./places";
import { splitScope } from "./scope";
import { changesSince, listedAt } from "./visible";

/** Numbers of developments by mark. */
export type MarkCounts = ReadonlyMap<string, number>;

type Counted = { mark: string; n: number };

/** For each mark how many developments of a list carry it; under `everything` the length of the list. */
export async function countMarks({ db }: Pick<Context, "db">, filters: Filters): Promise<MarkCounts> {
  const chosen = await chosenMarks(db, filters);
  const rows = await searching(db, filters, (db) => countChosen(db, filters, chosen));
  return new Map([...rows].map((row) => [row.mark, row.n]));
}

function countChosen(db: Database, filters: Filters, chosen: Chosen[]): Promise<Iterable<Counted>> {
  const { q, asof } = filters;
  const kept = keptMarks(filters, chosen);
  if (kept && !asof) return readCounts(db, kept);
  if (q && asof) {
    return db.execute<Counted>(sql`
      select mark, count(*)::int as n from ${p}, unnest(${p.marks} || ${everything}::text) mark
      where ${matching(filters)} group by mark`);
  }
  const parts = [kept ? keptCounts(kept) : setCounts(filters, chosen)];
  if (asof) {
    const { sign, changed } = changesSince(asof);
    parts.push(sql`
      select mark, ${sign} as n from ${p}, unnest(${p.marks} || ${everything}::text) mark
      where ${and(changed, saying(filters))}`);
  }
  return db.execute<Counted>(
    sql`select mark, sum(n)::int as n from (${sql.join(parts, sql` union all `)}) counted group by mark`,
  );
}

const keptCounts = (marks: string[]): SQL =>
  sql`select ${markCounts.other} as mark, ${markCounts.n} from ${markCounts} where ${marks.length > 0 ? inArray(markCounts.mark, marks) : sql`false`}`;

/** OFFSET 0 keeps the sets themselves out of whatever a grouping sorts. */
const setCounts = (filters: Filters, chosen: Chosen[]): SQL => sql`(
  select ${markSets.mark}, bit_count(${markSets.members} & list.members)::int as n
  from ${markSets} join (${membersOf(filters, chosen)}) list on list.chunk = ${markSets.chunk} offset 0)`;

/** The marks whose counts answer by themselves; null where dates, a text or several words are asked for. */
export function keptMarks({ q, from, to }: Filters, chosen: Chosen[]): string[] | null {
  const [one, more] = chosen;
  if (q || from || to || more) return null;
  if (!one) return [everything];
  return areExclusive(one.family, one.marks) ? one.marks : null;
}

async function readCounts(db: Database, marks: string[], others?: string[]): Promise<Counted[]> {
  if (marks.length === 0) return [];
  return db
    .select({ mark: markCounts.other, n: sql<number>`sum(${markCounts.n})::int` })
    .from(markCounts)
    .where(and(inArray(markCounts.mark, marks), others && inArray(markCounts.other, others)))
    .groupBy(markCounts.other);
}

/** The length of a list. */
export async function countDevelopments({ db }: Pick<Context, "db">, asked: Filters): Promise<number> {
  const { q, asof } = asked;
  const { filters, less } = splitScope(asked);
  const [n, compared, changed] = await Promise.all([
    countNow(db, filters),
    less ? countRows(db, less) : 0,
    asof && !q ? countChange(db, asked) : 0,
  ]);
  return n - compared + changed;
}

/** As it stands now; only a search is counted as it stood. */
async function countNow(db: Database, filters: Filters): Promise<number> {
  const chosen = await chosenMarks(db, filters);
  const kept = keptMarks(filters, chosen);
  if (kept) return (await readCounts(db, kept, [everything]))[0]?.n ?? 0;
  const length =
    filters.q && filters.asof
      ? sql`select count(*)::int as n from ${p} where ${matching(filters)}`
      : sql`select coalesce(sum(bit_count(members)), 0)::int as n from (${membersOf(filters, chosen)}) list`;
  const [row] = await searching(db, filters, (db) => db.execute<{ n: number }>(length));
  return row?.n ?? 0;
}

const countRows = (db: Database, which: SQL): Promise<number> => db.$count(p, which);

async function countChange(db: Database, filters: Filters): Promise<number> {
  const { sign, changed } = changesSince(filters.asof ?? "");
  const [row] = await db
    .select({ n: sql<number>`coalesce(sum(${sign}), 0)::int` })
    .from(p)
    .where(and(changed, saying(filters)));
  return row?.n ?? 0;
}

/** How many developments of a list carry any of the marks of a question, for several questions by name. */
export async function countAny(
  { db }: Pick<Context, "db">,
  filters: Filters,
  questions: { name: string; mark: string }[],
): Promise<MarkCounts> {
  const asked = sql`jsonb_to_recordset(${JSON.stringify(questions)}::text::jsonb) as question (name text, mark text)`;
  const counted =
    filters.asof !== null
      ? sql`
          select question.name, count(distinct ${p.id})::int as n
          from ${p}, unnest(${p.marks}) carried join ${asked} on question.mark = carried
          where ${matching(filters)} group by question.name`
      : sql`
          select question.name, sum(bit_count(question.members & list.members))::int as n
          from (
            select question.name, ${markSets.chunk}, bit_or(${markSets.members}) as members
            from ${markSets} join ${asked} on question.mark = ${markSets.mark} group by 1, 2
          ) question join (${membersOf(filters, await chosenMarks(db, filters))}) list on list.chunk = question.chunk
          group by question.name`;
  const rows = await searching(db, filters, (db) => db.execute<{ name: string; n: number }>(counted));
  return new Map([...rows].map((row) => [row.name, row.n]));
}

/** The developments of a list as sets by chunk: those that every part of the filters holds. */
export function membersOf(filters: Filters, chosen: Chosen[]): SQL {
  if (filters.q) return setOf(sql`${matching(filters)}`);
  const parts = chosen.map(
    ({ marks }) => sql`
      select ${markSets.chunk}, bit_or(${markSets.members}) as members
      from ${markSets} where ${inArray(markSets.mark, marks)} group by 1`,
  );
  if (filters.from || filters.to) parts.push(datedSets(filters));
  if (parts.length === 0) parts.push(sql`select chunk, members from ${markSets} where mark = ${everything}`);
  return sql`
    select chunk, bit_and(members) as members
    from (${sql.join(parts, sql` union all `)}) part group by chunk having count(*) = ${parts.length}`;
}

/** Whole months are whole chunks; only what lies in a month cut by a date is looked at one by one. */
function datedSets({ from, to }: Filters): SQL {
  const start = from === null ? null : wholeMonthsFrom(from);
  const end = to === null ? null : wholeMonthsUntil(to);
  const whole = and(
    eq(markSets.mark, everything),
    start ? sql`${markSets.chunk} >= ${start.bucket * chunksOfBucket}` : undefined,
    end ? sql`${markSets.chunk} < ${end.bucket * chunksOfBucket}` : undefined,
  );
  const cuts = [start?.cut, end?.cut].flatMap((cut) =>
    cut ? [and(between({ from, to }, p.position), between(cut, p.position))] : [],
  );
  const parts = [
    sql`select ${markSets.chunk}, ${markSets.members} from ${markSets} where ${whole}`,
    ...cuts.map((cut) => setOf(and(listedAt(null), cut) as SQL)),
  ];
  return sql`select chunk, bit_or(members) as members from (${sql.join(parts, sql` union all `)}) dated group by 1`;
}

const setOf = (listed: SQL): SQL =>
  sql`select ${p.chunk}, bit_or(${memberBit(sql`${p.place}`)}) as members from ${p} where ${listed} group by 1`;
