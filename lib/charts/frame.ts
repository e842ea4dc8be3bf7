import type { Context } from "@/lib/context";
import { dayIn } from "@/lib/days";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, noFilters, timelineHref } from "@/lib/developments/filters";
import { listDevelopments } from "@/lib/developments/timeline";
import { env } from "@/lib/env";
import type { AxisMark, ChartAnswer, Excluded, Step } from "./answer";
import { daysOf, stepOf } from "./periods";
import type { ChartQuery } from "./query";

/** What every chart of developments begins with. */
export type Frame = ChartQuery & {
  /** The day whose end is shown. */
  asOf: string;
  total: ChartAnswer["total"];
  /** What the filters leave out unasked. */
  excluded: Excluded[];
};

export type ChartContext = Pick<Context, "db" | "now">;

/** What a chart adds to its frame. */
export type Drawn = Pick<ChartAnswer, "subtitle" | "rule" | "summary" | "form" | "measure" | "series"> &
  Partial<Pick<ChartAnswer, "title" | "excluded" | "warnings" | "marks" | "total">>;

/** Charts are of internet matters unless somebody asks for the cases to compare with. */
export function inScope(filters: Filters): Filters {
  const scope = filters.scope.length > 0 ? filters.scope : (["internet"] as const);
  return { ...filters, sort: "newest", scope: [...scope] };
}

export async function frameOf(ctx: ChartContext, asked: ChartQuery): Promise<Frame> {
  const filters = inScope(asked.filters);
  const unasked = asked.filters.scope.length === 0;
  // One or the other holds of each development: what is left out need not be counted twice.
  const [all, compared] = await Promise.all([
    countDevelopments(ctx, unasked ? { ...filters, scope: [] } : filters),
    unasked ? countDevelopments(ctx, { ...filters, scope: ["comparison"] }) : 0,
  ]);
  return {
    ...asked,
    filters,
    asOf: filters.asof ?? dayIn(env().timeZone, ctx.now),
    total: { n: all - compared, href: timelineHref(filters) },
    excluded: leftOut(
      "Comparison cases outside internet matters (health, climate, tax)",
      compared,
      timelineHref({ ...filters, scope: ["comparison"] }),
    ),
  };
}

/** An entry of what was left out; nothing where nothing was. */
export const leftOut = (reason: string, n: number, href: string | null): Excluded[] =>
  n > 0 ? [{ reason, n, href }] : [];

/** More names on an axis are not read. */
const mostMarks = 12;

/** The newest developments with a direct link to the withdrawal, at their place on an axis of time. */
export async function listAxisMarks(
  { db }: ChartContext,
  { filters, per }: Pick<Frame, "filters" | "per">,
  axis: string[],
): Promise<AxisMark[]> {
  const [first, last] = [axis[0], axis.at(-1)];
  if (!first || !last) return [];
  const step: Step = per ?? "month";
  const [{ from }, { to }] = [daysOf(first), daysOf(last)];
  const { period, asof } = filters;
  const of: Filters = { ...noFilters, link: ["direct"], precision: ["day"], period, asof };
  const newest = async (filters: Filters) => (await listDevelopments({ db }, filters, { limit: mostMarks })).data;
  // To select by a day takes longer than all else here, and seldom any lies behind the axis.
  let data = await newest(of);
  if (data.some(({ decidedOn }) => decidedOn > to)) data = await newest({ ...of, to });
  return data
    .filter(({ decidedOn }) => decidedOn >= from)
    .reverse()
    .map(({ slug, title, decidedOn }) => ({
      x: stepOf(decidedOn.slice(0, 7), step),
      on: decidedOn,
      label: title,
      href: `/developments/${slug}`,
    }));
}

/** Filters as an answer repeats them: only what was chosen. */
export function chosenFilters(filters: Filters): Partial<Filters> {
  const chosen = Object.entries(filters).filter(([word, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== noFilters[word as keyof Filters],
  );
  return Object.fromEntries(chosen);
}
