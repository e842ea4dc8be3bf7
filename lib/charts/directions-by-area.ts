import { countCells } from "@/lib/developments/cells";
import { timelineHref } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import type { Series } from "./answer";
import { listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { figure } from "./time";
import { noShares, noSum, unscoredOnPurpose, warningsOfTime } from "./warnings";

/** From strongly restricts to strongly opens, then what nobody scored. */
const columns = [
  { x: "strongly-restricts", label: "strongly restricts" },
  { x: "restricts", label: "restricts" },
  { x: "neutral", label: "no change" },
  { x: "opens", label: "opens" },
  { x: "strongly-opens", label: "strongly opens" },
  { x: "unscored", label: "not scored" },
] as const;

/** How many developments of each area point which way. */
export async function directionsByArea(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const filters = { ...frame.filters, direction: [] };
  const { others, values } = await listDimension(ctx, "area", filters);
  const marks = values.flatMap(({ value }) => [
    mark("area", value),
    ...columns.map(({ x }) => mark("impact", value, x)),
  ]);
  const cells = await countCells(ctx, others, { marks });
  const series = values.map(({ value, label }): Series => {
    const list = { ...filters, area: [value] };
    return {
      key: value,
      label,
      n: cells.get(mark("area", value)) ?? 0,
      href: timelineHref(list),
      points: columns.map((column) =>
        figure({
          ...column,
          n: cells.get(mark("impact", value, column.x)) ?? 0,
          href: timelineHref({ ...list, direction: [column.x] }),
        }),
      ),
    };
  });
  return {
    subtitle: "How many developments touch each area, and which way each points.",
    rule: "Published developments with a link to the area; one with several areas stands in each. The direction is the median of the scores given to that area; where one reader scored, that score.",
    summary: sentences(`${sayDevelopments(frame.total.n)} ${sayTime(filters)}`.trim().concat("."), sayExtremes(series)),
    form: "steps",
    measure: "developments",
    warnings: [noSum, noShares, unscoredOnPurpose, ...warningsOfTime(filters)],
    series,
  };
}
