import { and, isNotNull, sql } from "drizzle-orm";
import { publications as p } from "@/db/schema";
import type { StageSpan } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { chosenMarks, matching } from "./conditions";
import { listOf } from "./counts";
import type { Filters } from "./filters";

/** Days between two stages of the developments of one body: how many have both, the median and its range. */
export type BodyDays = { n: number; median: number; low: number; high: number };

export async function measureDays(
  { db }: Pick<Context, "db">,
  filters: Filters,
  span: StageSpan,
): Promise<ReadonlyMap<string, BodyDays>> {
  const measured: Filters = { ...filters, span: [span] };
  if (filters.q === null && filters.asof === null) {
    const { index, list } = await listOf(db, measured, await chosenMarks(db, measured));
    return new Map([...index.daysByBody(list, span)].map(([body, days]) => [body, daysOf(days)]));
  }
  const column = span === "to-effect" ? p.daysToEffect : p.daysToAdoption;
  const rows = await db
    .select({
      body: p.bodySlug,
      n: sql<number>`count(*)::int`,
      median: sql<number>`percentile_cont(0.5) within group (order by ${column})`,
      low: sql<number>`min(${column})`,
      high: sql<number>`max(${column})`,
    })
    .from(p)
    .where(and(matching(measured), isNotNull(column)))
    .groupBy(p.bodySlug);
  return new Map(rows.map(({ body, ...days }) => [body, days]));
}

function daysOf(sorted: Int32Array): BodyDays {
  const n = sorted.length;
  const at = (place: number) => sorted[place] ?? 0;
  const median = (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2;
  return { n, median, low: at(0), high: at(n - 1) };
}
