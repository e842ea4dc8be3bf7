import { datePrecisions, withdrawalDay } from "@/db/vocabulary";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, timelineHref, timelineHrefs } from "@/lib/developments/filters";
import type { Excluded, Point, Step } from "./answer";
import { type ChartContext, type Frame, leftOut } from "./frame";
import { daysOf, isThin, sayStep, stepOf, stepsBetween } from "./periods";

/** Axes of time: what months and years hold, as points whose lists hold the same. */

/** More than this on one axis is not a chart any more; the years before are left out and said so. */
const longestAxis = 400;

/** Months (2026-02) and years (2026) with their numbers. */
export type Months = ReadonlyMap<string, number>;

/** Adds up by month what several marks hold, each development under one of them. */
export function addMonths(parts: (Months | undefined)[]): Months {
  const sum = new Map<string, number>();
  for (const part of parts) for (const [month, n] of part ?? []) sum.set(month, (sum.get(month) ?? 0) + n);
  return sum;
}

const isMonth = (key: string) => key.length > 4;

/** Whether an axis begins with January 2026, because all that came after is asked for and nothing else. */
const beginsOnTheDay = ({ period, from }: Filters): boolean =>
  period.length === 1 && period[0] === "after" && from === null;

/** From the first month that holds anything to the last, and to the day shown unless a date was asked for. */
export function axisOf(all: Months, { filters, asOf, reach = [] }: Frame, per: Step): string[] {
  const months = [...all].filter(([key, n]) => n > 0 && (isMonth(key) || per === "year")).map(([key]) => key);
  if (months.length === 0 && reach.length === 0) return [];
  const sorted = months.map((key) => stepOf(isMonth(key) ? key : `${key}-01`, per)).sort();
  const latest = stepOf((filters.to && filters.to < asOf ? filters.to : asOf).slice(0, 7), per);
  const ends = [sorted.at(-1) ?? latest, latest].sort();
  const last = filters.period.includes("after") || filters.period.length === 0 ? ends[1] : sorted.at(-1);
  // What came after is shown from the day itself on, whenever the first of it came.
  const first = beginsOnTheDay(filters) ? stepOf(withdrawalDay.slice(0, 7), per) : sorted[0];
  const edges = [first, last, ...reach].filter((edge) => edge !== undefined).sort();
  return stepsBetween(edges[0] ?? latest, edges.at(-1) ?? latest, per).slice(-longestAxis);
}

/** The filters of a part of the axis: between its days, and where the year alone is known only in years. */
export function within(filters: Filters, x: string, per: Step): Filters {
  const { from, to } = daysWithin(filters, x);
  return { ...filters, from, to, precision: cutsYears(from, per) ? withoutYears(filters) : filters.precision };
}

function daysWithin(filters: Filters, x: string): { from: string; to: string } {
  const days = daysOf(x);
  return {
    from: filters.from && filters.from > days.from ? filters.from : days.from,
    to: filters.to && filters.to < days.to ? filters.to : days.to,
  };
}

/** Of a date of which only the year is known the first of January stands: it is no part of that January. */
const cutsYears = (from: string, per: Step) => per !== "year" && from.endsWith("-01-01");

const withoutYears = ({ precision }: Filters) =>
  (precision.length > 0 ? precision : datePrecisions).filter((one) => one !== "year");

/** The addresses of the lists of the parts of an axis. */
export function hrefsWithin(filters: Filters, per: Step): (x: string) => string {
  const [whole, cut] = [filters, { ...filters, precision: withoutYears(filters) }].map(timelineHrefs);
  return (x) => {
    const { from, to } = daysWithin(filters, x);
    return (cutsYears(from, per) ? cut : whole)?.(from, to) ?? "";
  };
}

/** The number of developments in each part of an axis. Where little was collected none is not known to be none. */
export function timePoints(months: Months, filters: Filters, axis: string[], per: Step): Point[] {
  const steps = new Map<string, number>();
  for (const [key, n] of months) {
    if (!isMonth(key) && per !== "year") continue;
    const x = stepOf(isMonth(key) ? key : `${key}-01`, per);
    steps.set(x, (steps.get(x) ?? 0) + n);
  }
  const href = hrefsWithin(filters, per);
  return axis.map((x) => {
    const n = steps.get(x) ?? 0;
    return figure({
      x,
      label: sayStep(x),
      n: n === 0 && isThin(x) ? null : n,
      href: href(x),
    });
  });
}

/** A point with a number only. */
export const figure = (point: Pick<Point, "x" | "label" | "n" | "href"> & Partial<Point>): Point => ({
  value: null,
  low: null,
  high: null,
  scorers: null,
  ...point,
});

/** What an axis of months or quarters cannot place, and what lies before its beginning; `all` is the whole list. */
export async function leftOffAxis(
  ctx: ChartContext,
  filters: Filters,
  all: Months,
  { axis, per }: { axis: string[]; per: Step },
): Promise<Excluded[]> {
  const first = axis[0];
  const yearly: Filters = { ...filters, precision: ["year"] };
  const years = [...all].reduce((sum, [key, n]) => (isMonth(key) ? sum : sum + n), 0);
  const before: Filters | null =
    first && axis.length === longestAxis ? { ...filters, to: dayBefore(daysOf(first).from) } : null;
  return [
    ...leftOut(
      `Only the year is known, so that no ${per} holds them`,
      per === "year" ? 0 : years,
      timelineHref(yearly),
    ),
    ...leftOut(
      "Older than the axis is long",
      before ? await countDevelopments(ctx, before) : 0,
      before && timelineHref(before),
    ),
  ];
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
