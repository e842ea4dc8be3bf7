import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { deliveries, issues } from "@/db/schema";
import { makePerson, secondClient, untilWaiting } from "@/db/testing";
import { submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeWaiting } from "@/lib/developments/testing";
import { reply } from "@/lib/mail/scripted-server";
import { approveReview } from "@/lib/reviews/decide";
import { erase } from "@/lib/subscriptions/preferences";
import { keepLeases } from "./claim";
import { deliverDue } from "./deliver";
import { freezeIssue } from "./freeze";
import { addSubscribers, afterSending, countStates, sendingWorld, testClock, testPost, testSettings } from "./testing";

/** What happens at the same moment, and what clocks that jump do. */

const world = sendingWorld();
const { server, post } = world;
const closed = new Date("2026-11-30T00:00:05Z");
let db: Database;
beforeEach(() => {
  db = world.db();
});

function another() {
  const client = secondClient(world.client());
  world.atEnd(() => client.close());
  return client.db;
}

/** Holds up whoever changes a table, as a long change of others does. */
async function holdUp(table: string) {
  let free = () => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  let locked = () => {};
  const ready = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const done = another().transaction(async (tx) => {
    await tx.execute(sql.raw(`lock table ${table} in exclusive mode`));
    locked();
    await freed;
  });
  await ready;
  return async () => {
    free();
    await done;
  };
}

test("changes to what a week brought are approved while it is frozen: both wait, none fails", async () => {
  const [author, editor] = [await makePerson(db, { role: "editor" }), await makePerson(db, { role: "editor" })];
  const by = (caller: typeof author, instant: string) => ({ db, caller, now: new Date(instant) });
  const changed: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    const { id, review, revision } = await makeWaiting(db, author, { title: `Of the week ${n}` });
    await approveReview(at(db, editor), review.id);
    const base = { base: revision.id, changes: { title: `Changed ${n}` } };
    const saved = await saveDevelopment(by(author, "2026-11-30T00:00:01Z"), id, base);
    changed.push((await submitDevelopment(by(author, "2026-11-30T00:00:02Z"), id, saved.revision.id)).id);
  }
  // All approvals have begun, and stand before the moment in which they become public.
  const goOn = await holdUp("data_versions");
  const approvals = changed.map((id) =>
    approveReview({ db: another(), caller: editor, now: new Date("2026-11-30T00:00:04Z") }, id, {
      ...{ kind: "minor", reason: "A slip." },
    }),
  );
  await untilWaiting(db, 1);
  const frozen = freezeIssue({ db: another(), now: closed }, "2026-W48", testSettings);
  await untilWaiting(db, 2);
  await goOn();
  await Promise.all([...approvals, frozen]);
  expect((await db.select().from(issues)).map(({ frozenAt }) => frozenAt)).toEqual([closed]);
});

test("whoever erases while an issue is made is in none of its deliveries", async () => {
  const [id = 0] = await addSubscribers(db, 2);
  const goOn = await holdUp("outgoing_mails");
  const erased = erase({ db: another(), now: closed }, id);
  await untilWaiting(db, 1);
  const frozen = freezeIssue({ db: another(), now: closed }, "2026-W48", testSettings);
  await untilWaiting(db, 2);
  await goOn();
  await Promise.all([erased, frozen]);
  expect(await db.select({ email: deliveries.email }).from(deliveries)).toEqual([{ email: "reader-1@example.org" }]);
});

test("whoever is being erased when a letter is about to go gets none", async () => {
  const [id = 0] = await addSubscribers(db, 1);
  await freezeIssue({ db, now: closed }, "2026-W48", testSettings);
  const mail = await server();
  const clock = testClock(afterSending);
  const one = post(db, mail.url, clock);
  one.couriers = one.couriers.map((courier) => ({
    close: courier.close,
    deliver: (parcel) =>
      courier.deliver({
        ...parcel,
        begin: async () => {
          const goOn = await holdUp("outgoing_mails");
          const erased = erase({ db: another(), now: clock.now() }, id);
          await untilWaiting(db, 1);
          const begun = parcel.begin();
          await untilWaiting(db, 2);
          await goOn();
          await erased;
          return begun;
        },
      }),
  }));
  await deliverDue(one);
  expect([mail.received, await countStates(db)]).toEqual([[], { skipped: 1 }]);
});

test("a clock that ran ahead and is set back keeps no letter waiting for the year it had", async () => {
  await addSubscribers(db, 2);
  await freezeIssue({ db, now: closed }, "2026-W48", testSettings);
  let busy = true;
  const mail = await server({ atRecipient: () => (busy ? reply(451, "4.7.1 slower, please") : null) });
  const clock = testClock("2027-11-30T08:00:00Z");
  const one = post(db, mail.url, clock);
  await deliverDue(one);
  expect(await countStates(db)).toMatchObject({ retry: expect.any(Number) });
  busy = false;
  clock.set(afterSending);
  await deliverDue(one);
  expect(await countStates(db)).toEqual({ accepted: 2 });
});

test("a mail server that takes longer than a lease before it asks for a text gets the letter, as long as its worker lives", async () => {
  await addSubscribers(db, 1);
  await freezeIssue({ db, now: closed }, "2026-W48", testSettings);
  const clock = testClock(afterSending);
  const mail = await server({ atRecipient: () => void clock.move(40_000) as never });
  const one = testPost(db, mail.url, clock);
  world.atEnd(() => one.close());
  const [courier] = one.couriers;
  if (!courier) throw new Error("There is a courier.");
  one.couriers = [
    {
      close: courier.close,
      deliver: (parcel) =>
        courier.deliver({
          ...parcel,
          begin: async () => {
            // What the worker does several times in a lease.
            await keepLeases(one);
            clock.move(40_000);
            return parcel.begin();
          },
        }),
    },
  ];
  await deliverDue(one);
  expect(await countStates(db)).toEqual({ accepted: 1 });
  const [letter] = await db.select().from(deliveries).where(eq(deliveries.state, "accepted"));
  expect(letter?.attempts).toBe(1);
});
