import { eq, isNull, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { deliveries, digestSettings, issues, subscribers } from "@/db/schema";
import { reply } from "@/lib/mail/scripted-server";
import { linkSigner } from "@/lib/subscriptions/links";
import { comeBack } from "@/lib/subscriptions/preferences";
import { decideDeliveries } from "./decide";
import { deliverDue } from "./deliver";
import { takeReport } from "./reports";
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

/** What becomes of letters by what a mail server answers. */

const world = sendingWorld();
const { server, post } = world;
let db: Database;
beforeEach(() => {
  db = world.db();
});

describe("a mail server that", () => {
  test("refuses for now is tried again later, with longer and longer waits", async () => {
    await addSubscribers(db, 10);
    const tried = new Map<string, number>();
    const mail = await server({
      atRecipient: (to) => {
        tried.set(to, (tried.get(to) ?? 0) + 1);
        return Number(/\d+/.exec(to)) < 3 && tried.get(to) === 1 ? reply(451, "greylisted, come back") : null;
      },
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ accepted: 7, retry: 3 });
    clock.move(5_000);
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 10 });
    await expectInvariants(db, mail.received);
  });

  test("is tried again at longer and longer intervals, from the beginning where a person asks for it anew", async () => {
    await addSubscribers(db, 10);
    const mail = await server({
      atRecipient: (to) => (to === "reader-1@example.org" ? reply(451, "come back") : null),
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    const waits: number[] = [];
    const tryOn = async () => {
      const [row] = await db.select().from(deliveries).where(eq(deliveries.state, "retry"));
      if (!row) return false;
      waits.push(row.nextAt.getTime() - clock.tick().getTime());
      clock.move(waits.at(-1) ?? 0);
      await deliverDue(one);
      return true;
    };
    while (await tryOn());
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(waits.slice(0, 4)).toEqual([5_000, 5_000, 10_000, 20_000]);
    expect([Math.max(...waits) / 3_600_000, hours > 60 && hours <= 72]).toEqual([6, true]);
    const [failed] = await db.select().from(deliveries).where(eq(deliveries.state, "failed"));
    await db.update(issues).set({ state: "ready" });
    await decideDeliveries(db, clock.tick(), [failed?.id ?? 0], "send-again");
    await deliverDue(one);
    const [again] = await db.select().from(deliveries).where(eq(deliveries.state, "retry"));
    expect((again?.nextAt.getTime() ?? 0) - clock.tick().getTime()).toBe(5_000);
  });

  test("asks for patience gets it for its whole domain, longer each time, and other domains do not wait", async () => {
    await addSubscribers(db, 6);
    await db.execute(sql`update subscribers set email = replace(email, 'example.org', 'example.net') where id % 2 = 0`);
    let patient = true;
    const mail = await server({
      atRecipient: (to) => (patient && to.endsWith(".org") ? reply(421, "4.7.0 too many letters, slow down") : null),
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(mail.received.map(({ to }) => to.split("@")[1])).toEqual(["example.net", "example.net", "example.net"]);
    patient = false;
    clock.move(1_900);
    await deliverDue(one);
    expect(mail.received).toHaveLength(3);
    clock.move(10_000);
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 6 });
    await expectInvariants(db, mail.received);
  });

  test("refuses three in ten the first time has them all in the end, each once", async () => {
    await addSubscribers(db, 200);
    const refused = new Set<string>();
    const mail = await server({
      atRecipient: (to) => {
        if (Number(/\d+/.exec(to)) % 10 >= 3 || refused.has(to)) return null;
        refused.add(to);
        return reply(451, "4.3.0 greylisted, come back");
      },
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock, { connections: 5 });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ accepted: 140, retry: 60 });
    clock.move(60_000);
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 200 });
    await expectInvariants(db, mail.received);
  });

  test("refuses one address for good fails that one, and it gets no more letters", async () => {
    const [first = 0] = await addSubscribers(db, 12);
    const mail = await server({
      atRecipient: (to) => (to === "reader-0@example.org" ? reply(550, "5.1.1 no such mailbox") : null),
    });
    const one = post(db, mail.url, testClock(afterSending));
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ accepted: 11, failed: 1 });
    const [row] = await db.select().from(subscribers).where(eq(subscribers.id, first));
    expect(row).toMatchObject({ suppressedBecause: "refused" });
    // Their server was wrong, and somebody sends it again.
    mail.script.atRecipient = () => null;
    const failed = await db.select().from(deliveries).where(eq(deliveries.state, "failed"));
    const again = failed.map(({ id }) => id);
    await decideDeliveries(db, new Date(afterSending), again, "send-again");
    await db.update(issues).set({ state: "ready", sentAt: null });
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 12 });
    expect(await db.$count(subscribers, sql`suppressed_at is not null`)).toBe(0);
  });

  test("refuses one address, who comes back or complains later: sent again or finished again changes neither", async () => {
    const [back = 0, complains = 0] = await addSubscribers(db, 14);
    const refusing = new Set(["reader-0@example.org", "reader-1@example.org"]);
    const mail = await server({
      atRecipient: (to) => (refusing.has(to) ? reply(550, "5.1.1 no such mailbox") : null),
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    const reasonOf = async (id: number) =>
      (await db.select().from(subscribers).where(eq(subscribers.id, id)))[0]?.suppressedBecause;
    expect([await reasonOf(back), await reasonOf(complains)]).toEqual(["refused", "refused"]);
    clock.move(60_000);
    await comeBack({ db, now: clock.now() }, back);
    const [row] = await db.select().from(deliveries).where(eq(deliveries.subscriberId, complains));
    const messageId = `<2026-W48.${(await linkSigner(db, clock.now()))(row?.id ?? 0, "delivery")}@plenary.example.org>`;
    const recipient = "reader-1@example.org";
    await takeReport({ db, now: clock.now() }, { kind: "complained", messageId, recipient, detail: "abuse" });
    const again = await decideDeliveries(db, clock.tick(), [row?.id ?? 0], "send-again");
    await db.update(issues).set({ state: "ready" });
    await deliverDue(one);
    expect(again).toBe(1);
    expect([await reasonOf(back), await reasonOf(complains)]).toEqual([null, "complained"]);
    expect(await countStates(db)).toEqual({ accepted: 12, failed: 1, skipped: 1 });
    expect((await db.select().from(issues))[0]?.state).toBe("sent");
  });

  test("refuses everybody holds the issue and raises the alarm; nobody is given up for that", async () => {
    await addSubscribers(db, 200);
    const mail = await server({ atRecipient: () => reply(554, "5.7.1 your network is blocked") });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    const [issue] = await db.select().from(issues);
    expect(issue?.state).toBe("held");
    expect(issue?.heldBecause).toMatch(/^10 of 10 letters failed. .*your network is blocked/);
    expect(await db.select().from(subscribers).where(sql`suppressed_at is not null`)).toEqual([]);
    mail.script.atRecipient = () => null;
    const failed = await db.select().from(deliveries).where(eq(deliveries.state, "failed"));
    await decideDeliveries(
      db,
      clock.tick(),
      failed.map(({ id }) => id),
      "send-again",
    );
    await db.update(issues).set({ state: "ready", heldBecause: null });
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 200 });
    await expectInvariants(db, mail.received);
  });

  test("refuses all of a few readers holds the issue, and a yes to that one gives nobody up", async () => {
    await addSubscribers(db, 6);
    const mail = await server({ atRecipient: (to) => reply(550, `5.1.1 <${to}>: User unknown`) });
    const one = post(db, mail.url, testClock(afterSending), { connections: 3 });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    const [issue] = await db.select().from(issues);
    expect(issue?.heldBecause).toBe("6 of 6 letters failed. The mail server said: 550 5.1.1 <(address)>: User unknown");
    expect(await countStates(db)).toEqual({ failed: 6 });
    await db.update(issues).set({ state: "ready", heldBecause: null });
    await deliverDue(one);
    expect((await db.select().from(issues))[0]?.state).toBe("sent");
    expect(await db.select().from(subscribers).where(sql`suppressed_at is not null`)).toEqual([]);
  });

  test("refuses the sender loses nobody: all stay in the queue, and the issue is held at once", async () => {
    await addSubscribers(db, 5);
    const mail = await server({ atSender: () => reply(550, "5.7.1 sender not allowed") });
    const one = post(db, mail.url, testClock(afterSending));
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ queued: 5 });
    const [issue] = await db.select().from(issues);
    expect(issue?.heldBecause).toBe("The mail server refuses the sender: 550 5.7.1 sender not allowed");
  });

  test("takes few connections at once gets all letters over those", async () => {
    await addSubscribers(db, 60);
    const mail = await server({ connections: 3 });
    const clock = testClock(afterSending);
    const worker = post(db, mail.url, clock, { connections: 12 });
    await freezeDue(worker, { ...testSettings, smtpUrl: mail.url });
    expect(await deliverDue(worker)).toBe(60);
    await expectInvariants(db, mail.received);
    expect(await countStates(db)).toEqual({ accepted: 60 });
  });

  test("is away loses nobody: all stay in the queue", async () => {
    await addSubscribers(db, 5);
    const mail = await server();
    await mail.close();
    const one = post(db, mail.url, testClock(afterSending));
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ queued: 5 });
    expect(await db.select().from(issues)).toMatchObject([{ state: "ready" }]);
    // Hours in which nobody could be tried are none of the 72 in which each letter is.
    expect(await db.$count(deliveries, isNull(deliveries.firstTriedAt))).toBe(5);
  });

  test("gets nothing from a copy that nobody has allowed to send, though its letters were ready", async () => {
    await addSubscribers(db, 3);
    const mail = await server();
    const one = post(db, mail.url, testClock(afterSending));
    await freezeDue(one, { ...testSettings, smtpUrl: mail.url });
    await db.update(digestSettings).set({ armedFor: "the place it was copied from" });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(mail.received).toEqual([]);
    expect(await countStates(db)).toEqual({ queued: 3 });
    const [issue] = await db.select().from(issues);
    expect(issue).toMatchObject({ state: "held", heldBecause: expect.stringContaining("a copy of another") });
  });

  test("hangs after the text leaves an uncertain letter, which is sent again only when a person says so", async () => {
    await addSubscribers(db, 4);
    let hung = 0;
    const mail = await server({
      atData: async (to) => {
        if (to !== "reader-1@example.org" || hung++ > 0) return null;
        return new Promise((resolve) => world.atEnd(async () => resolve(null)));
      },
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock, { patienceMs: 1_500 });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ accepted: 3, uncertain: 1 });
    clock.move(3_600_000);
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 3, uncertain: 1 });
    const [row] = await db.select().from(deliveries).where(eq(deliveries.state, "uncertain"));
    await db.update(issues).set({ state: "ready" });
    await decideDeliveries(db, clock.tick(), [row?.id ?? 0], "send-again");
    await deliverDue(one);
    expect(await countStates(db)).toEqual({ accepted: 4 });
    const letters = await mail.parsed();
    expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(letters.length);
  });
});
