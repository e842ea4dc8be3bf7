import { stringify } from "csv-stringify/sync";
import type { ChartAnswer } from "./answer";

/** One row per figure; what is said of the whole chart stands in every row, so that no reader of CSV loses it. */
export function toCsv(answer: ChartAnswer, site: string): string {
  const { title, rule, asOf, measure, address, filtersInWords: filters } = answer;
  const said = { chart: title, measure, rule, filters: filters || "none", as_known_on: asOf, address };
  const rows = answer.series.flatMap(({ key, label, points }) =>
    points.map((point) => ({
      series: key,
      series_label: label,
      x: point.x,
      x_label: point.label,
      n: point.n,
      value: point.value,
      low: point.low,
      high: point.high,
      scorers: point.scorers,
      records: point.href && `${site}${point.href}`,
      ...said,
    })),
  );
  const first = rows[0] ?? { series: null, ...said };
  // A label that begins like a formula must not become one in a spreadsheet.
  return stringify(rows.length > 0 ? rows : [first], { header: true, escape_formulas: true, bom: false });
}
