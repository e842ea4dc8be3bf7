import { and, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { publications as p } from "@/db/schema";
import { addDays } from "@/lib/days";
import { env } from "@/lib/env";

/**
 * What readers may see, decided once: every list, page, count and export begins with one of these. A draft has no
 * row in publications, so it has nowhere to leak from.
 */

/** Versions that were the known one at the end of a day (in TIME_ZONE); null is now. */
export const knownAt = (asof: string | null): SQL =>
  asof === null ? isNull(p.knownUntil) : (knownBefore(endOf(asof)) as SQL);

/** Versions that were the known one just before an instant: what an issue of the letter tells when its week closes. */
export const knownBefore = (end: Date | SQL | AnyPgColumn): SQL | undefined =>
  and(lt(p.knownFrom, end), or(isNull(p.knownUntil), gte(p.knownUntil, end)));

/** The end of a day, in TIME_ZONE. */
const endOf = (day: string): SQL => sql`(${addDays(day, 1)}::timestamp at time zone ${env().timeZone})`;

/** Versions that lists, counts and searches hold: a retracted development keeps its page but is not listed. */
export const listedAt = (asof: string | null): SQL => and(knownAt(asof), sql`not ${p.retracted}`) as SQL;
