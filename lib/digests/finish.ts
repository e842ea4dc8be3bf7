import { and, eq, gt, inArray, isNull, like, lte, notExists, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, issues, subscribers } from "@/db/schema";

/** When an issue is done, and when it must not go on by itself. */

const alarmShare = 0.2;
/** Fewer outcomes say nothing of the whole. */
export const alarmFrom = 10;
const fewestFailed = 3;

type World = { db: Database; now: () => Date; tick: () => Date };

/** Many enough, and a large enough part, that it is us or our mail server and not the readers. */
function isOurFault(failed: number, tried: number): boolean {
  return failed >= fewestFailed && failed >= (tried < alarmFrom ? 0.5 : alarmShare) * tried;
}

/**
 * Marks issues as sent in which nothing is left to do. Addresses that were refused for good get no more letters, unless
 * so many were that it says nothing of them.
 */
export async function finishIssues({ db, now, tick }: World): Promise<void> {
  const left = db
    .select({ one: sql`1` })
    .from(deliveries)
    .where(and(eq(deliveries.week, issues.week), inArray(deliveries.state, ["queued", "sending", "retry"])));
  await db.transaction(async (tx) => {
    const done = await tx
      .select({ week: issues.week, sentAt: issues.sentAt })
      .from(issues)
      .where(and(eq(issues.state, "ready"), lte(issues.sendsAt, now()), notExists(left)))
      .for("update");
    for (const { week, sentAt } of done) {
      await tx.update(issues).set({ state: "sent", sentAt: tick() }).where(eq(issues.week, week));
      const [counted] = await countFailed(tx, eq(issues.week, week));
      if (counted && isOurFault(counted.failed, counted.tried)) continue;
      const refused = tx
        .select({ id: deliveries.subscriberId })
        .from(deliveries)
        .where(
          and(
            ...[eq(deliveries.week, week), eq(deliveries.state, "failed"), like(deliveries.detail, "5%")],
            // Whoever was refused before it was sent the last time may have come back since.
            sentAt ? gt(deliveries.settledAt, sentAt) : undefined,
          ),
        );
      await tx
        .update(subscribers)
        .set({ suppressedAt: tick(), suppressedBecause: "refused" })
        .where(and(isNull(subscribers.suppressedAt), inArray(subscribers.id, refused)));
    }
  });
}

/** A server that takes nothing from our address takes none of the rest either. */
export async function holdRefused(db: Database, week: string, reply: string): Promise<void> {
  await db
    .update(issues)
    .set({ state: "held", heldBecause: `The mail server refuses the sender: ${reply}` })
    .where(and(eq(issues.week, week), eq(issues.state, "ready")));
}

/** Holds whatever would go out. */
export async function holdAll(db: Database, why: string): Promise<void> {
  await db.update(issues).set({ state: "held", heldBecause: why }).where(eq(issues.state, "ready"));
}

/** Holds an issue, and says so, where a fifth of what was tried failed: then it is us or our mail server, not the readers. */
export async function holdWhereManyFail({ db }: Pick<World, "db">): Promise<boolean> {
  let held = false;
  const rows = await countFailed(db, eq(issues.state, "ready"));
  for (const { week, failed, tried, last } of rows) {
    if (!isOurFault(failed, tried)) continue;
    await db
      .update(issues)
      .set({
        state: "held",
        heldBecause: `${failed} of ${tried} letters failed. The mail server said: ${last ?? "nothing"}`,
      })
      .where(and(eq(issues.week, week), eq(issues.state, "ready")));
    held = true;
  }
  return held;
}

const countFailed = (db: Database, which: SQL) =>
  db
    .select({
      week: issues.week,
      failed: sql<number>`count(*) filter (where ${deliveries.state} = 'failed')::int`,
      tried: sql<number>`count(*) filter (where ${deliveries.state} in ('accepted', 'failed', 'uncertain'))::int`,
      last: sql<string | null>`max(${deliveries.detail}) filter (where ${deliveries.state} = 'failed')`,
    })
    .from(issues)
    .innerJoin(deliveries, eq(deliveries.week, issues.week))
    .where(which)
    .groupBy(issues.week);
