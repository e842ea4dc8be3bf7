import { countPairCells } from "@/lib/developments/cells";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { everything, readOpinion } from "@/lib/developments/marks";
import type { Series } from "./answer";
import { type DimensionValue, listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { Opinion } from "./opinions";
import { sayDevelopments, sayExtremes, sayFullest, sayTime, sentences } from "./summary";
import { figure } from "./time";
import { noShares, noSum, unscoredOnPurpose, warningsOfTime } from "./warnings";

/** Rows of bodies or their kinds, columns of areas: how many developments, and their median direction. */
export async function areaByBody(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const { filters } = frame;
  const by = frame.by === "body" ? "body" : "kind";
  const [rows, columns] = await Promise.all([listDimension(ctx, by, filters), listDimension(ctx, "area", filters)]);
  const others: Filters = { ...filters, body: [], kind: [], country: [], area: [], direction: [] };
  const cells = await countPairCells(
    ctx,
    others,
    rows.values.flatMap((row) => row.marks),
    { marks: [everything, ...columns.values.flatMap((column) => column.marks)], words: ["opinion"] },
  );
  const add = (row: DimensionValue, marks: string[]) =>
    row.marks.reduce((sum, one) => sum + marks.reduce((n, other) => n + (cells.get(one)?.get(other) ?? 0), 0), 0);
  const limited = filters.area.length + filters.direction.length > 0;
  const series = rows.values.map((row): Series => {
    const list: Filters = { ...filters, ...row.narrowed };
    const opinions = new Map(columns.values.map((column) => [column.value, new Opinion()]));
    for (const one of row.marks) {
      for (const [other, n] of cells.get(one) ?? []) {
        const opinion = readOpinion(other);
        if (opinion) opinions.get(opinion.area)?.add(opinion.numbers, n);
      }
    }
    return {
      key: row.value,
      label: row.label,
      n: limited ? null : add(row, [everything]),
      href: timelineHref(list),
      points: columns.values.map((column) => {
        const opinion = opinions.get(column.value);
        // Scores of one side of the scale have no median worth showing.
        const told = filters.direction.length === 0 && opinion;
        return figure({
          x: column.value,
          label: column.label,
          n: add(row, column.marks),
          ...(told ? { value: opinion.median, low: opinion.low, high: opinion.high } : {}),
          href: timelineHref({ ...list, ...column.narrowed }),
        });
      }),
    };
  });
  const shown = series.filter((row) => row.points.some((point) => point.n !== 0) || (row.n ?? 0) > 0);
  return {
    subtitle: `Developments by ${by === "body" ? "body" : "kind of body"} and area, with the median of their scores.`,
    rule: "Published developments of the body that decided, by the areas they touch; one with several areas stands in each column. The glyph is the median of all scores given there; no glyph: not scored.",
    summary: sentences(
      `${sayDevelopments(frame.total.n)} ${sayTime(filters)}`.trim().concat("."),
      limited ? "" : sayExtremes(series),
      sayFullest("The fullest cell", shown),
    ),
    form: "matrix",
    measure: "developments",
    warnings: [noSum, noShares, unscoredOnPurpose, ...warningsOfTime(filters)],
    series: shown,
  };
}
