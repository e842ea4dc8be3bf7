import type { DatePrecision } from "@/db/vocabulary";

/**
 * What counting by month tells apart, as one number: a month, or of dates of which only the year is known the year,
 * which lies before its months.
 */
export function bucketOf(decidedOn: string, precision: DatePrecision): number {
  const month = precision === "year" ? 0 : Number(decidedOn.slice(5, 7));
  return Number(decidedOn.slice(0, 4)) * 13 + month;
}

/** The month of a bucket, as 2026-02; of a year 2026. */
export function keyOfBucket(bucket: number): string {
  const year = String(Math.floor(bucket / 13)).padStart(4, "0");
  const month = bucket % 13;
  return month === 0 ? year : `${year}-${String(month).padStart(2, "0")}`;
}
