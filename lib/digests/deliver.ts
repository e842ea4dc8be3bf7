import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, issues, slowDomains } from "@/db/schema";
import type { Courier, Outcome } from "@/lib/mail/courier";
import { type DkimKey, fill, signDkim } from "@/lib/mail/raw";
import { type LinkSigner, linkSigner } from "@/lib/subscriptions/links";
import { finishIssues, holdRefused, holdWhereManyFail } from "./finish";
import type { LetterBook } from "./render";

/**
 * Sends what is due, each letter at most once. A delivery goes queued -> sending -> accepted, or to retry, failed,
 * skipped or uncertain; `sending` is committed before the mail server hears of it, `data_began_at` before it gets the
 * text, and the outcome right after its reply. So whatever a worker dies of, the row says how far it came.
 */

const batch = 20;
const leaseMs = 45_000;
const longestRetryMs = 72 * 3_600_000;
const firstRetryMs = 5_000;

export type Post = {
  db: Database;
  /** The calendar: which issues are due. */
  now: () => Date;
  /** Time as it passes: leases and waits. */
  tick: () => Date;
  /** From 0 to 1. */
  random: () => number;
  worker: string;
  couriers: Courier[];
  letters: LetterBook;
  settings: { baseUrl: string; mailFrom: string; dkim: DkimKey | null };
};

type Claimed = {
  id: number;
  week: string;
  subscriberId: number;
  letterId: number;
  email: string;
  attempts: number;
  firstTriedAt: Date;
};

/** Works until nothing can be sent now. Returns how many letters were handed over. */
export async function deliverDue(post: Post): Promise<number> {
  const sign = await linkSigner(post.db, post.now());
  let accepted = 0;
  for (;;) {
    await recoverLeases(post);
    const claimed = await claim(post);
    if (claimed.length === 0) {
      await finishIssues(post);
      return accepted;
    }
    const queue = [...claimed];
    let away = false;
    let failed = false;
    await Promise.all(
      post.couriers.map(async (courier) => {
        for (let one = queue.shift(); one; one = queue.shift()) {
          const outcome = away
            ? ({ kind: "away", reply: "The mail server is away." } as const)
            : await send(post, courier, one, sign);
          if (outcome.kind === "away") away = true;
          if (outcome.kind === "refused") failed = true;
          if (outcome.kind === "accepted") accepted += 1;
          await settle(post, one, outcome);
        }
      }),
    );
    if (failed) await holdWhereManyFail(post);
    if (away) return accepted;
  }
}

/** What a dead or frozen worker left: back in the queue, or uncertain where the text had been asked for. */
async function recoverLeases({ db, tick }: Post): Promise<void> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  await db.execute(sql`
    update ${deliveries} set
      state = case when data_began_at is null then 'queued' else 'uncertain' end,
      settled_at = case when data_began_at is null then null else ${at} end,
      detail = case when data_began_at is null then detail else 'The worker ended before the mail server replied.' end,
      lease_until = null, worker = null
    where state = 'sending' and lease_until < ${at}`);
}

/** Takes some letters of issues that are due; whoever has left meanwhile is skipped on the way. */
async function claim({ db, now, tick, worker }: Post): Promise<Claimed[]> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  const lease = sql`${new Date(tick().getTime() + leaseMs).toISOString()}::timestamptz`;
  const rows = await db.execute<{
    id: string;
    week: string;
    subscriber_id: string;
    letter_id: string;
    email: string | null;
    attempts: number;
    first_tried_at: string;
    state: string;
  }>(sql`
    with due as (
      select delivery.id, reason from ${deliveries} delivery
      join ${issues} issue on issue.week = delivery.week and issue.state = 'ready'
        and issue.sends_at <= ${now().toISOString()}::timestamptz
      cross join lateral (${whyNot(sql`delivery.subscriber_id`, sql`${now().toISOString()}::timestamptz`)}) subscriber
      where delivery.state in ('queued', 'retry') and delivery.next_at <= ${at}
        and not exists (select from ${slowDomains} slow
          where slow.domain = split_part(delivery.email, '@', 2) and slow.until > ${at})
      order by delivery.week, delivery.next_at, delivery.letter_id, delivery.id
      limit ${batch}
      for update of delivery skip locked
    )
    update ${deliveries} delivery set
      state = case when reason is null then 'sending' else 'skipped' end,
      detail = coalesce(reason, detail),
      settled_at = case when reason is null then null else ${at} end,
      lease_until = case when reason is null then ${lease} end,
      worker = case when reason is null then ${worker}::uuid end,
      attempts = attempts + case when reason is null then 1 else 0 end,
      first_tried_at = coalesce(first_tried_at, ${at}),
      data_began_at = null
    from due where due.id = delivery.id
    returning delivery.*`);
  return [...rows]
    .filter(({ state }) => state === "sending")
    .map((row) => ({
      id: Number(row.id),
      week: row.week,
      subscriberId: Number(row.subscriber_id),
      letterId: Number(row.letter_id),
      email: row.email ?? "",
      attempts: row.attempts,
      firstTriedAt: new Date(row.first_tried_at),
    }));
}

