import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, digestSettings, issues, mailReports } from "@/db/schema";
import type { DeliveryState } from "@/db/vocabulary";
import { recordAudit } from "@/lib/audit/record";
import { can, requireCan } from "@/lib/auth/access";
import type { Context, Person } from "@/lib/context";
import { findFirstKnown } from "@/lib/developments/detail";
import { Conflict, Invalid } from "@/lib/errors";
import { linkSigner } from "@/lib/subscriptions/links";
import { maskEmail } from "@/lib/subscriptions/preferences";
import { addWeeks, type Week, weekAt, windowOf } from "@/lib/weeks";
import { arm } from "./armed";
import { decideDeliveries } from "./decide";
import { messageIdOf } from "./message-id";

/** What people do with issues at the desk. */

const audit = (
  tx: Database,
  { caller, now }: { caller: Person; now: Date },
  week: string,
  action: string,
  detail = {},
) => recordAudit(tx, { at: now, personId: caller.id, action: `issue.${action}`, subject: `issue:${week}`, detail });

const furthestWeeks = 13;

type Introduced = { introduction: string; pinnedSlug: string | null };

/**
 * An introduction and what stands first, written before the week closes. Throws Conflict where it no longer says what the
 * writer had seen.
 */
export async function introduceIssue(
  { db, caller, now }: Context,
  week: Week,
  input: Introduced & { timeZone: string; seen: Introduced },
): Promise<void> {
  requireCan(caller, "digests.introduce");
  const { introduction, pinnedSlug, timeZone, seen } = input;
  if (week > addWeeks(weekAt(now, timeZone), furthestWeeks)) {
    throw new Invalid({ introduction: "An introduction is written at most a quarter of a year ahead." });
  }
  if (pinnedSlug && (await findFirstKnown({ db }, pinnedSlug)) === null) {
    throw new Invalid({ pinnedSlug: "No published development has this address. Copy it from its page." });
  }
  await db.transaction(async (tx) => {
    await tx
      .insert(issues)
      .values({ week, timeZone, ...windowOf(week, timeZone) })
      .onConflictDoNothing();
    const [row] = await tx.select().from(issues).where(eq(issues.week, week)).for("update");
    if (!row || row.frozenAt) throw new Conflict("This issue is frozen: what it says can no longer change.", null);
    const says = (one: Introduced) => row.introduction === one.introduction && row.pinnedSlug === one.pinnedSlug;
    if (says({ introduction, pinnedSlug })) return;
    if (!says(seen)) {
      const said = row.introduction === "" ? "no introduction now" : `now: “${row.introduction}”`;
      const first = row.pinnedSlug === null ? "" : ` /developments/${row.pinnedSlug} stands first.`;
      throw new Conflict(
        `Somebody else changed this meanwhile. It says ${said}.${first} Save again to put yours in its place.`,
        row,
      );
    }
    await tx.update(issues).set({ introduction, pinnedSlug, introductionBy: caller.id }).where(eq(issues.week, week));
    await audit(tx, { caller, now }, week, "introduced", { introduction, pinnedSlug });
  });
}

/** Keeps an issue back, also in the middle of being sent: what is on its way arrives, nothing else goes. */
export async function holdIssue({ db, caller, now }: Context, week: string): Promise<void> {
  requireCan(caller, "digests.manage");
  await db.transaction(async (tx) => {
    const held = await tx
      .update(issues)
      .set({ state: "held", heldBecause: `Held by ${caller.name}.` })
      .where(and(eq(issues.week, week), eq(issues.state, "ready")))
      .returning();
    if (held.length === 0) throw new Conflict("Only an issue that is going out can be held.", null);
    await audit(tx, { caller, now }, week, "held");
  });
}

export async function releaseIssue({ db, caller, now }: Context, week: string): Promise<void> {
  requireCan(caller, "digests.manage");
  await db.transaction(async (tx) => {
    const released = await tx
      .update(issues)
      .set({ state: "ready", heldBecause: null })
      .where(and(eq(issues.week, week), eq(issues.state, "held")))
      .returning();
    if (released.length === 0) throw new Conflict("Only an issue that is held can be released.", null);
    // Nobody tried while it was held.
    await tx
      .update(deliveries)
      .set({ firstTriedAt: null })
      .where(and(eq(deliveries.week, week), inArray(deliveries.state, ["queued", "retry"])));
    await audit(tx, { caller, now }, week, "released");
    await wakeWorkers(tx);
  });
}

