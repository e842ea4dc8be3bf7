import type { Context } from "@/lib/context";
import type { Filters } from "./filters";
import type { Counts } from "./mark-index";
import { mark } from "./marks";
import { type Selection, select } from "./selection";

/**
 * Counting what a chart shows: for some marks how many developments of a list carry each, in all or by month. The
 * filters say nothing of the family of these marks: whoever draws the values of a word chooses among them instead.
 */

/** Marks by name, and all that begin with a word. */
type Wanted = { marks: string[]; words?: ("opinion" | "scorer")[] };

/** By mark the number of developments; a mark that nobody carries is missing. */
export type Cells = Counts;

export async function countCells({ db }: Pick<Context, "db">, filters: Filters, wanted: Wanted): Promise<Cells> {
  const selection = await select(db, filters);
  return selection.countEach(spellOut(selection, wanted));
}

/** By mark, then by month (2026-02) or, where only the year is known, by year (2026), the number of developments. */
export type MonthCells = ReadonlyMap<string, Cells>;

export async function countMonthCells(
  { db }: Pick<Context, "db">,
  filters: Filters,
  wanted: Wanted,
): Promise<MonthCells> {
  const selection = await select(db, filters);
  return selection.countEachBy("months", spellOut(selection, wanted));
}

/** By a first and a second mark the number of developments that carry both. The two are of different families. */
export async function countPairCells(
  { db }: Pick<Context, "db">,
  filters: Filters,
  rows: string[],
  columns: Wanted,
): Promise<ReadonlyMap<string, Cells>> {
  if (rows.length === 0) return new Map();
  const selection = await select(db, filters);
  const others = spellOut(selection, columns);
  if (rows.every((row) => row.startsWith(bodyWord))) return pairWithBodies(selection, new Set(rows), others);
  const cells = rows.map((row): [string, Cells] => [row, selection.within(row).countEach(others)]);
  return new Map(cells.filter(([, row]) => row.size > 0));
}

const bodyWord = mark("body", "");

/** Bodies are told apart in one pass: each development has one. */
function pairWithBodies(selection: Selection, rows: ReadonlySet<string>, others: string[]): Map<string, Cells> {
  const cells = new Map<string, Map<string, number>>();
  for (const [other, bodies] of selection.countEachBy("bodies", others)) {
    for (const [body, n] of bodies) {
      const row = bodyWord + body;
      if (!rows.has(row)) continue;
      const counts = cells.get(row) ?? new Map<string, number>();
      cells.set(row, counts.set(other, n));
    }
  }
  return cells;
}

/** With all marks that begin with one of the words and that anybody carries. */
function spellOut(selection: Selection, { marks, words = [] }: Wanted): string[] {
  if (words.length === 0) return marks;
  return [...marks, ...[...selection.marks()].filter((mark) => words.some((word) => mark.startsWith(`${word}:`)))];
}
