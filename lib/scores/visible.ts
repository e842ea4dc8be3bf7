import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { scores } from "@/db/schema";
import { can } from "@/lib/auth/access";
import type { Caller } from "@/lib/context";

export type IsHidden = (developmentId: number, areaSlug: string) => boolean;

/**
 * Scoring is blind: whoever may score sees what others said of an impact only once their own score is in. Every read
 * that carries scores asks here; what is counted, filtered or drawn by direction asks lib/developments/blind-list.ts.
 */
export async function hiddenFrom(db: Database, caller: Caller, developmentIds: number[]): Promise<IsHidden> {
  return can(caller, "scores.give") && caller !== null ? leftToScore(db, caller.id, developmentIds) : () => false;
}

/** What somebody has not scored, whether or not they may. */
export async function leftToScore(db: Database, scorerId: string, developmentIds: number[]): Promise<IsHidden> {
  if (developmentIds.length === 0) return () => false;
  const own = await db
    .selectDistinct({ developmentId: scores.developmentId, areaSlug: scores.areaSlug })
    .from(scores)
    .where(and(eq(scores.scorerId, scorerId), inArray(scores.developmentId, developmentIds)));
  const given = new Set(own.map((row) => `${row.developmentId} ${row.areaSlug}`));
  return (developmentId, areaSlug) => !given.has(`${developmentId} ${areaSlug}`);
}
