import { writeCursor } from "@/lib/cursor";
import { dayNumber } from "@/lib/days";
import type { MonthCount } from "./views";

/** What pages make of the months of a list. Browser-safe. */

/** Years of a list with their numbers, newest first. */
export function yearsOf(months: MonthCount[]): { year: number; n: number }[] {
  const years = new Map<number, number>();
  for (const { month, n } of months)
    years.set(Number(month.slice(0, 4)), (years.get(Number(month.slice(0, 4))) ?? 0) + n);
  return [...years].map(([year, n]) => ({ year, n })).sort((a, b) => b.year - a.year);
}

/** The cursor after which the first development of a year comes. */
export const cursorOfYear = (year: number, sort: "newest" | "oldest") =>
  sort === "newest"
    ? writeCursor(sort, [dayNumber(`${year + 1}-01-01`) * 2, 0])
    : writeCursor(sort, [dayNumber(`${year}-01-01`) * 2, 0]);
