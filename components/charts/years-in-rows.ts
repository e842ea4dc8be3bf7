import type { Point } from "@/lib/charts/answer";

/** So many of a row can be pointed at on a phone of 320 pixels, 24 for each. */
const mostInRow = 11;
/** More would be scrolled, not seen. */
const mostRows = 3;

const yearOf = ({ x }: Point) => x.slice(0, 4);

/** An axis of time in rows of whole years for a phone; in one row where it would take too many. */
export function yearsInRows(points: Point[]): Point[][] {
  const rows: Point[][] = [];
  for (const year of new Set(points.map(yearOf))) {
    const periods = points.filter((point) => yearOf(point) === year);
    const last = rows.at(-1);
    if (last && last.length + periods.length <= mostInRow) last.push(...periods);
    else rows.push(periods);
  }
  return rows.length > mostRows || rows.some(({ length }) => length > mostInRow) ? [points] : rows;
}
