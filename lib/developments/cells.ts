import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { markCounts, publications as p } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Chosen, chosenMarks, matching, saying, textArray } from "./conditions";
import { comparedAmong, keptMarks, listOf } from "./counts";
import type { Filters } from "./filters";
import { heldMarks, heldMarksByNow } from "./held-marks";
import { searching } from "./lists";
import type { Counts, MarkIndex } from "./mark-index";
import { everything, mark } from "./marks";
import { splitScope } from "./scope";
import { changesSince } from "./visible";

/**
 * Counting what a chart shows: for some marks how many developments of a list carry each, in all or by month. The
 * filters say nothing of the family of these marks: whoever draws the values of a word chooses among them instead.
 */

/** Marks by name, and all that begin with a word. */
type Wanted = { marks: string[]; words?: ("opinion" | "scorer")[] };

/** By mark the number of developments; a mark that nobody carries is missing. */
export type Cells = ReadonlyMap<string, number>;

export async function countCells({ db }: Pick<Context, "db">, asked: Filters, wanted: Wanted): Promise<Cells> {
  const rows = await count(db, asked, wanted, false, (filters, chosen) => {
    const kept = keptMarks(filters, chosen);
    return kept && kept.length > 0 ? keptCells(db, filters, kept, wanted) : null;
  });
  const cells = new Map<string, number>();
  for (const { mark, n } of rows) cells.set(mark, (cells.get(mark) ?? 0) + n);
  return cells;
}

/** Of the whole record each mark that is held knows its number. */
async function keptCells(db: Database, filters: Filters, kept: string[], wanted: Wanted): Promise<Row[]> {
  const index = kept[0] === everything ? await heldMarksByNow(db) : null;
  if (index) {
    const numbers = spellOut(index, wanted).map((mark) => ({ mark, bucket: "", n: index.total(mark) }));
    return numbers.filter(({ n }) => n > 0);
  }
  const which = and(inArray(markCounts.mark, kept), among(markCounts.other, wanted));
  return read<Row>(
    db,
    filters,
    sql`select ${markCounts.other} as mark, '' as bucket, ${markCounts.n} from ${markCounts} where ${which}`,
  );
}

/** By mark, then by month (2026-02) or, where only the year is known, by year (2026), the number of developments. */
export type MonthCells = ReadonlyMap<string, ReadonlyMap<string, number>>;

export async function countMonthCells(
  { db }: Pick<Context, "db">,
  asked: Filters,
  wanted: Wanted,
): Promise<MonthCells> {
  const onlyAll = wanted.marks.length === 1 && wanted.marks[0] === everything && !wanted.words;
  const rows = await count(db, asked, wanted, true, (filters, chosen) => {
    const kept = keptMarks(filters, chosen);
    const whole = kept?.length === 1 && kept[0] === everything;
    if (whole) return byMonth(db, (index) => spellOut(index, wanted).map((mark) => [mark, mark]));
    // All that a list of one mark holds is all that carry it.
    return kept && onlyAll ? byMonth(db, () => kept.map((mark) => [mark, everything])) : null;
  });
  const cells = new Map<string, Map<string, number>>();
  for (const { mark, bucket, n } of rows) {
    const months = cells.get(mark) ?? new Map<string, number>();
    const sum = (months.get(bucket) ?? 0) + n;
    if (sum === 0) months.delete(bucket);
    else months.set(bucket, sum);
    cells.set(mark, months);
  }
  return cells;
}

/** Of some marks all who carry them, each under a name. */
async function byMonth(db: Database, marksOf: (index: MarkIndex) => [mark: string, name: string][]): Promise<Row[]> {
  const index = await heldMarks(db);
  const names = marksOf(index);
  const months = index.countEachBy(
    "months",
    index.list([]),
    names.map(([mark]) => mark),
  );
  return names.flatMap(([mark, name]) => rowsOf(name, months.get(mark) ?? new Map()));
}

const rowsOf = (mark: string, months: Counts): Row[] => Array.from(months, ([bucket, n]) => ({ mark, bucket, n }));

/** By a first and a second mark the number of developments that carry both. The two are of different families. */
export async function countPairCells(
  { db }: Pick<Context, "db">,
  filters: Filters,
  rows: string[],
  columns: Wanted,
): Promise<ReadonlyMap<string, Cells>> {
  const found = await countPairs(db, filters, rows, columns);
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
  const { q, asof } = asked;
  const both = and(sql`mark = any(${textArray(rows)})`, among(sql`other`, columns));
  const inRows = (n: SQL, which: SQL | undefined) => sql`
    select mark, other, ${n}::int as n
    from ${p}, unnest(${p.marks}) mark, unnest(${p.marks} || ${everything}::text) other
    where ${and(which, both)} group by 1, 2`;
  if (q && asof) return read(db, asked, inRows(sql`count(*)`, matching(asked)));
  const found = await pairsListed(db, asked, rows, columns, inRows);
  if (!asof) return found;
  const { sign, changed } = changesSince(asof);
  return [...found, ...(await read<Pair>(db, asked, inRows(sql`sum(${sign})`, and(changed, saying(asked)))))];
}

