import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Message } from "@/db/message";
import { outgoingMails } from "@/db/schema";
import { env } from "@/lib/env";
import type { Outcome } from "./courier";

/** Single mails wait in the database: whoever asks for one needs no mail server, and a worker sends it. */

const leaseMs = 60_000;
const firstWaitMs = 15_000;

export async function queueMail(db: Database, message: Message, now: Date, hours = 24): Promise<void> {
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await db.insert(outgoingMails).values({ message, nextAt: now, expiresAt });
  await db.execute(sql`select pg_notify('plenary_mail', '')`);
}

type Outgoing = { message: Message; messageId: string; begin: () => Promise<boolean> };

/**
 * Sends what waits, one mail after the other, until nothing is due. What the mail server does not take now is tried
 * again, later each time, until it is too old to be of use; what it refuses is given up, and so is a mail of which
 * nobody knows whether it was taken. Returns how many went.
 */
export async function sendQueuedMails(
  { db, now }: { db: Database; now: () => Date },
  send: (mail: Outgoing) => Promise<Outcome>,
): Promise<number> {
  let sent = 0;
  for (;;) {
    const mail = await claim(db, now());
    if (!mail?.message) return sent;
    const { id, message, attempts, expiresAt } = mail;
    const outcome = await send({
      message,
      messageId: `<mail.${id}.${expiresAt.getTime()}@${new URL(env().baseUrl).hostname}>`,
      begin: () => begin(db, id),
    });
    if (outcome.kind === "accepted") sent += 1;
    else console.error(`A mail was not sent (attempt ${attempts}): ${outcome.kind} ${sayReply(outcome)}`);
    await db
      .update(outgoingMails)
      .set(settled(outcome, { now: now(), attempts, expiresAt }))
      .where(eq(outgoingMails.id, id));
  }
}

const sayReply = (outcome: Outcome) => ("reply" in outcome ? outcome.reply : "");

function settled(outcome: Outcome, { now, attempts, expiresAt }: { now: Date; attempts: number; expiresAt: Date }) {
  const problem = sayReply(outcome);
  const nextAt = new Date(now.getTime() + firstWaitMs * 2 ** Math.min(attempts, 10));
  switch (outcome.kind) {
    case "accepted":
      return { message: null, sentAt: now, problem: null };
    case "later":
    case "away":
      return { problem, nextAt, ...(nextAt > expiresAt ? { message: null } : {}) };
    default:
      return { message: null, problem };
  }
}

/** Notes that the mail server asked for the text: whoever dies after that leaves a mail that nobody sends again. */
async function begin(db: Database, id: number): Promise<boolean> {
  const rows = await db
    .update(outgoingMails)
    .set({ nextAt: outgoingMails.expiresAt })
    .where(and(eq(outgoingMails.id, id), isNotNull(outgoingMails.message)))
    .returning({ id: outgoingMails.id });
  return rows.length === 1;
}

/** Takes one mail; whoever dies with it before its text was asked for gives it back after a minute. */
async function claim(db: Database, now: Date) {
  const due = db
    .select({ id: outgoingMails.id })
    .from(outgoingMails)
    .where(
      and(
        isNotNull(outgoingMails.message),
        isNull(outgoingMails.sentAt),
        lte(outgoingMails.nextAt, now),
        gt(outgoingMails.expiresAt, now),
      ),
    )
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
