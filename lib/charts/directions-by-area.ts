import { countCells } from "@/lib/developments/cells";
import { timelineHref } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import type { Series } from "./answer";
import { listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { figure } from "./time";
import { noShares, noSum, unscoredOnPurpose, warningsOfTime } from "./warnings";

/** From strongly restricts to strongly opens, then what nobody scored; each with the word that holds it. */
const columns = [
  { x: "strongly-restricts", label: "strongly restricts", word: "negative" },
  { x: "restricts", label: "restricts", word: "negative" },
  { x: "neutral", label: "no change", word: "neutral" },
  { x: "opens", label: "opens", word: "positive" },
  { x: "strongly-opens", label: "strongly opens", word: "positive" },
  { x: "unscored", label: "not scored", word: "unscored" },
] as const;

/** How many developments of each area point which way. */
export async function directionsByArea(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const { direction: chosen } = frame.filters;
  const isShown = ({ x, word }: (typeof columns)[number]) =>
    chosen.length === 0 || chosen.some((one) => one === x || one === word);
  const filters = { ...frame.filters, direction: [] };
  const { others, values } = await listDimension(ctx, "area", filters);
  const marks = values.flatMap(({ value }) => [
    mark("area", value),
    ...columns.map(({ x }) => mark("impact", value, x)),
  ]);
  const cells = await countCells(ctx, others, { marks });
  const series = values.map(({ value, label }): Series => {
    const list = { ...filters, area: [value] };
    const countOf = ({ x }: (typeof columns)[number]) => cells.get(mark("impact", value, x)) ?? 0;
    const all = columns.filter(isShown).reduce((sum, column) => sum + countOf(column), 0);
    return {
      key: value,
      label,
      n: chosen.length > 0 ? all : (cells.get(mark("area", value)) ?? 0),
      href: timelineHref({ ...list, direction: chosen }),
      points: columns.map((column) =>
        figure({
          ...{ x: column.x, label: column.label },
          n: isShown(column) ? countOf(column) : 0,
          href: isShown(column) ? timelineHref({ ...list, direction: [column.x] }) : null,
        }),
      ),
    };
  });
  return {
    subtitle: "How many developments touch each area, and which way each points.",
    rule: "Published developments with a link to the area; one with several areas stands in each. The direction is the median of the scores given to that area, halfway between two steps the one farther from no change; where one reader scored, that score.",
    summary: sentences(`${sayDevelopments(frame.total.n)} ${sayTime(filters)}`.trim().concat("."), sayExtremes(series)),
    form: "steps",
    measure: "developments",
    warnings: [noSum, noShares, unscoredOnPurpose, ...warningsOfTime(filters)],
    series,
  };
}