/** As listed now. */
async function pairsListed(
  db: Database,
  asked: Filters,
  rows: string[],
  columns: Wanted,
  inRows: (n: SQL, which: SQL | undefined) => SQL,
): Promise<Pair[]> {
  const { filters, less } = splitScope(asked);
  const chosen = await chosenMarks(db, filters);
  const kept = keptMarks(filters, chosen);
  const whole = kept?.length === 1 && kept[0] === everything;
  const bodies = rows.every((row) => row.startsWith(bodyWord));
  const wanted = new Set(rows);
  if (whole) {
    const apart = less
      ? lessPairs(db, chosen, rows, columns, () => read(db, filters, inRows(sql`-count(*)`, less)))
      : [];
    if (!bodies) return [...(await read<Pair>(db, filters, keptPairs(rows, columns))), ...(await apart)];
    const compared = await apart;
    const index = await heldMarks(db);
    const byBody = index.countEachBy("bodies", index.list([]), spellOut(index, columns));
    return [...Array.from(byBody).flatMap(([other, n]) => pairsOf(wanted, other, n)), ...compared];
  }
  const { index, list } = await listOf(db, asked, await chosenMarks(db, asked));
  const others = spellOut(index, columns);
  if (bodies) {
    return Array.from(index.countEachBy("bodies", list, others)).flatMap(([other, n]) => pairsOf(wanted, other, n));
  }
  return rows.flatMap((mark) => {
    const listed = index.within(list, mark);
    return Array.from(index.countEach(listed, others), ([other, n]) => ({ mark, other, n }));
  });
}

const keptPairs = (rows: string[], columns: Wanted): SQL => sql`select mark, other, n from ${markCounts}
  where ${and(inArray(markCounts.mark, rows), among(markCounts.other, columns))}`;

const bodyWord = mark("body", "");

/** Of each pair how many of the few cases to compare with are in it, to be taken away. */
async function lessPairs(
  db: Database,
  chosen: Chosen[],
  rows: string[],
  columns: Wanted,
  inRows: () => Promise<Pair[]>,
): Promise<Pair[]> {
  const compared = await comparedAmong(db, chosen);
  if (!compared) return inRows();
  const { few } = compared;
  const among = wantedAmong(columns);
  return few.flatMap(([, own]) => {
    const others = [...own].filter(among);
    return rows.filter((row) => own.has(row)).flatMap((mark) => others.map((other) => ({ mark, other, n: -1 })));
  });
}

/** The same of each mark, by month where months are told apart. */
async function lessRows(
  db: Database,
  chosen: Chosen[],
  { wanted, monthly }: { wanted: Wanted; monthly: boolean },
  inRows: () => Promise<Row[]>,
): Promise<Row[]> {
  const compared = await comparedAmong(db, chosen);
  if (!compared) return inRows();
  const { index, few } = compared;
  const among = wantedAmong(wanted);
  return few.flatMap(([id, own]) => {
    const bucket = monthly ? index.monthOf(id) : "";
    return [...own].filter(among).map((mark) => ({ mark, bucket, n: -1 }));
  });
}

function wantedAmong({ marks, words = [] }: Wanted): (mark: string) => boolean {
  const named = new Set(marks);
  return (mark) => named.has(mark) || words.some((word) => mark.startsWith(`${word}:`));
}

/** Bodies are told apart in one pass: each development has one. */
const pairsOf = (rows: ReadonlySet<string>, other: string, counts: Counts): Pair[] =>
  Array.from(counts, ([body, n]) => ({ mark: bodyWord + body, other, n })).filter(({ mark }) => rows.has(mark));

async function read<Found>(db: Database, filters: Filters, query: SQL): Promise<Found[]> {
  return searching(db, filters, async (db) => [...(await db.execute(query))] as Found[]);
}

type Row = { mark: string; bucket: string; n: number };

/**
 * `keptIn` reads what is counted already and answers by itself, null where sets must be laid over each other;
 * `monthly` says whether months are told apart.
 */
async function count(
  db: Database,
  asked: Filters,
  wanted: Wanted,
  monthly: boolean,
  keptIn: (filters: Filters, chosen: Chosen[]) => Promise<Row[]> | null,
): Promise<Row[]> {
  const { q, asof } = asked;
  const bucket = monthly
    ? sql`to_char(${p.decidedOn}, case ${p.datePrecision} when 'year' then 'YYYY' else 'YYYY-MM' end)`
    : sql`''`;
  const inRows = (n: SQL, which: SQL | undefined) => sql`
    select mark, ${bucket} as bucket, ${n}::int as n from ${p}, unnest(${p.marks} || ${everything}::text) mark
    where ${and(which, among(sql`mark`, wanted))} group by 1, 2`;
  if (q && asof) return read(db, asked, inRows(sql`count(*)`, matching(asked)));
  const { filters, less } = splitScope(asked);
  const chosen = await chosenMarks(db, filters);
  const kept = keptIn(filters, chosen);
  const { sign, changed } = asof ? changesSince(asof) : { sign: null, changed: null };
  const parts = await Promise.all([
    kept ?? rowsListed(db, asked, wanted, monthly),
    kept && less
      ? lessRows(db, chosen, { wanted, monthly }, () => read(db, filters, inRows(sql`-count(*)`, less)))
      : [],
    sign ? read<Row>(db, asked, inRows(sql`sum(${sign})`, and(changed, saying(asked)))) : [],
  ]);
  return parts.flat();
}

async function rowsListed(db: Database, filters: Filters, wanted: Wanted, monthly: boolean): Promise<Row[]> {
  const { index, list } = await listOf(db, filters, await chosenMarks(db, filters));
  const marks = spellOut(index, wanted);
  if (!monthly) return Array.from(index.countEach(list, marks), ([mark, n]) => ({ mark, bucket: "", n }));
  return Array.from(index.countEachBy("months", list, marks)).flatMap(([mark, months]) => rowsOf(mark, months));
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
