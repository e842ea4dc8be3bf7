import { randomUUID } from "node:crypto";
import { and, count, eq, inArray, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, issues } from "@/db/schema";
import { type DeliveryState, deliveryStates } from "@/db/vocabulary";
import type { Env } from "@/lib/env";
import { type Courier, outboxCourier, smtpCourier } from "@/lib/mail/courier";
import { armFirst } from "./armed";
import { deliverDue, type Post } from "./deliver";
import { listDueWeeks } from "./due";
import { freezeIssue } from "./freeze";
import { LetterBook } from "./render";

/** One round of the digest: freeze what is closed, send what is due. The worker and the command do the same. */

const connections = 20;

export type Settings = Pick<Env, "baseUrl" | "mailFrom" | "smtpUrl" | "timeZone" | "dkim">;

/** What one worker keeps between rounds. Close it at the end. */
export function openPost(
  db: Database,
  settings: Settings,
  clock: { now: () => Date; tick: () => Date; random: () => number },
): Post & { close: () => void } {
  const { smtpUrl } = settings;
  const couriers: Courier[] = smtpUrl
    ? Array.from({ length: connections }, () => smtpCourier(smtpUrl))
    : [outboxCourier(clock.now)];
  return {
    ...clock,
    ...{ db, settings, couriers, worker: randomUUID(), letters: new LetterBook() },
    close: () => {
      for (const courier of couriers) courier.close();
    },
  };
}

/** Freezes every issue the calendar asks for, then sends what can be sent now, also where an issue could not be made. */
export async function runDigest(post: Post, settings: Settings): Promise<number> {
  const failed = await freezeDue(post, settings).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const accepted = await deliverDue(post);
  if (failed) throw failed.error;
  return accepted;
}

export async function freezeDue({ db, now }: Pick<Post, "db" | "now">, settings: Settings): Promise<void> {
  // From the first start on, whether anything is due or not: who copies it before its first letter makes a copy, too.
  await armFirst(db, settings.baseUrl);
  for (const week of await listDueWeeks({ db, now: now() }, settings.timeZone)) {
    await freezeIssue({ db, now: now() }, week, settings);
  }
}

/** Letters of issues that go out now, and are not settled. */
const underWay = (now: Date) =>
  and(eq(issues.state, "ready"), lte(issues.sendsAt, now), inArray(deliveries.state, ["queued", "retry", "sending"]));

/** From when on a letter may be tried; of one that a worker has, when its lease ends. */
const triedFrom = sql<string | null>`coalesce(${deliveries.leaseUntil}, ${deliveries.nextAt})`;

/** When the next letter that waits may be tried; null where none waits for time alone. */
export async function nextTry({ db, now }: Pick<Post, "db" | "now">): Promise<Date | null> {
  const [row] = await db
    .select({ at: sql<string | null>`min(${triedFrom})` })
    .from(deliveries)
    .innerJoin(issues, eq(issues.week, deliveries.week))
    .where(underWay(now()));
  return row?.at ? new Date(row.at) : null;
}

/** How many letters could be sent now. */
export async function countDue({ db, now, tick }: Pick<Post, "db" | "now" | "tick">): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(deliveries)
    .innerJoin(issues, eq(issues.week, deliveries.week))
    .where(and(underWay(now()), lte(triedFrom, tick().toISOString())));
  return row?.n ?? 0;
}

export type IssueCounts = {
  week: string;
  state: string;
  audience: number | null;
  held: string | null;
  sendsAt: Date | null;
  /** What the mail server said of letters that wait for another try. */
  waits: string | null;
} & Record<DeliveryState, number>;

/** All deliveries there are, by state. */
export async function countAllDeliveries(db: Database): Promise<Record<DeliveryState, number>> {
  const rows = await db.select({ state: deliveries.state, n: count() }).from(deliveries).groupBy(deliveries.state);
  const found = new Map(rows.map(({ state, n }) => [state, n]));
  return Object.fromEntries(deliveryStates.map((state) => [state, found.get(state) ?? 0])) as Record<
    DeliveryState,
    number
  >;
}

/** The newest issues with their deliveries by state, the newest first. */
export async function countDeliveries(db: Database, limit = 60): Promise<IssueCounts[]> {
  const rows = await db
    .select({
      ...{ week: issues.week, state: issues.state, audience: issues.audience, held: issues.heldBecause },
      sendsAt: issues.sendsAt,
      waits: sql<string | null>`max(${deliveries.detail}) filter (where ${deliveries.state} in ('queued', 'retry'))`,
      ...(Object.fromEntries(
        deliveryStates.map((state) => [
          state,
          sql<number>`count(*) filter (where ${deliveries.state} = ${sql.raw(`'${state}'`)})::int`,
        ]),
      ) as Record<DeliveryState, ReturnType<typeof sql<number>>>),
    })
    .from(issues)
    .leftJoin(deliveries, eq(deliveries.week, issues.week))
    .groupBy(issues.week)
    .orderBy(sql`${issues.week} desc`)
    .limit(limit);
  return rows;
}
