import { sayDay } from "@/lib/days";
import type { Filters } from "@/lib/developments/filters";
import type { Point, Series } from "./answer";
import { firstMonth, isThin } from "./periods";

/** Sentences made from the figures of a chart. */

const numbers = new Intl.NumberFormat("en-GB");

export const sayNumber = (n: number) => numbers.format(n);

export const sayDevelopments = (n: number) => `${sayNumber(n)} ${n === 1 ? "development" : "developments"}`;

/** "since 7 January 2026", "before 7 January 2026", "from ... to ...", or nothing. */
export function sayTime({ period, from, to }: Filters): string {
  const side = period.length === 1 ? (period[0] === "after" ? "since 7 January 2026" : "before 7 January 2026") : "";
  const dates = [from && `from ${sayDay(from)}`, to && `to ${sayDay(to)}`].filter(Boolean).join(" ");
  return [side, dates].filter(Boolean).join(", ");
}

/** The series with the most and the fewest, all of them where several have as many, and how many have none. */
export function sayExtremes(series: Pick<Series, "label" | "n">[]): string {
  const counts = series.map(({ n }) => n ?? 0).filter((n) => n > 0);
  if (counts.length === 0) return "";
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  const whoHave = (n: number) => series.filter((one) => one.n === n).map(({ label }) => label);
  const say = (n: number) => {
    const names = whoHave(n);
    return `${sayNames(names)} (${sayNumber(n)}${names.length > 1 ? " each" : ""})`;
  };
  const none = whoHave(0);
  const without = none.length > 0 ? `; none: ${sayNames(none)}` : "";
  if (counts.length === 1) return `Only ${say(most)}${without}.`;
  if (most === least) return `As many for each: ${say(most)}${without}.`;
  return `Most: ${say(most)}; fewest: ${say(least)}${without}.`;
}

const mostNames = 3;

/** Few by their names, many by their number. */
export function sayNames(names: string[]): string {
  const [last, ...rest] = names.toReversed();
  if (rest.length === 0) return last ?? "";
  return names.length > mostNames ? `${names.length} of them` : `${rest.reverse().join(", ")} and ${last}`;
}

/** The cells of a table that hold the most, all of them where several hold as many. */
export function sayFullest(what: string, rows: Pick<Series, "label" | "points">[]): string {
  const cells = rows.flatMap(({ label, points }) =>
    points.map((point) => ({ name: `${label}, ${point.label}`, n: point.n })),
  );
  const most = Math.max(0, ...cells.map(({ n }) => n ?? 0));
  const names = cells.filter(({ n }) => n === most).map(({ name }) => name);
  if (most === 0) return "";
  if (names.length > mostNames) return `${what}: ${sayNumber(most)} in ${names.length} of them.`;
  return `${what}: ${names.join("; ")} (${sayNumber(most)}${names.length > 1 ? " each" : ""}).`;
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
  if (!highest.n) return "";
  const say = (point: Point) => `${sayNumber(point.n ?? 0)} in ${point.label}`;
  const asMany = known.filter(({ n }) => n === highest.n).map(({ label }) => label);
  const peak = `${sayNumber(highest.n)} in ${asMany.length > mostNames ? `${asMany.length} of these times` : sayNames(asMany)}`;
  const course = first.n === last.n ? `${say(first)} as in ${last.label}` : `From ${say(first)} to ${say(last)}`;
  return `${course}${highest.n === first.n || highest.n === last.n ? "" : `; the most: ${peak}`}.`;
}

export const sentences = (...parts: string[]) => parts.filter(Boolean).join(" ");
