import { lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempts } from "@/db/schema";
import { TooMany } from "@/lib/errors";

export type Limit = { key: string; atMost: number };

const windowMs = 60 * 60 * 1000;

/** Counts one try for each key in the current hour, in the database, so that every process counts together. */
export async function countAttempts(db: Database, now: Date, limits: Limit[]): Promise<void> {
  const windowStart = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  await db.delete(attempts).where(lt(attempts.windowStart, new Date(windowStart.getTime() - windowMs)));
  const rows = await db
    .insert(attempts)
    .values(limits.map(({ key }) => ({ key, windowStart, count: 1 })))
    .onConflictDoUpdate({
      target: [attempts.key, attempts.windowStart],
      set: { count: sql`${attempts.count} + 1` },
    })
    .returning();
  const counts = new Map(rows.map((row) => [row.key, row.count]));
  if (!limits.some(({ key, atMost }) => (counts.get(key) ?? 0) > atMost)) return;
  const minutes = Math.ceil((windowStart.getTime() + windowMs - now.getTime()) / 60_000);
  throw new TooMany(
    `That was tried too often. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`}, then try again.`,
    minutes * 60,
  );
}
