import { and, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks as entries, publications as p } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Chosen, chosenMarks, matching, saying } from "./conditions";
import type { Filters } from "./filters";
import { heldMarks, heldMarksByNow, heldMarksFinding } from "./held-marks";
import { positionsBetween, searching } from "./lists";
import type { List, MarkIndex } from "./mark-index";
import { areExclusive, everything, type Family, familyOf, foundMark, isFacet } from "./marks";
import { atOneMoment } from "./one-moment";
import { changesSince } from "./visible";

/** Numbers of developments by mark. */
export type MarkCounts = ReadonlyMap<string, number>;

type Counted = { mark: string; n: number };

/**
 * For each mark, or each of one family, how many developments of a list carry it; under `everything` the length of the
 * list.
 */
export function countMarks(
  { db }: Pick<Context, "db">,
  filters: Filters,
  family: Family | null = null,
): Promise<MarkCounts> {
  return atOneMoment(db, filters, () => countMarksThen(db, filters, family));
}

async function countMarksThen(db: Database, filters: Filters, family: Family | null): Promise<MarkCounts> {
  const { asof } = filters;
  const counts = new Map(await countListed(db, filters, family));
  if (!asof) return counts;
  const { sign, changed } = changesSince(asof);
  const changes = await db.execute<Counted>(sql`
    select mark, sum(${sign})::int as n from ${p}, unnest(${p.marks} || ${everything}::text) mark
    where ${and(changed, saying(filters))} group by mark`);
  for (const { mark, n } of changes) counts.set(mark, (counts.get(mark) ?? 0) + n);
  return counts;
}

/** As listed now. */
async function countListed(db: Database, filters: Filters, family: Family | null): Promise<MarkCounts> {
  const { index, list } = await listOf(db, filters, await chosenMarks(db, filters));
  const asked = [...index.marks()].filter((mark) => isFacet(mark) && (family === null || familyOf(mark) === family));
  return index.countEach(list, asked);
}

/** The length of a list. */
export function countDevelopments({ db }: Pick<Context, "db">, filters: Filters): Promise<number> {
  return atOneMoment(db, filters, () => countThen(db, filters));
}

async function countThen(db: Database, filters: Filters): Promise<number> {
  const [n, changed] = await Promise.all([countNow(db, filters), filters.asof ? countChange(db, filters) : 0]);
  return n + changed;
}

async function countNow(db: Database, filters: Filters): Promise<number> {
  const chosen = await chosenMarks(db, filters);
  const marks = marksOfList(filters, chosen);
  if (marks && !(await heldMarksByNow(db))) return db.$count(entries, inArray(entries.mark, marks));
  const { index, list } = await listOf(db, filters, chosen);
  return index.length(list);
}

/** The marks whose lists together are this one, each development once; null where it is none of lists that are kept. */
function marksOfList({ q, from, to }: Filters, chosen: Chosen[]): string[] | null {
  const [one, more] = chosen;
  if (q || from || to || more) return null;
  if (!one) return [everything];
  return areExclusive(one.family, one.marks) ? one.marks : null;
}

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
  questions: ReadonlyMap<string, string[]>,
): Promise<MarkCounts> {
  if (filters.asof === null) {
    const { index, list } = await listOf(db, filters, await chosenMarks(db, filters));
    return new Map([...questions].map(([name, marks]) => [name, index.countAny(list, marks)]));
  }
  const asked = [...questions].flatMap(([name, marks]) => marks.map((mark) => ({ name, mark })));
  const rows = await searching(db, filters, (db) =>
    db.execute<{ name: string; n: number }>(sql`
      select question.name, count(distinct ${p.id})::int as n
      from ${p}, unnest(${p.marks}) carried
        join jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as question (name text, mark text)
          on question.mark = carried
      where ${matching(filters)} group by question.name`),
  );
  return new Map([...rows].map((row) => [row.name, row.n]));
}

/**
 * The developments of a list as it stands now, with the sets to lay over it. To be used before anything else is
 * awaited.
 */
export async function listOf(
  db: Database,
  filters: Filters,
  chosen: Chosen[],
): Promise<{ index: MarkIndex; list: List }> {
  const { q } = filters;
  const index = q ? await heldMarksFinding(db, q) : await heldMarks(db);
  const groups = [...chosen.map(({ marks }) => marks), ...(q ? [[foundMark(q)]] : [])];
  return { index, list: index.list(groups, positionsBetween(filters)) };
}
