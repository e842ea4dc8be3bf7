import type { ChartAnswer, Point } from "@/lib/charts/answer";
import { firstMonth } from "@/lib/charts/periods";
import { endsBefore } from "@/lib/charts/warnings";
import { widthOf } from "./text-width";

/** The two sides of 7 January 2026: they never share a scale. */

export type Side = { name: "before" | "after"; from: number; points: Point[] };

export function sidesOf(axis: Point[], { filters }: Pick<ChartAnswer, "filters">): Side[] {
  // A record of January 2026 whose day is not known is of the time before, where nothing else is.
  if (endsBefore(filters)) return [{ name: "before", from: 0, points: axis }];
  const at = axis.findIndex((point) => firstMonth(point.x) >= "2026-01");
  if (at < 0) return [{ name: "before", from: 0, points: axis }];
  if (at === 0) return [{ name: "after", from: 0, points: axis }];
  return [
    { name: "before", from: 0, points: axis.slice(0, at) },
    { name: "after", from: at, points: axis.slice(at) },
  ];
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const shortYear = (year: string) => `’${year.slice(2, 4)}`;

/** "Jan 2026", "2026 Q1", "2026". */
export function shortStep(x: string): string {
  const [year = "", part = ""] = x.split("-");
  if (part === "") return year;
  return part.startsWith("Q") ? `${year} ${part}` : `${months[Number(part) - 1] ?? ""} ${year}`;
}

/** The same at its place, unless the drawing ends before it does. */
export function labelWithin(end: number, x: number, name: string): string {
  return x + widthOf(name) * 1.05 <= end ? name : "";
}

/** As much of a name as there is room for: months where they fit, else the years. */
export function axisLabel(x: string, step: number, isFirst: boolean): string {
  if (x.length === 4) {
    if (step >= 40) return x;
    return step >= 22 ? shortYear(x) : Number(x) % (step >= 8 ? 5 : 10) === 0 ? x : "";
  }
  const month = Number(firstMonth(x).slice(5));
  const year = x.slice(0, 4);
  if (x.includes("Q")) return month === 1 && step >= 9 ? year : "";
  if (step >= 30) return months[month - 1] ?? "";
  // A year among the letters of months, with room for it.
  if (step >= 12)
    return month === 1 ? shortYear(year) : month === 2 && step < 24 ? "" : (months[month - 1] ?? "").slice(0, 1);
  if (month !== 1 || (step < 3 && Number(year) % 5 !== 0)) return "";
  return isFirst && step * 12 < 30 ? "" : year;
}
