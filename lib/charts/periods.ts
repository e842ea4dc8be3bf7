import { collectedUntil } from "@/db/vocabulary";
import { addDays } from "@/lib/days";
import type { Step } from "./answer";

/** Months, quarters and years as an axis has them. Browser-safe. */

const mostRemembered = 5_000;

/** Axes ask the same of the same few hundred months, for each of their series. */
function remembered<Value>(work: (x: string) => Value): (x: string) => Value {
  const known = new Map<string, Value>();
  return (x) => {
    const value = known.get(x) ?? work(x);
    if (known.size >= mostRemembered) known.clear();
    known.set(x, value);
    return value;
  };
}

const monthName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });

/** The month, quarter or year that holds a month: 2026-02 is 2026-02, 2026-Q1, 2026. */
export function stepOf(month: string, step: Step): string {
  if (step === "month") return month;
  const year = month.slice(0, 4);
  return step === "year" ? year : `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

/** The first month of a month, quarter or year. */
export function firstMonth(x: string): string {
  if (x.length === 4) return `${x}-01`;
  if (!x.includes("Q")) return x;
  return `${x.slice(0, 4)}-${String(Number(x.slice(6)) * 3 - 2).padStart(2, "0")}`;
}

const lengthOf = (x: string) => (x.length === 4 ? 12 : x.includes("Q") ? 3 : 1);

function addMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** The days of a month, quarter or year. */
export const daysOf = remembered((x): { from: string; to: string } => {
  const first = firstMonth(x);
  return { from: `${first}-01`, to: addDays(`${addMonths(first, lengthOf(x))}-01`, -1) };
});

/** All from one to another, both included. */
export function stepsBetween(first: string, last: string, step: Step): string[] {
  const found: string[] = [];
  for (let x = first; x <= last; x = stepOf(addMonths(firstMonth(x), lengthOf(x)), step)) found.push(x);
  return found;
}

/** "February 2026", "January to March 2026", "2026". */
export const sayStep = remembered((x): string => {
  if (x.length === 4) return x;
  const first = firstMonth(x);
  const name = (month: string) => monthName.format(new Date(`${month}-01T00:00:00Z`));
  if (!x.includes("Q")) return name(first);
  return `${name(first).split(" ")[0]} to ${name(addMonths(first, 2))}`;
});

/** Whether all of it lies after the time of which the record was collected evenly. */
export const isThin = (x: string) => firstMonth(x) > collectedUntil;
