import { eq, inArray } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { deliveries } from "@/db/schema";
import { secondClient, testDatabase } from "@/db/testing";
import { scriptedServer } from "@/lib/mail/scripted-server";
import { deliverDue } from "./deliver";
import { LetterBook } from "./render";
import { freezeDue } from "./run";
import {
  addSubscribers,
  afterSending,
  countStates,
  expectInvariants,
  testClock,
  testPost,
  testSettings,
} from "./testing";

let client: Client;
let db: Database;
beforeEach(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
});
afterEach(() => client.close());

describe.each([
  "before it is asked for the text",
  "after the text, before the reply",
  "right after the reply",
] as const)("a worker that dies %s, at every letter of a run,", (point) => {
  test("leaves nobody without a letter and nobody with two; what cannot be known is said", {
    timeout: 240_000,
  }, async () => {
    const n = 200;
    await addSubscribers(db, n);
    const clock = testClock(afterSending);
    await freezeDue({ db, now: clock.now }, { ...testSettings, smtpUrl: "" });
    // Made once for all lives: it is not what is tried here.
    const letters = new LetterBook();
    let kill = () => {};
    const killedAt = new Set<string>();
    const killOnce = (to: string) => {
      if (killedAt.has(to)) return;
      killedAt.add(to);
      kill();
    };
    const mail = await scriptedServer({
      atRecipient: (to) => {
        if (point === "before it is asked for the text") killOnce(to);
        return null;
      },
      atData: (to) => {
        if (point === "after the text, before the reply") killOnce(to);
        return null;
      },
      afterReply: (to) => {
        if (point === "right after the reply") killOnce(to);
      },
    });
    for (let lives = 0; ; lives += 1) {
      // Opening connections is most of a short life.
      const own = secondClient(client, { max: 1 });
      const worker = testPost(own.db, mail.url, clock, { letters });
      const died = new Promise<void>((resolve) => {
        kill = () => {
          worker.close();
          own.sql.end({ timeout: 0 }).then(resolve);
        };
      });
      const done = await Promise.race([
        deliverDue(worker).then(
          () => true,
          () => false,
        ),
        died.then(() => false),
      ]);
      clock.move(50_000);
      if (done && (await db.$count(deliveries, inArray(deliveries.state, ["queued", "sending", "retry"]))) === 0) {
        await own.close();
        worker.close();
        break;
      }
      expect(lives).toBeLessThan(3 * n);
    }
    expect(killedAt.size).toBe(n);
    await expectInvariants(db, mail.received);
    const { accepted = 0, uncertain = 0 } = await countStates(db);
    expect(accepted + uncertain).toBe(n);
    if (point !== "before it is asked for the text") return;
    // The letter it was asking about is whole; of the one before it, which had arrived, it may not have noted that.
    const got = new Set(mail.received.map(({ to }) => to));
    const rows = await db.select({ email: deliveries.email }).from(deliveries).where(eq(deliveries.state, "uncertain"));
    expect(rows.filter(({ email }) => !got.has(email ?? ""))).toEqual([]);
  });
});
