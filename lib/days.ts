import type { DatePrecision } from "@/db/vocabulary";

/** Calendar days as YYYY-MM-DD text: no clock, no zone. */

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isDay(value: string): boolean {
  const parts = shape.exec(value);
  if (!parts) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
}

/** Days since 1 January 1970. */
export const dayNumber = (value: string) => Math.round(Date.parse(`${value}T00:00:00Z`) / 86_400_000);

export function addDays(value: string, days: number): string {
  return new Date(Date.parse(`${value}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

type DayFormat = { format: Intl.DateTimeFormat; minute: number; day: string };

/** By time zone, with what it said last: each answer asks what day it is, and none begins within a minute. */
const dayFormats = new Map<string, DayFormat>();

/** The day an instant falls on in a time zone. */
export function dayIn(zone: string, instant: Date): string {
  const minute = Math.floor(instant.getTime() / 60_000);
  const last = dayFormats.get(zone);
  if (last?.minute === minute) return last.day;
  // To make one takes fifty times as long as to use it.
  const format = last?.format ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  const day = format.format(instant);
  dayFormats.set(zone, { format, minute, day });
  return day;
}

const formats: Record<DatePrecision, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }),
  month: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" }),
  year: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", year: "numeric" }),
};

/** "12 February 2026", "February 2026" or "2026", by what is known. */
export function sayDay(value: string, precision: DatePrecision = "day"): string {
  return formats[precision].format(new Date(`${value}T00:00:00Z`));
}

/** "19 to 25 November 2026", with no more of the first day than it needs. */
export function saySpan(from: string, to: string): string {
  const first = sayDay(from);
  const shared = from.slice(0, 7) === to.slice(0, 7) ? 1 : from.slice(0, 4) === to.slice(0, 4) ? 2 : 3;
  return `${first.split(" ").slice(0, shared).join(" ")} to ${sayDay(to)}`;
}

const weekday = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** "Monday 23 November 2026" */
export const sayWeekday = (value: string) => weekday.format(new Date(`${value}T00:00:00Z`)).replace(",", "");

/** The machine-readable form with no more than is known: 2026-02-12, 2026-02 or 2026. */
export function shortenDay(value: string, precision: DatePrecision): string {
  return value.slice(0, { day: 10, month: 7, year: 4 }[precision]);
}
