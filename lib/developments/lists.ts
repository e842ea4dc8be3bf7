import { and, gte, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { listedMarks as entries } from "@/db/schema";
import type { Filters } from "./filters";
import { timelinePosition } from "./rules";

/**
 * Lets a search use its index: the planner does not count what it costs to unpack every text of the record, and reads
 * them all for a common word.
 */
export async function searching<Found>(
  db: Database,
  { q }: Pick<Filters, "q">,
  find: (db: Database) => Promise<Found>,
): Promise<Found> {
  if (q === null) return find(db);
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)`,
    );
    return find(tx);
  });
}

/** What stands between the dates of filters. */
export function between(
  filters: Pick<Filters, "from" | "to">,
  position: AnyPgColumn = entries.position,
): SQL | undefined {
  const positions = positionsBetween(filters);
  return positions === null ? undefined : and(gte(position, positions.from), lte(position, positions.to));
}

/** The positions between the dates of filters, of which a day has two; null where all are meant. */
export function positionsBetween({ from, to }: Pick<Filters, "from" | "to">): { from: number; to: number } | null {
  if (from === null && to === null) return null;
  return {
    from: from === null ? firstPosition : timelinePosition(from, "baseline"),
    to: to === null ? lastPosition : timelinePosition(to, "after"),
  };
}

/** Of a 32-bit number, as positions are. */
const firstPosition = -(2 ** 31);
const lastPosition = 2 ** 31 - 1;
