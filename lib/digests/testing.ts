import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect } from "vitest";
import type { Client, Database } from "@/db/client";
import { deliveries, issues } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { smtpCourier } from "@/lib/mail/courier";
import { type Script, scriptedServer } from "@/lib/mail/scripted-server";
import { subscribe } from "@/lib/subscriptions/confirm";
import type { Post } from "./deliver";
import { LetterBook } from "./render";

/** Workers for tests of the digest. */

export const testSettings = {
  baseUrl: "https://plenary.example.org",
  mailFrom: "Plenary <plenary@example.org>",
  timeZone: "UTC",
  dkim: null,
};

/** Time that moves only when a test says so. */
export function testClock(start: string) {
  let time = Date.parse(start);
  const read = () => new Date(time);
  return {
    now: read,
    tick: read,
    random: () => 0.5,
    move: (ms: number) => (time += ms),
    set: (to: string) => (time = Date.parse(to)),
  };
}

export function testPost(
  db: Database,
  url: string,
  clock: Pick<ReturnType<typeof testClock>, "now" | "tick" | "random">,
  { connections = 1, patienceMs = 5_000, letters = new LetterBook() } = {},
): Post & { close: () => void } {
  const couriers = Array.from({ length: connections }, () => smtpCourier(url, patienceMs));
  return {
    ...{ db, now: clock.now, tick: clock.tick, random: clock.random, couriers, settings: testSettings },
    worker: randomUUID(),
    letters,
    close: () => {
      for (const courier of couriers) courier.close();
    },
  };
}

/** A database, mail servers and workers for each test of a file, gone after it. */
export function sendingWorld() {
  let client: Client;
  const ends: (() => unknown)[] = [];
  const atEnd = (end: () => unknown) => void ends.push(end);
  beforeEach(async () => {
    client = await testDatabase({ seeded: true });
    atEnd(() => client.close());
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    client: () => client,
    db: () => client.db,
    atEnd,
    server: async (script: Script = {}) => {
      const made = await scriptedServer(script);
      atEnd(() => made.close());
      return made;
    },
    post: (...args: Parameters<typeof testPost>) => {
      const made = testPost(...args);
      atEnd(() => made.close());
      return made;
    },
  };
}

/** The week of the tests: 23 to 29 November 2026. Letters go out on Monday the 30th at seven. */
export const afterSending = "2026-11-30T08:00:00Z";

export const addSubscribers = (db: Database, n: number, filter = "") =>
  db.transaction(async (tx) => {
    const ids: number[] = [];
    for (let i = 0; i < n; i += 1) {
      const wanted = [{ filter, audienceSlug: null }];
      const email = `reader-${filter ? `${filter.length}-` : ""}${i}@example.org`;
      ids.push(await subscribe(tx, new Date("2026-11-24T00:00:00Z"), { email, consent: "added-by-operator", wanted }));
    }
    return ids;
  });

export async function countStates(db: Database): Promise<Record<string, number>> {
  const rows = await db.select({ state: deliveries.state, n: count() }).from(deliveries).groupBy(deliveries.state);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** What must hold whatever happened. */
export async function expectInvariants(db: Database, received: { to: string }[]) {
  const perReader = new Map<string, number>();
  for (const { to } of received) perReader.set(to, (perReader.get(to) ?? 0) + 1);
  expect([...perReader.values()].filter((n) => n > 1)).toEqual([]);
  const rows = await db
    .select({ state: deliveries.state, email: deliveries.email, audience: issues.audience })
    .from(deliveries)
    .innerJoin(issues, eq(issues.week, deliveries.week));
  expect(rows.length).toBe(rows[0]?.audience ?? 0);
  const got = new Set(received.map(({ to }) => to));
  for (const { state, email } of rows) {
    if (state === "accepted") expect(got).toContain(email);
    if (state === "failed" || state === "skipped" || state === "queued") expect(got).not.toContain(email);
  }
}
