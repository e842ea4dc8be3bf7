import type { StageSpan } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import type { Filters } from "./filters";
import { select } from "./selection";

/** Days between two stages of the developments of one body: how many have both, the median and its range. */
export type BodyDays = { n: number; median: number; low: number; high: number };

export async function measureDays(
  { db }: Pick<Context, "db">,
  filters: Filters,
  span: StageSpan,
): Promise<ReadonlyMap<string, BodyDays>> {
  const selection = await select(db, { ...filters, span: [span] });
  return new Map([...selection.daysByBody(span)].map(([body, days]) => [body, daysOf(days)]));
}

function daysOf(sorted: Int32Array): BodyDays {
  const n = sorted.length;
  const at = (place: number) => sorted[place] ?? 0;
  const median = (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2;
  return { n, median, low: at(0), high: at(n - 1) };
}
