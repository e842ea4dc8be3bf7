import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { confirmations, deliveries, outgoingMails, subscribers, subscriptions } from "@/db/schema";
import { waitForFreeze } from "@/lib/digests/entries";
import { Invalid, NotFound } from "@/lib/errors";
import { forgetMail } from "@/lib/mail/outbox";
import { confirmSubject } from "./email";
import { keepFilter } from "./filter";
import { hashAddress } from "./links";

/** What a subscriber may change by the signed link of a letter. */

type World = { db: Database; now: Date };

export type Preferences = {
  /** "a…@example.org": enough to recognise, too little to read. */
  maskedEmail: string | null;
  quietWeeks: boolean;
  pausedUntil: Date | null;
  left: boolean;
  suppressed: boolean;
  subscriptions: { id: number; filter: string; audienceSlug: string | null }[];
};

export async function getPreferences({ db, now }: World, subscriberId: number): Promise<Preferences> {
  const subscriber = await find(db, subscriberId);
  const views = await db
    .select({ id: subscriptions.id, filter: subscriptions.filter, audienceSlug: subscriptions.audienceSlug })
    .from(subscriptions)
    .where(and(eq(subscriptions.subscriberId, subscriberId), isNull(subscriptions.endedAt)))
    .orderBy(asc(subscriptions.id));
  const { email, quietWeeks, pausedUntil, leftAt, suppressedAt } = subscriber;
  return {
    maskedEmail: email && maskEmail(email),
    quietWeeks,
    pausedUntil: pausedUntil && pausedUntil > now ? pausedUntil : null,
    left: leftAt !== null,
    suppressed: suppressedAt !== null,
    subscriptions: views,
  };
}

export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}

/** No more letters, from this moment on. Leaving twice is leaving. */
export async function leave({ db, now }: World, subscriberId: number): Promise<void> {
  const { email } = await find(db, subscriberId);
  await db
    .update(subscribers)
    .set({ leftAt: now })
    .where(and(eq(subscribers.id, subscriberId), isNull(subscribers.leftAt)));
  // Nor the mail to confirm that was asked for before.
  await db
    .update(outgoingMails)
    .set({ message: null })
    .where(
      sql`${outgoingMails.message} ->> 'to' = ${email} and ${outgoingMails.message} ->> 'subject' = ${confirmSubject}`,
    );
}

/**
 * Undoes leaving, where the address is still there: also of whoever left with the last view, which is back, and of an
 * address that had been given up.
 */
export async function comeBack({ db, now }: World, subscriberId: number): Promise<void> {
  await db.transaction(async (tx) => {
    const { email } = await find(tx, subscriberId);
    if (email === null) throw new Invalid({ subscriber: "This address was erased. Subscribe again." });
    await tx
      .update(subscribers)
      .set({
        ...{ leftAt: null, suppressedAt: null, suppressedBecause: null },
        // As whoever subscribes again: of the weeks in which they were away nothing is sent.
        ...{ confirmedAt: now, consent: "confirmed-by-link" },
      })
      .where(eq(subscribers.id, subscriberId));
    const { subscriptions: views } = await getPreferences({ db: tx, now }, subscriberId);
    if (views.length > 0) return;
    const last = tx
      .select({ id: subscriptions.id })
      .from(subscriptions)
      .where(eq(subscriptions.subscriberId, subscriberId))
      .orderBy(desc(subscriptions.endedAt), desc(subscriptions.id))
      .limit(1);
    await tx.update(subscriptions).set({ endedAt: null }).where(inArray(subscriptions.id, last));
  });
}

export const pauseWeeks = [2, 4, 8] as const;

export async function pause({ db, now }: World, subscriberId: number, weeks: number): Promise<void> {
  await find(db, subscriberId);
  const pausedUntil = new Date(now.getTime() + weeks * 7 * 86_400_000);
  await db.update(subscribers).set({ pausedUntil }).where(eq(subscribers.id, subscriberId));
}

