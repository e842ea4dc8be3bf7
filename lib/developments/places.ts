import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { chunkLength, monthPlaces } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { addDays } from "@/lib/days";

/**
 * Where the sets of marks hold a development. A bucket is a month, or of dates of which only the year is known the
 * year; chunk `bucket * chunksOfBucket + k` holds the k-th few thousand of it.
 */
export type Place = { chunk: number; place: number };

/** More developments in one month than any year has seen. */
export const chunksOfBucket = 1024;

/** The bucket of a year lies before those of its months. */
export function bucketOf(decidedOn: string, precision: DatePrecision): number {
  const month = precision === "year" ? 0 : Number(decidedOn.slice(5, 7));
  return Number(decidedOn.slice(0, 4)) * 13 + month;
}

/** The month of a bucket, as 2026-02; null for a year. */
export function monthOf(bucket: number): string | null {
  const month = bucket % 13;
  if (month === 0) return null;
  return `${String(Math.floor(bucket / 13)).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

type Whole = { bucket: number; cut: { from: string; to: string } | null };

/** The first bucket that lies whole after a day, and the days of the month before it that are still meant. */
export function wholeMonthsFrom(day: string): Whole {
  const month = day.slice(0, 7);
  const next = addDays(`${month}-28`, 7).slice(0, 7);
  if (day.endsWith("-01")) return { bucket: startOf(month), cut: null };
  return { bucket: startOf(next), cut: { from: day, to: addDays(`${next}-01`, -1) } };
}

/** The bucket before which all lies whole until a day, and the days of the month after them that are still meant. */
export function wholeMonthsUntil(day: string): Whole {
  const month = day.slice(0, 7);
  if (!addDays(day, 1).endsWith("-01")) return { bucket: startOf(month), cut: { from: `${month}-01`, to: day } };
  return { bucket: bucketOf(day, "month") + 1, cut: null };
}

/** What is known by its year only stands on the first of January. */
const startOf = (month: string) => bucketOf(`${month}-01`, month.endsWith("-01") ? "year" : "month");

/** Gives each of these buckets a place, in order. Places given by two transactions at once differ. */
export async function takePlaces(tx: Transaction, buckets: number[]): Promise<Place[]> {
  if (buckets.length === 0) return [];
  const wanted = new Map<number, number>();
  for (const bucket of buckets) wanted.set(bucket, (wanted.get(bucket) ?? 0) + 1);
  const rows = [...wanted].sort(([a], [b]) => a - b).map(([bucket, taken]) => ({ bucket, taken }));
  const taken = await tx
    .insert(monthPlaces)
    .values(rows)
    .onConflictDoUpdate({ target: monthPlaces.bucket, set: { taken: sql`${monthPlaces.taken} + excluded.taken` } })
    .returning();
  const next = new Map(taken.map((row) => [row.bucket, row.taken - (wanted.get(row.bucket) ?? 0)]));
  return buckets.map((bucket) => {
    const number = next.get(bucket) ?? 0;
    next.set(bucket, number + 1);
    return { chunk: bucket * chunksOfBucket + Math.floor(number / chunkLength), place: number % chunkLength };
  });
}