/** Why a subscriber gets nothing at this moment; null where they do. */
const whyNot = (subscriberId: ReturnType<typeof sql>, now: ReturnType<typeof sql>) => sql`
  select case
    when subscribers.email is null then 'erased'
    when subscribers.left_at is not null then 'left'
    when subscribers.suppressed_at is not null then 'suppressed'
    when subscribers.paused_until > ${now} then 'paused'
  end as reason
  from subscribers where subscribers.id = ${subscriberId}`;

async function send(post: Post, courier: Courier, one: Claimed, sign: LinkSigner): Promise<Outcome> {
  const { db, tick, letters, settings } = post;
  const { baseUrl, mailFrom, dkim } = settings;
  const { template, prepared } = await letters.get(db, one.letterId, baseUrl);
  const links = {
    preferences: `${baseUrl}/subscriptions/${sign(one.subscriberId, "preferences")}`,
    leave: `${baseUrl}/subscriptions/${sign(one.subscriberId, "leave")}/leave`,
  };
  const headers = headersOf(one, {
    ...{ mailFrom, baseUrl, leave: links.leave, date: tick() },
    messageId: messageId(one, baseUrl, sign),
  });
  const message = fill(prepared, headers, links);
  return courier.deliver({
    from: addressOf(mailFrom),
    to: one.email,
    message: dkim ? await signDkim(message, dkim) : message,
    readable: () => ({
      to: one.email,
      subject: template.subject,
      text: fillPlain(template.text, links),
      html: fillPlain(template.html, links),
      headers: Object.fromEntries(headers),
    }),
    begin: () => begin(post, one),
  });
}

const addressOf = (mailFrom: string) => /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();

const fillPlain = (text: string, words: Record<string, string>) =>
  text.replace(/\ue000([a-z]+)\ue001/g, (_, name: string) => words[name] ?? "");

/** Fixed for a delivery, so that a letter sent again is known as the same; signed, so that a report on it is, too. */
const messageId = ({ week, id }: Claimed, baseUrl: string, sign: LinkSigner) =>
  `<${week}.${sign(id, "delivery")}@${new URL(baseUrl).hostname}>`;

function headersOf(
  one: Claimed,
  {
    mailFrom,
    baseUrl,
    leave,
    date,
    messageId,
  }: Record<"mailFrom" | "baseUrl" | "leave" | "messageId", string> & { date: Date },
): [string, string][] {
  return [
    ["From", mailFrom],
    ["To", one.email],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", messageId],
    ["List-Id", `Weekly digest of Plenary <digest.${new URL(baseUrl).hostname}>`],
    ["List-Unsubscribe", `<${leave}>`],
    ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
    ["Auto-Submitted", "auto-generated"],
    ["Precedence", "bulk"],
  ];
}

/**
 * Notes that the mail server asked for the text. False where the letter may no longer go: the subscriber left, the
 * issue was held, or this worker was thought dead and somebody else has the delivery.
 */
