import { and, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { listedMarks as entries, markCounts } from "@/db/schema";
import { type Chosen, textArray } from "./conditions";
import type { Filters } from "./filters";
import { everything } from "./marks";
import { timelinePosition } from "./rules";

/** The marks of the family with the fewest developments: along them a list is read, so that it costs no more. */
export async function rarestMarks(db: Database, chosen: Chosen[]): Promise<string[]> {
  if (chosen.length <= 1) return chosen[0]?.marks ?? [everything];
  const marks = chosen.flatMap((one) => one.marks);
  const rows = await db
    .select({ mark: markCounts.mark, n: markCounts.n })
    .from(markCounts)
    .where(and(inArray(markCounts.mark, marks), eq(markCounts.other, everything)));
  const counts = new Map(rows.map((row) => [row.mark, row.n]));
  const sizeOf = ({ marks }: Chosen) => marks.reduce((sum, mark) => sum + (counts.get(mark) ?? 0), 0);
  return chosen.reduce((least, one) => (sizeOf(one) < sizeOf(least) ? one : least)).marks;
}

/**
 * Where a list of several marks can begin at the earliest: at the first development of the mark that begins last. What
 * came before 2026 is not looked for among what came after.
 */
export function firstOf(chosen: Chosen[], sort: Filters["sort"]): SQL {
  const first = sort === "oldest" ? sql.raw("min") : sql.raw("max");
  const bounds = chosen.map(
    ({ marks }) => sql`(
      select ${first}(own.position) from unnest(${textArray(marks)}) wanted,
        lateral (select ${first}(${entries.position}) as position from ${entries} where ${entries.mark} = wanted) own)`,
  );
  const last = sort === "oldest" ? sql`greatest` : sql`least`;
  return sql`${entries.position} ${sort === "oldest" ? sql`>=` : sql`<=`} ${last}(${sql.join(bounds, sql`, `)})`;
}

/**
 * Lets a search use its index: the planner does not count what it costs to unpack every text of the record, and reads
 * them all for a common word.
 */
export async function searching<Found>(
  db: Database,
  { q }: Filters,
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
