import { and, eq, gt, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, issues, slowDomains } from "@/db/schema";
import { textArray } from "@/lib/developments/conditions";
import type { Outcome } from "@/lib/mail/courier";
import { holdRefused } from "./finish";

/** How far each delivery is, as its row says: every step is committed before the next one is taken. */

const leaseMs = 45_000;
const longestRetryMs = 72 * 3_600_000;
const firstRetryMs = 5_000;
const longestWaitMs = 6 * 3_600_000;
const longestSlowMs = 600_000;

/** Who takes deliveries, and by which clocks. */
export type Hands = {
  db: Database;
  /** The calendar: which issues are due. */
  now: () => Date;
  /** Time as it passes: leases and waits. */
  tick: () => Date;
  worker: string;
};

export type Claimed = {
  id: number;
  week: string;
  subscriberId: number;
  letterId: number;
  email: string;
  attempts: number;
  firstTriedAt: Date;
};

/** No lease ends so late, unless the clock was set back since it was given. */
const longestLeaseMs = 600_000;

/** What a dead or frozen worker left: back in the queue, or uncertain where the text had been asked for. */
export async function recoverLeases({ db, tick }: Hands): Promise<void> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  await db.execute(sql`
    update ${deliveries} set
      state = case when data_began_at is null then 'queued' else 'uncertain' end,
      settled_at = case when data_began_at is null then null else ${at} end,
      detail = case when data_began_at is null then detail else 'The worker ended before the mail server replied.' end,
      lease_until = null, worker = null
    where state = 'sending' and (
      lease_until < ${at} or lease_until > ${new Date(tick().getTime() + longestLeaseMs).toISOString()}::timestamptz
    )`);
}

/** Keeps what this worker has and did not begin yet, as long as it lives: a mail server may take its time. */
export async function keepLeases({ db, tick, worker }: Hands): Promise<void> {
  await db
    .update(deliveries)
    .set({ leaseUntil: new Date(tick().getTime() + leaseMs) })
    .where(and(eq(deliveries.worker, worker), eq(deliveries.state, "sending"), isNull(deliveries.dataBeganAt)));
}

/** No wait ends so late, unless the clock was set back since it was given: then nobody need wait. */
export async function forgetLateWaits({ db, tick }: Hands): Promise<void> {
  const at = tick();
  await db
    .update(deliveries)
    .set({ nextAt: at })
    .where(and(eq(deliveries.state, "retry"), gt(deliveries.nextAt, new Date(at.getTime() + longestWaitMs))));
  await db.delete(slowDomains).where(gt(slowDomains.until, new Date(at.getTime() + longestSlowMs)));
}

/** Takes letters of the oldest issue that is due, at most so many; whoever has left meanwhile is skipped on the way. */
export async function claim(post: Hands, most: number): Promise<{ taken: Claimed[]; any: boolean }> {
  const { db, now, tick } = post;
  const [weeks, slow] = await Promise.all([
    db
      .select({ week: issues.week })
      .from(issues)
      .where(and(eq(issues.state, "ready"), lte(issues.sendsAt, now())))
      .orderBy(issues.week),
    db.select({ domain: slowDomains.domain }).from(slowDomains).where(gt(slowDomains.until, tick())),
  ]);
  for (const { week } of weeks) {
    const found = await claimOf(
      post,
      week,
      slow.map(({ domain }) => domain),
      most,
    );
    if (found.any) return found;
  }
  return { taken: [], any: false };
}

