import { countMonthCells } from "@/lib/developments/cells";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { everything } from "@/lib/developments/marks";
import type { Series } from "./answer";
import { type Dimension, listDimension } from "./dimension";
import { type ChartContext, type Drawn, type Frame, leftOut, listAxisMarks } from "./frame";
import { sayCourse, sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { addMonths, axisOf, leftOffAxis, timePoints } from "./time";
import { noSum, warningsOfAxis } from "./warnings";

const words = { area: "impact area", kind: "kind of body", type: "type", status: "status", direction: "direction" };
type By = keyof typeof words;

/** Developments per month, quarter or year, told apart by one word. */
export async function developmentsOverTime(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const { filters } = frame;
  const by = (frame.by ?? "area") as By;
  const per = frame.per ?? "month";
  const { series, every, axis, all } = await seriesOverTime(ctx, frame, await listDimension(ctx, by, filters));
  const none: Filters = { ...filters, area: ["none"] };
  const [marks, off, nowhere] = await Promise.all([
    listAxisMarks(ctx, frame, axis),
    leftOffAxis(ctx, filters, all, { axis, per }),
    by === "area" && filters.area.length + filters.direction.length === 0 ? countDevelopments(ctx, none) : 0,
  ]);
  return {
    subtitle: `Developments on record per ${per}, by ${words[by]}.`,
    rule: `Published developments by the ${per} in which they were decided${
      by === "area" ? "; one that touches several areas stands in each" : ""
    }${by === "direction" ? "; direction is the median of the scores, unscored ones stand below" : ""}. A month with no record after August 2026 is not known to be empty.`,
    summary: sentences(
      `${sayDevelopments(frame.total.n)} ${sayTime(filters)}`.trim().concat("."),
      sayExtremes(every),
      sayCourse(timePoints(all, filters, axis, per)),
    ),
    form: by === "direction" ? "rows" : "columns",
    measure: "developments",
    excluded: [...off, ...leftOut("No impact area is named", nowhere, timelineHref(none))],
    warnings: [...warningsOfAxis(filters), ...(by === "area" ? [noSum] : [])],
    marks,
    series,
  };
}

/** A series for each value of a word, along one axis; values that hold nothing are left out where they are many, and stand in `every`. */
export async function seriesOverTime(
  ctx: ChartContext,
  frame: Frame,
  { word, others, values }: Dimension,
): Promise<{ series: Series[]; every: Series[]; axis: string[]; all: ReadonlyMap<string, number> }> {
  const { filters } = frame;
  const per = frame.per ?? "month";
  const marks = values.flatMap((value) => value.marks);
  const [months, everyMonth] = await Promise.all([
    countMonthCells(ctx, others, { marks }),
    countMonthCells(ctx, filters, { marks: [everything] }),
  ]);
  const all = everyMonth.get(everything) ?? new Map<string, number>();
  const axis = axisOf(all, frame, per);
  const series = values.map((value): Series => {
    const list = { ...filters, ...value.narrowed };
    const own = addMonths(value.marks.map((mark) => months.get(mark)));
    return {
      key: value.value,
      label: value.label,
      n: [...own.values()].reduce((sum, n) => sum + n, 0),
      href: timelineHref(list),
      points: timePoints(own, list, axis, per),
    };
  });
  const shown = word === "direction" ? series : series.filter(({ n }) => n !== 0);
  return { series: shown, every: series, axis, all };
}