export async function resume({ db }: World, subscriberId: number): Promise<void> {
  await db.update(subscribers).set({ pausedUntil: null }).where(eq(subscribers.id, subscriberId));
}

export async function setQuietWeeks({ db }: World, subscriberId: number, quietWeeks: boolean): Promise<void> {
  await db.update(subscribers).set({ quietWeeks }).where(eq(subscribers.id, subscriberId));
}

const mostViews = 30;

/** Throws Invalid where a letter would hold more views than a reader can tell apart. */
export async function requireRoom(tx: Database, subscriberId: number): Promise<void> {
  const current = and(eq(subscriptions.subscriberId, subscriberId), isNull(subscriptions.endedAt));
  if ((await tx.$count(subscriptions, current)) > mostViews) {
    throw new Invalid({
      filter: `A letter holds ${mostViews} views at most. Take one away first: “Change what you get” in any letter.`,
    });
  }
}

/** Adds a view to what the letter holds, without another mail: whoever has the link has read one. */
export async function addView(ctx: World, subscriberId: number, address: string): Promise<void> {
  const filter = await keepFilter(ctx, address);
  await ctx.db.transaction(async (tx) => {
    await hold(tx, subscriberId);
    const { left } = await getPreferences({ ...ctx, db: tx }, subscriberId);
    if (left) throw new Invalid({ filter: "You left. Ask for letters again first." });
    await tx
      .insert(subscriptions)
      .values({ subscriberId, filter, audienceSlug: null, createdAt: ctx.now })
      .onConflictDoNothing();
    await requireRoom(tx, subscriberId);
  });
}

/** Takes one view away; with the last one the subscriber leaves. */
export async function endSubscription({ db, now }: World, subscriberId: number, id: number): Promise<void> {
  await db.transaction(async (tx) => {
    await hold(tx, subscriberId);
    const own = and(eq(subscriptions.id, id), eq(subscriptions.subscriberId, subscriberId));
    if ((await tx.$count(subscriptions, own)) === 0) throw new NotFound("This letter holds no such view.");
    await tx
      .update(subscriptions)
      .set({ endedAt: now })
      .where(and(own, isNull(subscriptions.endedAt)));
    const rest = await getPreferences({ db: tx, now }, subscriberId);
    if (rest.subscriptions.length === 0) await leave({ db: tx, now }, subscriberId);
  });
}

/** The address goes, wherever it stands; that somebody subscribed and got letters stays, as a number. */
export async function erase({ db, now }: World, subscriberId: number): Promise<void> {
  await db.transaction(async (tx) => {
    // A freeze under way would write the address into its deliveries after it was taken out of them here.
    await waitForFreeze(tx);
    const { email, leftAt } = await find(tx, subscriberId);
    if (email === null) return;
    await tx
      .update(subscribers)
      .set({ email: null, erasedAt: now, leftAt: leftAt ?? now })
      .where(eq(subscribers.id, subscriberId));
    await tx
      .update(subscriptions)
      .set({ endedAt: now })
      .where(and(eq(subscriptions.subscriberId, subscriberId), isNull(subscriptions.endedAt)));
    await tx.update(deliveries).set({ email: null }).where(eq(deliveries.subscriberId, subscriberId));
    await tx
      .update(confirmations)
      .set({ email: null, usedAt: sql`coalesce(${confirmations.usedAt}, ${now.toISOString()}::timestamptz)` })
      .where(eq(confirmations.addressHash, await hashAddress(tx, now, email)));
    await tx.update(outgoingMails).set({ message: null }).where(sql`${outgoingMails.message} ->> 'to' = ${email}`);
    await forgetMail(email);
  });
}

/** Lets one change of what a subscriber reads wait for another. */
const hold = (tx: Database, subscriberId: number) =>
  tx.select({ id: subscribers.id }).from(subscribers).where(eq(subscribers.id, subscriberId)).for("update");

async function find(db: Database, subscriberId: number) {
  const [subscriber] = await db.select().from(subscribers).where(eq(subscribers.id, subscriberId));
  if (!subscriber) throw new NotFound("There is no such subscriber.");
  return subscriber;
}
