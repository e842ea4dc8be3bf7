import { lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempts } from "@/db/schema";
import { TooMany } from "@/lib/errors";

export type Limit = { key: string; atMost: number };

const windowMs = 60 * 60 * 1000;

/**
 * Counts one try for each key in the current hour, in the database, so that every process counts together. A limit that
 * refuses ends it: what stands behind it is not used up by whoever is refused.
 */
export async function countAttempts(db: Database, now: Date, limits: Limit[]): Promise<void> {
  const windowStart = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  await db.delete(attempts).where(lt(attempts.windowStart, new Date(windowStart.getTime() - windowMs)));
  for (const { key, atMost } of limits) {
    const [counted] = await db
      .insert(attempts)
      .values({ key, windowStart, count: 1 })
      .onConflictDoUpdate({
        target: [attempts.key, attempts.windowStart],
        set: { count: sql`${attempts.count} + 1` },
      })
      .returning();
    if ((counted?.count ?? 0) > atMost) throw tooMany(windowStart, now);
  }
}

function tooMany(windowStart: Date, now: Date): TooMany {
  const minutes = Math.ceil((windowStart.getTime() + windowMs - now.getTime()) / 60_000);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new TooMany(`That was tried too often. Wait ${wait}, then try again.`, minutes * 60);
}
