import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { sayMedian } from "@/lib/labels";

/** A figure in words: what a mark says to whoever cannot see it, and to whoever points at it. */
export function sayPoint(series: Series, point: Point, measure: ChartAnswer["measure"]): string {
  const { n, value, low, high, scorers } = point;
  const where = `${series.label}, ${point.label}`;
  const count =
    n === null
      ? ""
      : `${n} ${measure === "names" ? (n === 1 ? "name" : "names") : n === 1 ? "development" : "developments"}`;
  if (value === null) return count ? `${where}: ${count}` : where;
  if (measure === "share") return `${where}: ${count}, ${value} percent of the row`;
  const range = low !== null && high !== null && low !== high ? `, from ${low} to ${high}` : "";
  const people = scorers === null ? "" : `, ${scorers} ${scorers === 1 ? "scorer" : "scorers"}`;
  const unit = measure === "days" ? " days" : "";
  const word = measure === "days" ? "" : `${sayMedian(value)}, `;
  return `${where}: ${word}median ${value}${unit}${range}; ${count}${people}`;
}

/** Agreement below this is drawn weaker (Krippendorff 2004: the lowest for tentative conclusions). */
const leastAlpha = 0.667;

/** One reader's opinion, or an area on which scorers agree little. */
export const isWeak = (series: Series, { scorers }: Point): boolean =>
  scorers === null ||
  scorers <= 1 ||
  (series.agreement?.alpha ?? null) === null ||
  (series.agreement?.alpha ?? 0) < leastAlpha;
