import type { StageSpan } from "@/db/vocabulary";
import { countPairCells } from "@/lib/developments/cells";
import { measureDays } from "@/lib/developments/days";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { spanRules } from "@/lib/developments/spans";
import { sayStageSpan } from "@/lib/labels";
import type { Series } from "./answer";
import { listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { sayDevelopments, sayExtremes, sayNames, sayTime, sentences } from "./summary";
import { figure } from "./time";
import { warningsOfTime } from "./warnings";

/** How decisions of each body stand. */
async function statuses(ctx: ChartContext, { filters, total }: Frame): Promise<Drawn> {
  const [rows, columns] = await Promise.all([
    listDimension(ctx, "body", filters),
    listDimension(ctx, "status", filters),
  ]);
  const others: Filters = { ...rows.others, status: [] };
  const marks = columns.values.flatMap((column) => column.marks);
  const cells = await countPairCells(
    ctx,
    others,
    rows.values.flatMap((row) => row.marks),
    { marks },
  );
  const series = rows.values.map((row): Series => {
    const [own = ""] = row.marks;
    const list: Filters = { ...filters, ...row.narrowed };
    const points = columns.values.map((column) =>
      figure({
        x: column.value,
        label: column.label,
        n: column.marks.reduce((sum, mark) => sum + (cells.get(own)?.get(mark) ?? 0), 0),
        href: timelineHref({ ...list, ...column.narrowed }),
      }),
    );
    const n = points.reduce((sum, point) => sum + (point.n ?? 0), 0);
    const shares = points.map((point) => ({ ...point, value: n > 0 ? Math.round((100 * (point.n ?? 0)) / n) : null }));
    return { key: row.value, label: row.label, n, href: timelineHref(list), points: shares };
  });
  const shown = series.filter((row) => row.points.some((point) => (point.n ?? 0) > 0));
  return {
    title: "How decisions stand",
    subtitle: "Developments by body and status, with the share of each status in percent.",
    rule: "Published developments of the body that decided, by the status in their newest approved revision. A share is of the row; of few records it says little.",
    summary: sentences(`${sayDevelopments(total.n)} ${sayTime(filters)}`.trim().concat("."), sayExtremes(series)),
    form: "matrix",
    measure: "share",
    warnings: warningsOfTime(filters),
    series: shown,
  };
}

/** The days between two stages, body by body. */
async function days(ctx: ChartContext, { filters }: Frame, span: StageSpan): Promise<Drawn> {
  const { values } = await listDimension(ctx, "body", filters);
  const measured: Filters = { ...filters, span: [span] };
  // Developments with one of the two are not those with the other.
  const isLeftOut = filters.span.length > 0 && !filters.span.includes(span);
  const found = isLeftOut ? new Map() : await measureDays(ctx, filters, span);
  const series = values
    .flatMap(({ value, label }): Series[] => {
      const row = found.get(value);
      if (!row) return [];
      const href = timelineHref({ ...measured, body: [value] });
      const { n, median, low, high } = row;
      const point = figure({ x: "days", label: sayStageSpan(span), n, value: median, low, high, href });
      return [{ key: value, label, n, href, points: [point] }];
    })
    .sort((a, b) => (b.points[0]?.value ?? 0) - (a.points[0]?.value ?? 0));
  const n = series.reduce((sum, one) => sum + (one.n ?? 0), 0);
  const medians = series.map((one) => one.points[0]?.value ?? 0);
  const [longest, shortest] = [Math.max(...medians), Math.min(...medians)];
  const say = (days: number) =>
    `${sayNames(series.filter((one) => one.points[0]?.value === days).map(({ label }) => label))} (${days} days)`;
  return {
    total: { n, href: isLeftOut ? null : timelineHref(measured) },
    subtitle: `Median days from ${span === "to-effect" ? "decided to in effect" : "proposed to adopted"}, with the shortest and the longest, by body.`,
    rule: `${spanRules[span]} Stages are linked by editors (“carries forward”). A decision of which one of the two days is not known stands in no row.`,
    summary:
      series.length > 0
        ? sentences(
            `${sayDevelopments(n)} ${sayTime(filters)}`.trim().concat("."),
            longest === shortest
              ? `Median: ${say(longest)}.`
              : `Longest median: ${say(longest)}; shortest: ${say(shortest)}.`,
          )
        : isLeftOut
          ? "The list asked for is of other days than these: leave “span” out, or have those days drawn."
          : "No development of this list has both days on record yet: stages have to be linked first.",
    form: "spans",
    measure: "days",
    warnings: ["Few records have both days: a median of one or two is an example, not a rule."],
    series,
  };
}

/** How long decisions of each body take, or how they stand. */
export const timeToDecision = (ctx: ChartContext, frame: Frame): Promise<Drawn> =>
  frame.by === "status" ? statuses(ctx, frame) : days(ctx, frame, (frame.by ?? "to-effect") as StageSpan);
