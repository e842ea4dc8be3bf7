import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { dataVersions, deliveries } from "@/db/schema";
import { secondClient } from "@/db/testing";
import { leave } from "@/lib/subscriptions/preferences";
import { claim } from "./claim";
import { deliverDue } from "./deliver";
import { freezeDue, runDigest } from "./run";
import {
  addSubscribers,
  afterSending,
  countStates,
  expectInvariants,
  sendingWorld,
  testClock,
  testSettings,
} from "./testing";

/** How workers share an issue, and how it meets those who leave meanwhile. */

const world = sendingWorld();
const { server, post } = world;
let db: Database;
beforeEach(() => {
  db = world.db();
});

describe("workers", () => {
  test.each([2, 5])("%d share an issue without meeting", async (workers) => {
    await addSubscribers(db, 120);
    const mail = await server();
    const clock = testClock(afterSending);
    await freezeDue({ db, now: clock.now }, { ...testSettings, smtpUrl: mail.url });
    await Promise.all(
      Array.from({ length: workers }, () => {
        const own = secondClient(world.client());
        world.atEnd(() => own.close());
        return deliverDue(post(own.db, mail.url, clock, { connections: 2 }));
      }),
    );
    expect(await countStates(db)).toEqual({ accepted: 120 });
    await expectInvariants(db, mail.received);
  });

  test("that are asked again while they work do not begin anew: no letter goes over a connection that is in use", async () => {
    await addSubscribers(db, 60);
    const clock = testClock(afterSending);
    const again: Promise<number>[] = [];
    const mail = await server({
      atData: () => {
        if (again.length < 20) again.push(deliverDue(worker));
        return null;
      },
    });
    const worker = post(db, mail.url, clock, { connections: 3 });
    await freezeDue(worker, { ...testSettings, smtpUrl: mail.url });
    expect(await deliverDue(worker)).toBe(60);
    expect(new Set(await Promise.all(again))).toEqual(new Set([60]));
    await expectInvariants(db, mail.received);
    for (const { to, headers } of (await mail.parsed()).map((one, n) => ({ ...one, to: mail.received[n]?.to }))) {
      expect(headers.get("to")).toMatchObject({ text: to });
    }
  });

  test("that find nothing to do change nothing that readers see: what is kept of answers stays good", async () => {
    const one = post(db, "", testClock(afterSending));
    await runDigest(one, { ...testSettings, smtpUrl: null });
    const before = await db.select().from(dataVersions);
    await runDigest(one, { ...testSettings, smtpUrl: null });
    expect(await db.select().from(dataVersions)).toEqual(before);
  });

  test("stop after some minutes, and go on when they are asked again", async () => {
    await addSubscribers(db, 30);
    const clock = testClock(afterSending);
    const mail = await server({
      atData: () => {
        // The fifth takes longer than a run may last, and than the leases of all that were taken with it.
        if (mail.received.length === 4) clock.move(6 * 60_000);
        return null;
      },
    });
    const worker = post(db, mail.url, clock);
    await freezeDue(worker, { ...testSettings, smtpUrl: mail.url });
    expect(await deliverDue(worker)).toBe(5);
    expect(await deliverDue(worker)).toBe(25);
    expect(await countStates(db)).toEqual({ accepted: 30 });
    await expectInvariants(db, mail.received);
  });

  test("one that comes back after its lease sends nothing that another has", async () => {
    await addSubscribers(db, 1);
    const mail = await server();
    const clock = testClock(afterSending);
    await freezeDue({ db, now: clock.now }, { ...testSettings, smtpUrl: mail.url });
    const late = post(db, mail.url, clock);
    const quick = post(db, mail.url, clock);
    // Frozen between its claim and the mail server's 354, for longer than its lease.
    const [courier] = late.couriers;
    if (!courier) throw new Error("There is no courier.");
    const deliver = courier.deliver;
    courier.deliver = async (parcel) =>
      deliver({
        ...parcel,
        begin: async () => {
          clock.move(60_000);
          await deliverDue(quick);
          return parcel.begin();
        },
      });
    await deliverDue(late);
    expect(await countStates(db)).toEqual({ accepted: 1 });
    await expectInvariants(db, mail.received);
  });
});