/** Workers look by themselves each minute; whoever pressed a button should not wait for that. */
const wakeWorkers = (tx: Database) => tx.execute(sql`select pg_notify('plenary_mail', '')`);

/** Issues that wait for a person, the newest first; nobody but an admin is told. */
export async function listHeld({ db, caller }: Context): Promise<{ week: string; heldBecause: string | null }[]> {
  if (!can(caller, "digests.manage")) return [];
  return db
    .select({ week: issues.week, heldBecause: issues.heldBecause })
    .from(issues)
    .where(eq(issues.state, "held"))
    .orderBy(desc(issues.week));
}

export async function findIssue({ db, caller }: Context, week: Week) {
  requireCan(caller, "digests.introduce");
  const [issue] = await db.select().from(issues).where(eq(issues.week, week));
  return issue ?? null;
}

/** Why somebody who was subscribed got no letter of an issue: "quiet week, not wanted", and for how many. */
export async function listSkipped({ db, caller }: Context, week: string): Promise<{ why: string; n: number }[]> {
  requireCan(caller, "digests.manage");
  return db
    .select({ why: sql<string>`coalesce(${deliveries.detail}, 'for no reason on record')`, n: count() })
    .from(deliveries)
    .where(and(eq(deliveries.week, week), eq(deliveries.state, "skipped")))
    .groupBy(deliveries.detail)
    .orderBy(desc(count()));
}

/** What came back of the letters of an issue after they were taken: "3 bounced", by kind. */
export async function listReported({ db, caller }: Context, week: string): Promise<{ kind: string; n: number }[]> {
  requireCan(caller, "digests.manage");
  return db
    .select({ kind: mailReports.kind, n: count() })
    .from(mailReports)
    .innerJoin(deliveries, eq(deliveries.id, mailReports.deliveryId))
    .where(eq(deliveries.week, week))
    .groupBy(mailReports.kind)
    .orderBy(asc(mailReports.kind));
}

export type OpenQuestion = {
  id: number;
  state: DeliveryState;
  email: string;
  /** What the log of the mail server knows it by. */
  messageId: string;
  detail: string | null;
};

/** Deliveries that only a person can settle, with masked addresses. */
export async function listQuestions(
  { db, caller, now }: Context,
  week: Week,
  { baseUrl, limit = 200 }: { baseUrl: string; limit?: number },
): Promise<OpenQuestion[]> {
  requireCan(caller, "digests.manage");
  const sign = await linkSigner(db, now);
  const rows = await db
    .select({ id: deliveries.id, state: deliveries.state, email: deliveries.email, detail: deliveries.detail })
    .from(deliveries)
    .where(and(eq(deliveries.week, week), inArray(deliveries.state, ["uncertain", "failed"])))
    .orderBy(asc(deliveries.state), asc(deliveries.id))
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    email: row.email ? maskEmail(row.email) : "erased",
    messageId: messageIdOf({ week, id: row.id }, baseUrl, sign),
  }));
}

/** Sends uncertain or failed letters again, or counts uncertain ones as delivered: one of them, or all of the issue. */
export async function settleQuestions(
  { db, caller, now }: Context,
  week: string,
  { state, id = null }: { state: "uncertain" | "failed"; id?: number | null },
  decision: "send-again" | "delivered",
): Promise<number> {
  requireCan(caller, "digests.manage");
  return db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.week, week), eq(deliveries.state, state), id ? eq(deliveries.id, id) : undefined));
    const n = await decideDeliveries(
      tx,
      now,
      rows.map(({ id }) => id),
      decision,
    );
    if (decision === "send-again") {
      await tx
        .update(issues)
        .set({ state: "ready" })
        .where(and(eq(issues.week, week), eq(issues.state, "sent")));
    }
    await audit(tx, { caller, now }, week, decision, { state, n });
    await wakeWorkers(tx);
    return n;
  });
}

export async function setSendHour({ db, caller, now }: Context, hour: number): Promise<void> {
  requireCan(caller, "digests.manage");
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) throw new Invalid({ hour: "An hour from 0 to 23." });
  await db.transaction(async (tx) => {
    await tx.update(digestSettings).set({ sendHour: hour });
    await audit(tx, { caller, now }, "settings", "hour", { hour });
  });
}

/** Allows sending from here: after a restore, or under a new address. */
export async function allowSending({ db, caller, now }: Context, baseUrl: string): Promise<void> {
  requireCan(caller, "digests.manage");
  await db.transaction(async (tx) => {
    await arm(tx, baseUrl);
    await audit(tx, { caller, now }, "settings", "armed");
  });
}
