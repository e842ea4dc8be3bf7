import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Message } from "@/db/message";
import { outgoingMails } from "@/db/schema";

/** Single mails wait in the database: whoever asks for one needs no mail server, and a worker sends it. */

const leaseMs = 60_000;
const firstWaitMs = 15_000;

export async function queueMail(db: Database, message: Message, now: Date, hours = 24): Promise<void> {
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await db.insert(outgoingMails).values({ message, nextAt: now, expiresAt });
  await db.execute(sql`select pg_notify('plenary_mail', '')`);
}

/**
 * Sends what waits, one mail after the other, until nothing is due. A mail that fails is tried again, later each time,
 * until it is too old to be of use. Returns how many went.
 */
export async function sendQueuedMails(
  { db, now }: { db: Database; now: () => Date },
  send: (message: Message, now: Date) => Promise<void>,
): Promise<number> {
  let sent = 0;
  for (;;) {
    const mail = await claim(db, now());
    if (!mail?.message) return sent;
    const { id, attempts, expiresAt } = mail;
    const outcome = await send(mail.message, now()).then(
      () => ({ message: null, sentAt: now(), problem: null }),
      (error: Error) => {
        console.error(`A mail could not be sent (attempt ${attempts}): ${error.message}`);
        const nextAt = new Date(now().getTime() + firstWaitMs * 2 ** Math.min(attempts, 10));
        return { problem: error.message.slice(0, 500), nextAt, ...(nextAt > expiresAt ? { message: null } : {}) };
      },
    );
    await db.update(outgoingMails).set(outcome).where(eq(outgoingMails.id, id));
    if (outcome.problem === null) sent += 1;
  }
}

/** Takes one mail; whoever dies with it gives it back after a minute. Twice the same link does no harm. */
async function claim(db: Database, now: Date) {
  const due = db
    .select({ id: outgoingMails.id })
    .from(outgoingMails)
    .where(and(isNotNull(outgoingMails.message), isNull(outgoingMails.sentAt), lte(outgoingMails.nextAt, now)))
    .orderBy(asc(outgoingMails.nextAt))
    .limit(1)
    .for("update", { skipLocked: true });
  const [mail] = await db
    .update(outgoingMails)
    .set({ attempts: sql`${outgoingMails.attempts} + 1`, nextAt: new Date(now.getTime() + leaseMs) })
    .where(inArray(outgoingMails.id, due))
    .returning();
  return mail;
}
