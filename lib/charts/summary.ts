import { sayDay } from "@/lib/days";
import type { Filters } from "@/lib/developments/filters";
import type { Point, Series } from "./answer";
import { firstMonth, isThin } from "./periods";

/** Sentences made from the figures of a chart. */

export const sayNumber = (n: number) => n.toLocaleString("en-GB");

export const sayDevelopments = (n: number) => `${sayNumber(n)} ${n === 1 ? "development" : "developments"}`;

/** "since 7 January 2026", "before 7 January 2026", "from ... to ...", or nothing. */
export function sayTime({ period, from, to }: Filters): string {
  const side = period.length === 1 ? (period[0] === "after" ? "since 7 January 2026" : "before 7 January 2026") : "";
  const dates = [from && `from ${sayDay(from)}`, to && `to ${sayDay(to)}`].filter(Boolean).join(" ");
  return [side, dates].filter(Boolean).join(", ");
}

/** The series with the most and the least, by name and number. */
export function sayExtremes(series: Series[]): string {
  const known = series.filter((one) => (one.n ?? 0) > 0).sort((a, b) => (b.n ?? 0) - (a.n ?? 0));
  const [most, least] = [known[0], known.at(-1)];
  if (!most) return "";
  if (!least || least === most || known.length === 1) return `All in ${most.label} (${sayNumber(most.n ?? 0)}).`;
  if (least.n === most.n) return `${known.length} series hold ${sayNumber(most.n ?? 0)} each.`;
  return `Most: ${most.label} (${sayNumber(most.n ?? 0)}); fewest: ${least.label} (${sayNumber(least.n ?? 0)}).`;
}

/**
 * How the points went: first, highest and last part of the axis of which something is known. Where an axis reaches over
 * 7 January 2026 only what came after: the numbers of both sides must not be compared.
 */
export function sayCourse(points: Point[]): string {
  const even = points.filter((point) => point.n !== null && !isThin(point.x));
  const after = even.filter((point) => firstMonth(point.x) >= "2026-01");
  const known = after.length > 0 ? after : even;
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return "";
  const highest = known.reduce((best, point) => ((point.n ?? 0) > (best.n ?? 0) ? point : best));
  const say = (point: Point) => `${sayNumber(point.n ?? 0)} in ${point.label}`;
  return `From ${say(first)} to ${say(last)}${highest === first || highest === last ? "" : `; the most: ${say(highest)}`}.`;
}

export const sentences = (...parts: string[]) => parts.filter(Boolean).join(" ");
