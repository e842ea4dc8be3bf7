import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { subscribers } from "@/db/schema";

/** How many read the letter. */
export async function countAudience(db: Database, now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const on = sql`${subscribers.leftAt} is null and ${subscribers.suppressedAt} is null`;
  const number = (which: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${which})::int`;
  const paused = sql`coalesce(${subscribers.pausedUntil} > ${at}, false)`;
  const [row] = await db
    .select({
      reading: number(sql`${on} and not ${paused}`),
      paused: number(sql`${on} and ${paused}`),
      left: number(sql`${subscribers.leftAt} is not null`),
      suppressed: number(sql`${subscribers.leftAt} is null and ${subscribers.suppressedAt} is not null`),
    })
    .from(subscribers);
  return row ?? { reading: 0, paused: 0, left: 0, suppressed: 0 };
}
