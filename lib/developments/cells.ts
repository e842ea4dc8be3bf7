import { and, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import type { Context } from "@/lib/context";
import { chosenMarks, saying, textArray } from "./conditions";
import { listOf } from "./counts";
import type { Filters } from "./filters";
import type { Counts, MarkIndex } from "./mark-index";
import { everything, mark } from "./marks";
import { atOneMoment } from "./one-moment";
import { changesSince } from "./visible";

/**
 * Counting what a chart shows: for some marks how many developments of a list carry each, in all or by month. The
 * filters say nothing of the family of these marks: whoever draws the values of a word chooses among them instead.
 */

/** Marks by name, and all that begin with a word. */
type Wanted = { marks: string[]; words?: ("opinion" | "scorer")[] };

/** By mark the number of developments; a mark that nobody carries is missing. */
export type Cells = ReadonlyMap<string, number>;

export function countCells({ db }: Pick<Context, "db">, filters: Filters, wanted: Wanted): Promise<Cells> {
  return atOneMoment(db, filters, () => sumCells(db, filters, wanted));
}

async function sumCells(db: Database, filters: Filters, wanted: Wanted): Promise<Cells> {
  const { index, list, marks } = await listedNow(db, filters, wanted);
  const now = index.countEach(list, marks);
  if (filters.asof === null) return now;
  const cells = new Map(now);
  for (const { mark, n } of await countThen(db, filters, wanted, false)) cells.set(mark, (cells.get(mark) ?? 0) + n);
  return cells;
}

/** By mark, then by month (2026-02) or, where only the year is known, by year (2026), the number of developments. */
export type MonthCells = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function countMonthCells({ db }: Pick<Context, "db">, filters: Filters, wanted: Wanted): Promise<MonthCells> {
  return atOneMoment(db, filters, () => sumMonthCells(db, filters, wanted));
}

async function sumMonthCells(db: Database, filters: Filters, wanted: Wanted): Promise<MonthCells> {
  const { index, list, marks } = await listedNow(db, filters, wanted);
  const now = index.countEachBy("months", list, marks);
  if (filters.asof === null) return now;
  const cells = new Map(Array.from(now, ([mark, months]): [string, Map<string, number>] => [mark, new Map(months)]));
  for (const { mark, bucket, n } of await countThen(db, filters, wanted, true)) {
    const months = cells.get(mark) ?? new Map<string, number>();
    const sum = (months.get(bucket) ?? 0) + n;
    if (sum === 0) months.delete(bucket);
    else months.set(bucket, sum);
    cells.set(mark, months);
  }
  return cells;
}

/** By a first and a second mark the number of developments that carry both. The two are of different families. */
export async function countPairCells(
  { db }: Pick<Context, "db">,
  filters: Filters,
  rows: string[],
  columns: Wanted,
): Promise<ReadonlyMap<string, Cells>> {
  const found = await atOneMoment(db, filters, () => countPairs(db, filters, rows, columns));
  const cells = new Map<string, Map<string, number>>();
  for (const { mark, other, n } of found) {
    const row = cells.get(mark) ?? new Map<string, number>();
    row.set(other, (row.get(other) ?? 0) + n);
    cells.set(mark, row);
  }
  return cells;
}

type Pair = { mark: string; other: string; n: number };

async function countPairs(db: Database, asked: Filters, rows: string[], columns: Wanted): Promise<Pair[]> {
  if (rows.length === 0) return [];
  const { asof } = asked;
  const both = and(sql`mark = any(${textArray(rows)})`, among(sql`other`, columns));
  const found = await pairsListed(db, asked, rows, columns);
  if (!asof) return found;
  const { sign, changed } = changesSince(asof);
  const changes = await db.execute<Pair>(sql`
    select mark, other, sum(${sign})::int as n
    from ${p}, unnest(${p.marks}) mark, unnest(${p.marks} || ${everything}::text) other
    where ${and(changed, saying(asked), both)} group by 1, 2`);
  return [...found, ...changes];
}

/** As listed now. */
async function pairsListed(db: Database, filters: Filters, rows: string[], columns: Wanted): Promise<Pair[]> {
  const { index, list } = await listOf(db, filters, await chosenMarks(db, filters));
  const others = spellOut(index, columns);
  if (rows.every((row) => row.startsWith(bodyWord))) {
    const wanted = new Set(rows);
    return Array.from(index.countEachBy("bodies", list, others)).flatMap(([other, n]) => pairsOf(wanted, other, n));
  }
  return rows.flatMap((mark) => {
    const listed = index.within(list, mark);
    return Array.from(index.countEach(listed, others), ([other, n]) => ({ mark, other, n }));
  });
}

const bodyWord = mark("body", "");

/** Bodies are told apart in one pass: each development has one. */
const pairsOf = (rows: ReadonlySet<string>, other: string, counts: Counts): Pair[] =>
  Array.from(counts, ([body, n]) => ({ mark: bodyWord + body, other, n })).filter(({ mark }) => rows.has(mark));

type Row = { mark: string; bucket: string; n: number };

/** What a past day adds to what is listed now, or takes away; `monthly` says whether months are told apart. */
async function countThen(db: Database, filters: Filters, wanted: Wanted, monthly: boolean): Promise<Row[]> {
  const bucket = monthly
    ? sql`to_char(${p.decidedOn}, case ${p.datePrecision} when 'year' then 'YYYY' else 'YYYY-MM' end)`
    : sql`''`;
  const { sign, changed } = changesSince(filters.asof ?? "");
  return db.execute<Row>(sql`
    select mark, ${bucket} as bucket, sum(${sign})::int as n
    from ${p}, unnest(${p.marks} || ${everything}::text) mark
    where ${and(changed, saying(filters), among(sql`mark`, wanted))} group by 1, 2`);
}

/** As listed now, whatever day is asked for; to be counted before anything else is awaited. */
async function listedNow(db: Database, filters: Filters, wanted: Wanted) {
  const { index, list } = await listOf(db, filters, await chosenMarks(db, filters));
  return { index, list, marks: spellOut(index, wanted) };
}

/** Ranges rely on the columns' order of bytes: the character after a colon is a semicolon. */
function among(column: SQL | AnyPgColumn, { marks, words = [] }: Wanted): SQL {
  const beginnings = words.map(
    (word) => sql`${column} collate "C" >= ${`${word}:`} and ${column} collate "C" < ${`${word};`}`,
  );
  const parts = [...(marks.length > 0 ? [sql`${column} = any(${textArray(marks)})`] : []), ...beginnings];
  return sql`(${sql.join(parts.length > 0 ? parts.map((part) => sql`(${part})`) : [sql`false`], sql` or `)})`;
}

/** With all marks that begin with one of the words and that anybody carries. */
function spellOut(index: MarkIndex, { marks, words = [] }: Wanted): string[] {
  if (words.length === 0) return marks;
  return [...marks, ...[...index.marks()].filter((mark) => words.some((word) => mark.startsWith(`${word}:`)))];
}
