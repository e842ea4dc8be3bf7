import { Temporal } from "temporal-polyfill";
import { addDays, saySpan } from "./days";

/** ISO 8601 weeks, Monday to Sunday, as text: 2026-W48. */

const shape = /^(\d{4})-W(\d{2})$/;

export type Week = `${number}-W${string}`;

export function isWeek(value: string): value is Week {
  const [, year, number] = shape.exec(value) ?? [];
  // What no database and no calendar of this record reaches is none.
  if (year === undefined || number === undefined || year < "1900" || year > "9000") return false;
  return weekOf(mondayOf(value as Week)) === value;
}

/** The week of a day. */
export function weekOf(day: string): Week {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
  if (yearOfWeek === undefined || weekOfYear === undefined) throw new RangeError(`${day} has no week.`);
  return `${String(yearOfWeek).padStart(4, "0")}-W${String(weekOfYear).padStart(2, "0")}` as Week;
}

/** The Monday of a week. The fourth of January always lies in week 1. */
export function mondayOf(week: Week): string {
  const [, year, number] = shape.exec(week) ?? [];
  const first = Temporal.PlainDate.from(`${year}-01-04`);
  return first.add({ days: 1 - first.dayOfWeek + 7 * (Number(number) - 1) }).toString();
}

export const sundayOf = (week: Week) => addDays(mondayOf(week), 6);

/** The week so many weeks later. */
export const addWeeks = (week: Week, weeks: number): Week => weekOf(addDays(mondayOf(week), 7 * weeks));

/**
 * The instants between which a week lies in a time zone, the second not included. A day begins at midnight, or where
 * clocks skip midnight, at the first instant after.
 */
export function windowOf(week: Week, timeZone: string): { startsAt: Date; endsAt: Date } {
  const monday = Temporal.PlainDate.from(mondayOf(week));
  const begin = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime({ timeZone }).startOfDay().epochMilliseconds);
  return { startsAt: begin(monday), endsAt: begin(monday.add({ days: 7 })) };
}

/** The instant of an hour on a day; an hour that clocks skip comes as soon as they are past it. */
export function hourOn(day: string, hour: number, timeZone: string): Date {
  const time = Temporal.PlainTime.from({ hour });
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);
}

/** The week in which an instant lies. */
export function weekAt(instant: Date, timeZone: string): Week {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return weekOf(zoned.toPlainDate().toString());
}

/** "Week 48" */
export const sayWeek = (week: Week) => `Week ${Number(week.slice(6))}`;

/** "23 to 29 November 2026" */
export const sayWeekDays = (week: Week) => saySpan(mondayOf(week), sundayOf(week));
