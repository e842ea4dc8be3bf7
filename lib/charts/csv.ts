import { stringify } from "csv-stringify/sync";
import type { ChartAnswer } from "./answer";

/**
 * One row per figure, of what it is compared with too; what is said of the whole chart stands in every row, so that no
 * reader of CSV loses it.
 */
export function toCsv(answer: ChartAnswer): string {
  const rows = [answer, ...(answer.beside ? [answer.beside.answer] : [])].flatMap(rowsOf);
  // A label that begins like a formula must not become one in a spreadsheet.
  return stringify(rows, { header: true, escape_formulas: true, bom: false });
}

function rowsOf(answer: ChartAnswer) {
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
      records: point.href,
      ...said,
    })),
  );
  return rows.length > 0 ? rows : [{ ...nothing, series_label: answer.summary, ...said }];
}

/** The row of a chart with no figure: only what is said instead of one is in it. */
const nothing = Object.fromEntries(
  ["series", "series_label", "x", "x_label", "n", "value", "low", "high", "scorers", "records"].map((name) => [
    name,
    null,
  ]),
);
