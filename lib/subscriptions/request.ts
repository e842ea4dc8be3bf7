import { createHash, randomBytes } from "node:crypto";
import { and, count, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { confirmationFilters, confirmations } from "@/db/schema";
import { countAttempts } from "@/lib/auth/limits";
import { dayIn } from "@/lib/days";
import { env } from "@/lib/env";
import { queueMail } from "@/lib/mail/queue";
import { confirmationMail } from "./email";
import { hashAddress } from "./links";

/** Asking for the digest: one mail with one link, to a page with one button. */

const confirmationHours = 48;
const mostUnanswered = 3;
/** As often as an address may be named in a day: nothing that was asked for is dropped, and its owner chooses. */
const mostFilters = 10;

export type Wanted = { filter: string; audienceSlug: string | null };

const hashToken = (token: string) => createHash("sha256").update(`confirm ${token}`).digest("hex");

/**
 * Mails a link that confirms, at most once a day and three times unanswered; for any address the answer is the same.
 * What is asked for on the same day stands on the page of the same link.
 */
export async function requestSubscription(
  { db, now }: { db: Database; now: Date },
  request: Wanted & { email: string; network: string },
): Promise<void> {
  const { email, network, filter, audienceSlug } = request;
  const addressHash = await hashAddress(db, now, email);
  await countAttempts(db, now, [
    { key: `subscribe network ${network}`, atMost: 20 },
    { key: `subscribe address ${addressHash.slice(0, 32)}`, atMost: mostFilters },
    { key: "subscribe", atMost: 3000 },
  ]);
  const token = randomBytes(24).toString("base64url");
  await db.transaction(async (tx) => {
    await forgetOld(tx, now);
    const asked = await openConfirmation(tx, { email, addressHash, token, now });
    if (!asked) return;
    const [held] = await tx
      .select({ n: count() })
      .from(confirmationFilters)
      .where(eq(confirmationFilters.confirmationId, asked.id));
    if ((held?.n ?? 0) < mostFilters) {
      await tx
        .insert(confirmationFilters)
        .values({ confirmationId: asked.id, filter, audienceSlug })
        .onConflictDoNothing();
    }
    if (asked.isNew)
      await queueMail(tx, confirmationMail(email, `${env().baseUrl}/subscribe/confirm?token=${token}`), now);
  });
}

/** Today's request of this address, or a new one; null where no more mails may go to it. */
async function openConfirmation(
  tx: Database,
  { email, addressHash, token, now }: { email: string; addressHash: string; token: string; now: Date },
): Promise<{ id: number; isNew: boolean } | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`subscribe ${addressHash}`}))`);
  const askedOn = dayIn(env().timeZone, now);
  const [today] = await tx
    .select()
    .from(confirmations)
    .where(and(eq(confirmations.addressHash, addressHash), eq(confirmations.askedOn, askedOn)));
  if (today) return today.usedAt === null ? { id: today.id, isNew: false } : null;
  const [unanswered] = await tx
    .select({ n: count() })
    .from(confirmations)
    .where(and(eq(confirmations.addressHash, addressHash), isNull(confirmations.usedAt)));
  if ((unanswered?.n ?? 0) >= mostUnanswered) return null;
  const expiresAt = new Date(now.getTime() + confirmationHours * 3_600_000);
  const [made] = await tx
    .insert(confirmations)
    .values({ tokenHash: hashToken(token), email, addressHash, askedOn, expiresAt })
    .returning();
  return made ? { id: made.id, isNew: true } : null;
}

/** Addresses that nobody confirmed are not kept. */
async function forgetOld(tx: Database, now: Date): Promise<void> {
  await tx
    .update(confirmations)
    .set({ email: null })
    .where(and(lt(confirmations.expiresAt, now), sql`${confirmations.email} is not null`));
}

/** A request whose link still holds; null else. Asking does not use it up. */
export async function findConfirmation({ db, now }: { db: Database; now: Date }, token: string) {
  const [row] = await db
    .select()
    .from(confirmations)
    .where(
      and(
        eq(confirmations.tokenHash, hashToken(token)),
        isNull(confirmations.usedAt),
        gt(confirmations.expiresAt, now),
      ),
    );
  if (!row?.email) return null;
  const wanted = await db
    .select({ filter: confirmationFilters.filter, audienceSlug: confirmationFilters.audienceSlug })
    .from(confirmationFilters)
    .where(eq(confirmationFilters.confirmationId, row.id))
    .orderBy(confirmationFilters.filter);
  return { id: row.id, email: row.email, addressHash: row.addressHash, wanted };
}
