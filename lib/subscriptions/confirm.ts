import { and, eq, isNull, notInArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { confirmations, subscribers, subscriptions } from "@/db/schema";
import type { Consent } from "@/db/vocabulary";
import { Invalid } from "@/lib/errors";
import { requireRoom } from "./preferences";
import { findConfirmation, type Wanted } from "./request";

type World = { db: Database; now: Date };

/**
 * The button of the page a confirmation links to: works once. Of the views that were asked for, by whomever, it takes
 * those that are chosen there; null for all. Returns the subscriber.
 */
export async function confirmSubscription(
  { db, now }: World,
  token: string,
  chosen: string[] | null = null,
): Promise<number> {
  let refused: Invalid | null = null;
  const subscriber = await db.transaction(async (tx) => {
    const found = await findConfirmation({ db: tx, now }, token);
    const used = found
      ? await tx
          .update(confirmations)
          .set({ usedAt: now, email: null })
          .where(and(eq(confirmations.id, found.id), isNull(confirmations.usedAt)))
          .returning()
      : [];
    if (!found || used.length === 0) {
      throw new Invalid({
        token: "This link has been used or is older than 48 hours. Subscribe again to get a new one.",
      });
    }
    // An answer was given: earlier mails that had none no longer count against the address.
    await tx
      .update(confirmations)
      .set({ usedAt: now, email: null })
      .where(and(eq(confirmations.addressHash, found.addressHash), isNull(confirmations.usedAt)));
    const { email } = found;
    const wanted = found.wanted.filter(({ filter }) => chosen === null || chosen.includes(filter));
    if (wanted.length === 0) throw new Invalid({ view: "Choose at least one; without any no letter comes." });
    try {
      return await tx.transaction((part) => subscribe(part, now, { email, consent: "confirmed-by-link", wanted }));
    } catch (error) {
      // The button was an answer, also where the letter has no room for more.
      if (!(error instanceof Invalid)) throw error;
      refused = error;
      return 0;
    }
  });
  if (refused) throw refused;
  return subscriber;
}

/**
 * Makes the address a subscriber of these views, or adds them to what it has. Whoever had left is back, with these views
 * only; an operator who adds one ends no pause.
 */
export async function subscribe(
  tx: Database,
  now: Date,
  { email, consent, wanted, quietWeeks }: { email: string; consent: Consent; wanted: Wanted[]; quietWeeks?: boolean },
): Promise<number> {
  const quiet = quietWeeks === undefined ? {} : { quietWeeks };
  const [known] = await tx.select().from(subscribers).where(eq(subscribers.email, email)).for("update");
  const hadLeft = known ? known.leftAt !== null : false;
  const pausedUntil = consent === "added-by-operator" && !hadLeft ? (known?.pausedUntil ?? null) : null;
  const back = {
    ...{ leftAt: null, pausedUntil, suppressedAt: null, suppressedBecause: null },
    // Of the weeks in which they were away no letter goes to them, however late it is made.
    ...(known?.leftAt || known?.suppressedAt ? { confirmedAt: now, consent } : {}),
  };
  const [subscriber] = await tx
    .insert(subscribers)
    .values({ email, consent, confirmedAt: now, ...quiet })
    .onConflictDoUpdate({ target: subscribers.email, set: { ...back, ...quiet } })
    .returning();
  if (!subscriber) throw new Error("The subscriber was not stored.");
  if (hadLeft) {
    const asked = wanted.map(({ filter }) => filter);
    await tx
      .update(subscriptions)
      .set({ endedAt: now })
      .where(
        and(
          ...[eq(subscriptions.subscriberId, subscriber.id), isNull(subscriptions.endedAt)],
          notInArray(subscriptions.filter, asked),
        ),
      );
  }
  if (wanted.length > 0) {
    await tx
      .insert(subscriptions)
      .values(wanted.map((one) => ({ ...one, subscriberId: subscriber.id, createdAt: now })))
      .onConflictDoNothing();
    await requireRoom(tx, subscriber.id);
  }
  return subscriber.id;
}