async function begin({ db, now, tick, worker }: Post, one: Claimed): Promise<boolean> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  const lease = sql`${new Date(tick().getTime() + leaseMs).toISOString()}::timestamptz`;
  const rows = await db.execute(sql`
    update ${deliveries} set data_began_at = ${at}, lease_until = ${lease}
    where id = ${one.id} and state = 'sending' and worker = ${worker}::uuid and attempts = ${one.attempts}
      and lease_until >= ${at}
      and exists (select from ${issues} where week = ${one.week} and state = 'ready')
      and (select reason from (${whyNot(sql`${one.subscriberId}`, sql`${now().toISOString()}::timestamptz`)}) found) is null`);
  return rows.count === 1;
}

/** Commits what became of a letter. Whoever lost the delivery meanwhile changes nothing. */
async function settle({ db, tick, random, worker }: Post, one: Claimed, outcome: Outcome): Promise<void> {
  const at = tick();
  const mine = and(
    eq(deliveries.id, one.id),
    eq(deliveries.state, "sending"),
    eq(deliveries.worker, worker),
    eq(deliveries.attempts, one.attempts),
  );
  const free = { leaseUntil: null, worker: null };
  const detail = "reply" in outcome ? outcome.reply : null;
  switch (outcome.kind) {
    case "accepted":
    case "uncertain":
      await db
        .update(deliveries)
        .set({ ...free, state: outcome.kind, settledAt: at, detail })
        .where(mine);
      break;
    case "refused":
      if (outcome.whom === "sender") await holdRefused(db, one.week, outcome.reply);
      await db
        .update(deliveries)
        .set(
          outcome.whom === "sender"
            ? { ...free, state: "queued", dataBeganAt: null, detail }
            : { ...free, state: "failed", settledAt: at, detail },
        )
        .where(mine);
      break;
    case "later": {
      if (outcome.slow) await slowDown(db, at, one.email);
      const waitMs = firstRetryMs * 2 ** Math.min(one.attempts - 1, 14) * (0.5 + random());
      const nextAt = new Date(at.getTime() + Math.min(waitMs, 6 * 3_600_000));
      const tooLate = nextAt.getTime() - one.firstTriedAt.getTime() > longestRetryMs;
      await db
        .update(deliveries)
        .set(
          tooLate
            ? { ...free, state: "failed", settledAt: at, detail }
            : { ...free, state: "retry", nextAt, detail, dataBeganAt: null },
        )
        .where(mine);
      break;
    }
    case "away":
    case "stopped":
      // Nothing was handed over; the next claim sees why, where there is a reason.
      await db
        .update(deliveries)
        .set({ ...free, state: "queued", dataBeganAt: null, attempts: one.attempts - 1, detail })
        .where(mine);
  }
}

/** A server that asked for patience gets it for all letters to its domain. */
async function slowDown(db: Database, at: Date, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const until = (strikes: ReturnType<typeof sql>) =>
    sql`${at.toISOString()}::timestamptz + least(600, 2 ^ ${strikes}) * interval '1 second'`;
  await db.delete(slowDomains).where(lt(slowDomains.until, new Date(at.getTime() - 3_600_000)));
  await db
    .insert(slowDomains)
    .values({ domain, until: until(sql`1`), strikes: 1 })
    .onConflictDoUpdate({
      target: slowDomains.domain,
      set: { strikes: sql`least(10, ${slowDomains.strikes} + 1)`, until: until(sql`${slowDomains.strikes}`) },
    });
}

/** A person's word on uncertain or failed letters: send them again, under the same Message-ID, or count them as delivered. */
export async function decideDeliveries(
  db: Database,
  at: Date,
  ids: number[],
  decision: "send-again" | "delivered",
): Promise<number> {
  const rows = await db
    .update(deliveries)
    .set(
      decision === "delivered"
        ? { state: "accepted", settledAt: at }
        : { state: "queued", settledAt: null, dataBeganAt: null, nextAt: at },
    )
    .where(
      and(
        inArray(deliveries.id, ids),
        inArray(deliveries.state, decision === "delivered" ? ["uncertain"] : ["uncertain", "failed"]),
      ),
    )
    .returning();
  return rows.length;
}
