import { inArray } from "drizzle-orm";
import { listedMarks as entries } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Chosen, chosenMarks } from "./conditions";
import type { Filters } from "./filters";
import { heldMarksByNow } from "./held-marks";
import type { Counts } from "./mark-index";
import { areExclusive, everything, type Family, familyOf, isFacet } from "./marks";
import { select } from "./selection";

/** Numbers of developments by mark. */
export type MarkCounts = Counts;

/**
 * For each mark, or each of one family, how many developments of a list carry it; under `everything` the length of the
 * list.
 */
export async function countMarks(
  { db }: Pick<Context, "db">,
  filters: Filters,
  family: Family | null = null,
): Promise<MarkCounts> {
  const selection = await select(db, filters);
  const isAsked = (mark: string) => isFacet(mark) && (family === null || familyOf(mark) === family);
  return selection.countEach([...selection.marks()].filter(isAsked));
}

/** The length of a list. */
export async function countDevelopments({ db }: Pick<Context, "db">, filters: Filters): Promise<number> {
  const chosen = await chosenMarks(db, filters);
  const marks = marksOfList(filters, chosen);
  if (marks && !(await heldMarksByNow(db))) return db.$count(entries, inArray(entries.mark, marks));
  return (await select(db, filters, chosen)).length;
}

/** The marks whose lists together are this one, each development once; null where it is none of lists that are kept. */
function marksOfList({ q, from, to, asof }: Filters, chosen: Chosen[]): string[] | null {
  const [one, more] = chosen;
  if (q || from || to || asof || more) return null;
  if (!one) return [everything];
  return areExclusive(one.family, one.marks) ? one.marks : null;
}

/** How many developments of a list carry any of the marks of a question, for several questions by name. */
export async function countAny(
  { db }: Pick<Context, "db">,
  filters: Filters,
  questions: ReadonlyMap<string, string[]>,
): Promise<MarkCounts> {
  const selection = await select(db, filters);
  return new Map([...questions].map(([name, marks]) => [name, selection.countAny(marks)]));
}
