import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { deliveries, issues } from "@/db/schema";
import { makePerson } from "@/db/testing";
import { at, makeWaiting } from "@/lib/developments/testing";
import { reply } from "@/lib/mail/scripted-server";
import { approveReview } from "@/lib/reviews/decide";
import { pause, resume } from "@/lib/subscriptions/preferences";
import { runDigest } from "./run";
import {
  addSubscribers,
  afterSending,
  countStates,
  expectInvariants,
  sendingWorld,
  testClock,
  testSettings,
} from "./testing";

/** How an issue goes out. */

const world = sendingWorld();
const { server, post } = world;
let db: Database;
beforeEach(() => {
  db = world.db();
});

async function publish(title: string, changes = {}) {
  const [author, editor] = [await makePerson(db, { role: "editor" }), await makePerson(db, { role: "editor" })];
  const waiting = await makeWaiting(db, author, { title, ...changes });
  return { ...waiting, ...(await approveReview(at(db, editor), waiting.review.id)) };
}

describe("an issue", () => {
  test("reaches everybody once, with what they chose, whoever runs how often", async () => {
    const { slug } = await publish("A development on encryption");
    await publish("A development on access", { areaSlugs: ["access-affordability"] });
    await addSubscribers(db, 3);
    await addSubscribers(db, 2, "area=encryption");
    const mail = await server();
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock, { connections: 3 });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    expect(await countStates(db)).toEqual({ accepted: 5 });
    await expectInvariants(db, mail.received);
    const letters = await mail.parsed();
    const narrow = letters.filter(({ text }) => text?.includes("subscribed to Encryption"));
    expect(narrow).toHaveLength(2);
    for (const letter of narrow) {
      expect(letter.subject).toBe("Week 48: A development on encryption");
      expect(letter.text).toContain(`https://plenary.example.org/developments/${slug}`);
      expect(letter.text).not.toContain("A development on access");
      expect(letter.html).toContain("1 more of that week is outside what you chose");
    }
    const [issue] = await db.select().from(issues);
    expect(issue).toMatchObject({ week: "2026-W48", state: "sent", audience: 5 });
  });

  test("passes over who pauses at its hour, and reaches who went on by then", async () => {
    const [pauses = 0, wentOn = 0] = await addSubscribers(db, 3);
    const mail = await server();
    const clock = testClock("2026-11-30T06:59:00Z");
    const one = post(db, mail.url, clock);
    const settings = { ...testSettings, smtpUrl: mail.url };
    await pause({ db, now: clock.now() }, wentOn, 4);
    await runDigest(one, settings);
    await pause({ db, now: clock.now() }, pauses, 2);
    await resume({ db, now: clock.now() }, wentOn);
    clock.move(3_600_000);
    await runDigest(one, settings);
    expect(await countStates(db)).toEqual({ accepted: 2, skipped: 1 });
    const [skipped] = await db.select().from(deliveries).where(eq(deliveries.state, "skipped"));
    expect(skipped).toMatchObject({ subscriberId: pauses, detail: "paused" });
  });

  test("that cannot be made keeps back no letter of the one before", async () => {
    await addSubscribers(db, 2);
    let busy = true;
    const mail = await server({
      atRecipient: (to) => (busy && to === "reader-0@example.org" ? reply(451, "4.3.0 try later") : null),
    });
    const clock = testClock(afterSending);
    const one = post(db, mail.url, clock);
    const settings = { ...testSettings, smtpUrl: mail.url };
    await runDigest(one, settings);
    expect(await countStates(db)).toEqual({ accepted: 1, retry: 1 });
    busy = false;
    clock.set("2026-11-30T09:00:00Z");
    await db.execute(sql`alter table issue_letters add constraint broken check (week <> '2026-W49')`);
    const late = { ...one, now: () => new Date("2026-12-07T08:00:00Z") };
    await expect(runDigest(late, settings)).rejects.toThrow();
    expect(await countStates(db)).toEqual({ accepted: 2 });
  });

  test("does not go out before its hour, and not while it is held", async () => {
    await addSubscribers(db, 2);
    const mail = await server();
    const clock = testClock("2026-11-30T06:59:00Z");
    const one = post(db, mail.url, clock);
    const settings = { ...testSettings, smtpUrl: mail.url };
    await runDigest(one, settings);
    expect(await countStates(db)).toEqual({ queued: 2 });
    await db.update(issues).set({ state: "held", heldBecause: "A test." });
    clock.move(3_600_000);
    await runDigest(one, settings);
    expect(mail.received).toEqual([]);
    await db.update(issues).set({ state: "ready", heldBecause: null });
    await runDigest(one, settings);
    expect(await countStates(db)).toEqual({ accepted: 2 });
  });

  test("that is a week late waits for a yes; the newest does not", async () => {
    await addSubscribers(db, 1);
    const mail = await server();
    const one = post(db, mail.url, testClock("2026-12-14T09:00:00Z"));
    await runDigest(one, { ...testSettings, smtpUrl: mail.url });
    const rows = await db.select({ week: issues.week, state: issues.state }).from(issues).orderBy(issues.week);
    expect(rows).toEqual([
      { week: "2026-W48", state: "held" },
      { week: "2026-W49", state: "held" },
      { week: "2026-W50", state: "sent" },
    ]);
    expect(mail.received).toHaveLength(1);
  });
});
