import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chunkLength, listedMarks as entries, markCounts, markSets, publications as p } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Chosen, chosenMarks, matching } from "./conditions";
import type { Filters } from "./filters";
import { between, memberBit, searching } from "./lists";
import { areExclusive, everything } from "./marks";

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
  const kept = keptMarks(filters, chosen);
  if (kept) return readCounts(db, kept);
  if (filters.asof !== null) {
    return db.execute<Counted>(sql`
      select mark, count(*)::int as n from ${p}, unnest(${p.marks} || ${everything}::text) mark
      where ${matching(filters)} group by mark`);
  }
  // OFFSET 0 keeps the sets themselves out of whatever the grouping sorts.
  return db.execute<Counted>(sql`
    select mark, sum(n)::int as n
    from (
      select ${markSets.mark}, bit_count(${markSets.members} & list.members) as n
      from ${markSets} join (${membersOf(filters, chosen)}) list on list.chunk = ${markSets.chunk}
      offset 0
    ) counted group by mark`);
}

/** The marks whose counts answer by themselves; null where dates, a text, a past day or several words are asked for. */
function keptMarks({ q, from, to, asof }: Filters, chosen: Chosen[]): string[] | null {
  const [one, more] = chosen;
  if (q || from || to || asof || more) return null;
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
export async function countDevelopments({ db }: Pick<Context, "db">, filters: Filters): Promise<number> {
  const chosen = await chosenMarks(db, filters);
  const kept = keptMarks(filters, chosen);
  if (kept) return (await readCounts(db, kept, [everything]))[0]?.n ?? 0;
  const length =
    filters.asof !== null
      ? sql`select count(*)::int as n from ${p} where ${matching(filters)}`
      : sql`select coalesce(sum(bit_count(members)), 0)::int as n from (${membersOf(filters, chosen)}) list`;
  const [row] = await searching(db, filters, (db) => db.execute<{ n: number }>(length));
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
function membersOf(filters: Filters, chosen: Chosen[]): SQL {
  const { q, from, to } = filters;
  if (q) return setOf(p.developmentId, sql`${p} where ${matching(filters)}`);
  const parts = chosen.map(
    ({ marks }) => sql`
      select ${markSets.chunk}, bit_or(${markSets.members}) as members
      from ${markSets} where ${inArray(markSets.mark, marks)} group by 1`,
  );
  if (from || to) {
    const dated = and(eq(entries.mark, everything), between(filters));
    parts.push(setOf(entries.developmentId, sql`${entries} where ${dated}`));
  }
  return sql`
    select chunk, bit_and(members) as members
    from (${sql.join(parts, sql` union all `)}) part group by chunk having count(*) = ${parts.length}`;
}

const setOf = (id: typeof entries.developmentId | typeof p.developmentId, rows: SQL): SQL =>
  sql`select (${id} / ${chunkLength}::int)::int as chunk, bit_or(${memberBit(sql`${id}`)}) as members from ${rows} group by 1`;