/** The rows are chosen before anything is joined, so that the index alone leads to them however many there are. */
async function claimOf(
  { db, now, tick, worker }: Hands,
  week: string,
  slow: string[],
  most: number,
): Promise<{ taken: Claimed[]; any: boolean }> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  const lease = sql`${new Date(tick().getTime() + leaseMs).toISOString()}::timestamptz`;
  const patient = slow.length > 0 ? sql`and split_part(email, '@', 2) <> all(${textArray(slow)})` : sql``;
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
    with due as materialized (
      select id, subscriber_id from ${deliveries}
      where week = ${week} and state in ('queued', 'retry') and next_at <= ${at} ${patient}
      order by next_at, letter_id, id
      limit ${most}
      for update skip locked
    ), checked as (
      select due.id, reason from due
      cross join lateral (${whyNot(sql`due.subscriber_id`, sql`${now().toISOString()}::timestamptz`)}) subscriber
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
    from checked where checked.id = delivery.id
    returning delivery.*`);
  const taken = [...rows]
    .filter(({ state }) => state === "sending")
    .map((row) => ({
      id: Number(row.id),
      week: row.week,
      subscriberId: Number(row.subscriber_id),
      letterId: Number(row.letter_id),
      email: row.email ?? "",
      attempts: row.attempts,
      firstTriedAt: new Date(row.first_tried_at),
    }))
    // In the order they were chosen in, which an update need not return them in; all of one letter one after the other.
    .sort((a, b) => a.letterId - b.letterId || a.id - b.id);
  return { taken, any: rows.length > 0 };
}

/** Why a subscriber gets nothing at this moment; null where they do. */
const whyNot = (subscriberId: SQL, now: SQL) => sql`
  select case
    when subscribers.email is null then 'erased'
    when subscribers.left_at is not null then 'left'
    when subscribers.suppressed_at is not null then 'suppressed'
    when subscribers.paused_until > ${now} then 'paused'
  end as reason
  from subscribers where subscribers.id = ${subscriberId}`;

/** What is to be committed of a letter: that the mail server asked for its text, or took it. */
export type Note = { one: Claimed } & ({ kind: "begins" } | { kind: "accepted"; reply: string });

/**
 * Commits notes of several letters at once, and says which of those that begin may go: not where the subscriber left,
 * the issue was held, or somebody else has the letter because this worker was thought dead.
 */
export async function note({ db, now, tick, worker }: Hands, notes: Note[]): Promise<Set<number>> {
  const at = sql`${tick().toISOString()}::timestamptz`;
  const lease = sql`${new Date(tick().getTime() + leaseMs).toISOString()}::timestamptz`;
  const rowsOf = (kind: Note["kind"]) => {
    const rows = notes.filter((one) => one.kind === kind);
    const told = rows.map(({ one: { id, attempts }, ...rest }) => ({ id, attempts, ...rest }));
    return sql`jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb) as letter (id bigint, attempts int, reply text)`;
  };
  // Accepted also where it took so long that somebody else called it uncertain: now it is known. What begins is found by
  // its key, row by row: the index of what is being sent still holds what was, and a plan that reads it reads all of it.
  const rows = await db.execute<{ id: string }>(sql`
    with accepted as (
      update ${deliveries} delivery
      set state = 'accepted', settled_at = ${at}, detail = letter.reply, lease_until = null, worker = null
      from ${rowsOf("accepted")}
      where delivery.id = letter.id and delivery.attempts = letter.attempts
        and (delivery.state = 'sending' and delivery.worker = ${worker}::uuid or delivery.state = 'uncertain')
    ), begun as materialized (
      select held.id from ${rowsOf("begins")}
      cross join lateral (
        select delivery.id from ${deliveries} delivery
        where delivery.id = letter.id and delivery.attempts = letter.attempts
          and delivery.state = 'sending' and delivery.worker = ${worker}::uuid and delivery.lease_until >= ${at}
          -- Gone where it waited for somebody who was being erased.
          and delivery.email is not null
          and exists (select from ${issues} where ${issues.week} = delivery.week and ${issues.state} = 'ready')
          and (
            select reason from (${whyNot(sql`delivery.subscriber_id`, sql`${now().toISOString()}::timestamptz`)}) found
          ) is null
        for update
      ) held
    )
    update ${deliveries} delivery set data_began_at = ${at}, lease_until = ${lease}
    from begun where delivery.id = begun.id
    returning delivery.id`);
  return new Set([...rows].map(({ id }) => Number(id)));
}

/** Commits what became of a letter that was not taken. Whoever lost the delivery meanwhile changes nothing. */
export async function settle(
  { db, tick, random, worker }: Hands & { random: () => number },
  one: Claimed,
  outcome: Exclude<Outcome, { kind: "accepted" }>,
): Promise<void> {
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
    case "uncertain":
      await db
        .update(deliveries)
        .set({ ...free, state: "uncertain", settledAt: at, detail })
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
      // Twice as long as it has been tried: whoever sends it again begins anew.
      const waitMs = Math.max(firstRetryMs, at.getTime() - one.firstTriedAt.getTime()) * (0.5 + random());
      const nextAt = new Date(at.getTime() + Math.min(waitMs, longestWaitMs));
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
      // Nothing was handed over; the next claim sees why, where there is a reason. Hours without a server are no tries.
      await db
        .update(deliveries)
        .set({ ...free, state: "queued", dataBeganAt: null, firstTriedAt: null, attempts: one.attempts - 1, detail })
        .where(mine);
  }
}

/** A server that asked for patience gets it for all letters to its domain: 2 seconds, then twice as long each time. */
async function slowDown(db: Database, at: Date, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const now = sql`${at.toISOString()}::timestamptz`;
  await db.delete(slowDomains).where(lt(slowDomains.until, new Date(at.getTime() - 3_600_000)));
  await db
    .insert(slowDomains)
    .values({ domain, until: new Date(at.getTime() + 2_000), strikes: 1 })
    .onConflictDoUpdate({
      target: slowDomains.domain,
      set: {
        strikes: sql`least(10, ${slowDomains.strikes} + 1)`,
        until: sql`${now} + least(${longestSlowMs / 1000}, 2 ^ (${slowDomains.strikes} + 1)) * interval '1 second'`,
      },
      // Letters that were under way when it asked say nothing new.
      setWhere: lte(slowDomains.until, at),
    });
}