test("a lease outlives no clock that was set back", async () => {
  await addSubscribers(db, 1);
  const mail = await server();
  const clock = testClock("2026-11-30T12:00:00Z");
  await freezeDue({ db, now: clock.now }, { ...testSettings, smtpUrl: mail.url });
  await claim(post(db, mail.url, clock), 10);
  clock.move(-3 * 3_600_000);
  await deliverDue(post(db, mail.url, clock));
  expect(await countStates(db)).toEqual({ accepted: 1 });
});

test("a database that fails one letter ends the round for all connections, and the next goes on from there", async () => {
  await addSubscribers(db, 40);
  const mail = await server();
  const clock = testClock(afterSending);
  const worker = post(db, mail.url, clock, { connections: 4 });
  await freezeDue(worker, { ...testSettings, smtpUrl: mail.url });
  const [courier] = worker.couriers;
  if (!courier) throw new Error("There is no courier.");
  const deliver = courier.deliver;
  courier.deliver = (parcel) =>
    deliver({
      ...parcel,
      begin: async () => {
        courier.deliver = deliver;
        throw new Error("The database is away.");
      },
    });
  await expect(deliverDue(worker)).rejects.toThrow("The database is away.");
  const sent = mail.received.length;
  expect(await countStates(db)).toEqual({ accepted: sent, sending: 40 - sent });
  clock.move(60_000);
  await deliverDue(worker);
  expect(await countStates(db)).toEqual({ accepted: 40 });
  await expectInvariants(db, mail.received);
});

test("a letter that was called uncertain while its worker was frozen is accepted when that one hears the reply", async () => {
  await addSubscribers(db, 1);
  const clock = testClock(afterSending);
  const other = post(db, "smtp://127.0.0.1:9", clock);
  const mail = await server({
    atData: async () => {
      clock.move(60_000);
      await deliverDue(other);
      expect(await countStates(db)).toEqual({ uncertain: 1 });
      return null;
    },
  });
  await runDigest(post(db, mail.url, clock), { ...testSettings, smtpUrl: mail.url });
  expect(await countStates(db)).toEqual({ accepted: 1 });
  await expectInvariants(db, mail.received);
});

test("whoever leaves in the middle of a run gets nothing after that", async () => {
  const ids = await addSubscribers(db, 60);
  const left = new Map<string, boolean>();
  const mail = await server({
    atData: async (to) => {
      const index = Number(/\d+/.exec(to));
      const next = ids[index + 1];
      if (
        index % 3 === 0 &&
        next !== undefined &&
        !mail.received.some((one) => one.to === `reader-${index + 1}@example.org`)
      ) {
        await leave({ db, now: new Date(afterSending) }, next);
        left.set(`reader-${index + 1}@example.org`, true);
      }
      return null;
    },
  });
  const one = post(db, mail.url, testClock(afterSending));
  await runDigest(one, { ...testSettings, smtpUrl: mail.url });
  expect(left.size).toBe(20);
  expect(mail.received.filter(({ to }) => left.has(to))).toEqual([]);
  expect(await countStates(db)).toEqual({ accepted: 40, skipped: 20 });
  await expectInvariants(db, mail.received);
});

test("of 1,000 who leave while a run goes on, none gets a letter that was begun after their leaving was answered", async () => {
  const ids = await addSubscribers(db, 1_000);
  const mail = await server();
  const clock = { ...testClock(afterSending), tick: () => new Date() };
  await freezeDue({ db, now: clock.now }, { ...testSettings, smtpUrl: mail.url });
  const answered = new Map<number, Date>();
  const leaving = async (from: number) => {
    // From the end of the queue to its beginning, so that they meet the run.
    for (let at = ids.length - 1 - from; at >= 0; at -= 4) {
      const id = ids[at] ?? 0;
      await leave({ db, now: clock.now() }, id);
      answered.set(id, new Date());
    }
  };
  await Promise.all([deliverDue(post(db, mail.url, clock, { connections: 3 })), ...[0, 1, 2, 3].map(leaving)]);
  const rows = await db.select().from(deliveries);
  const late = rows.filter(({ state, subscriberId, dataBeganAt }) => {
    const at = answered.get(subscriberId);
    return state === "accepted" && dataBeganAt && at && dataBeganAt > at;
  });
  expect(late).toEqual([]);
  const { accepted = 0, skipped = 0 } = await countStates(db);
  expect(accepted + skipped).toBe(1_000);
  expect(skipped).toBeGreaterThan(100);
  await expectInvariants(db, mail.received);
});
