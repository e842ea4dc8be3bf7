import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { confirmations, deliveries, outgoingMails, subscribers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { Invalid, NotFound, TooMany } from "@/lib/errors";
import { keepMail, listOutbox } from "@/lib/mail/outbox";
import { queueMail } from "@/lib/mail/queue";
import { confirmSubscription, subscribe } from "./confirm";
import { keepFilter } from "./filter";
import { addLinkKey, linkSigner, readLink } from "./links";
import { addView, comeBack, endSubscription, erase, getPreferences, leave, pause } from "./preferences";
import { findConfirmation, requestSubscription } from "./request";

let client: Client;
let db: Database;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
});
afterAll(() => client.close());

let clock = Date.parse("2026-11-24T08:00:00Z");
const world = (ms = 1000) => {
  clock += ms;
  return { db, now: new Date(clock) };
};
const day = 86_400_000;
let networks = 0;
const ask = (email: string, filter = "", at = world()) =>
  requestSubscription(at, { email, filter, audienceSlug: null, network: `192.0.2.${++networks}` });

async function mailsTo(email: string): Promise<string[]> {
  const rows = await db.select({ message: outgoingMails.message }).from(outgoingMails).orderBy(outgoingMails.id);
  return rows.flatMap(({ message }) => (message?.to === email ? [message.text] : []));
}
const tokenIn = (text: string) => /token=([\w-]+)/.exec(text)?.[1] ?? "";
const count = async (table: typeof subscribers | typeof confirmations) => db.$count(table);

describe("asking", () => {
  test("makes nobody a subscriber; the button of the page does, once", async () => {
    await ask("one@example.org", "area=encryption");
    expect(await count(subscribers)).toBe(0);
    const [mail = ""] = await mailsTo("one@example.org");
    const id = await confirmSubscription(world(), tokenIn(mail));
    expect(await getPreferences(world(), id)).toMatchObject({
      maskedEmail: "o…@example.org",
      subscriptions: [{ filter: "area=encryption" }],
    });
    await expect(confirmSubscription(world(), tokenIn(mail))).rejects.toThrow(Invalid);
  });

  test("again on the same day mails nothing more, and what was asked for stands on one page", async () => {
    await ask("two@example.org", "area=encryption");
    await ask("two@example.org", "area=fragmentation");
    await ask("two@example.org", "area=encryption");
    const mails = await mailsTo("two@example.org");
    expect(mails).toHaveLength(1);
    const id = await confirmSubscription(world(), tokenIn(mails[0] ?? ""));
    const { subscriptions: views } = await getPreferences(world(), id);
    expect(views.map(({ filter }) => filter).sort()).toEqual(["area=encryption", "area=fragmentation"]);
  });

  test("by strangers, too, leaves the choice to whoever has the address; nothing asked for is dropped", async () => {
    const asked = [
      "area=ai-governance",
      "area=cybersecurity",
      "area=encryption",
      "body=itu",
      "body=icann",
      "body=ietf",
    ];
    for (const filter of asked) await ask("chooses@example.org", filter, world(10));
    const link = tokenIn((await mailsTo("chooses@example.org"))[0] ?? "");
    expect((await findConfirmation(world(), link))?.wanted).toHaveLength(asked.length);
    await expect(confirmSubscription(world(), link, [])).rejects.toThrow("Choose at least one");
    const id = await confirmSubscription(world(), link, ["body=ietf", "area=somebody-elses"]);
    expect((await getPreferences(world(), id)).subscriptions.map(({ filter }) => filter)).toEqual(["body=ietf"]);
  });

  test("fifty times at once mails one letter", async () => {
    await Promise.all(Array.from({ length: 50 }, () => ask("fifty@example.org").catch((error) => error)));
    expect(await mailsTo("fifty@example.org")).toHaveLength(1);
  });

  test("without an answer mails three letters ever, on three days", async () => {
    for (let asked = 0; asked < 6; asked += 1) await ask("victim@example.org", "", world(day));
    expect(await mailsTo("victim@example.org")).toHaveLength(3);
  });

  test("says the same for everybody, and puts nothing of the requester into the mail", async () => {
    const mails = await Promise.all([mailsTo("one@example.org"), mailsTo("two@example.org")]);
    const plain = mails.flat().map((text) => text.replace(/token=\S+/, ""));
    expect(new Set(plain).size).toBe(1);
    expect(plain[0]).not.toContain("encryption");
  });

  test("is limited for a network; the link is good for two days", async () => {
    const at = world(day);
    const flood = Array.from({ length: 25 }, (_, n) =>
      requestSubscription(at, { email: `f${n}@example.org`, filter: "", audienceSlug: null, network: "198.51.100.7" }),
    );
    const refused = (await Promise.allSettled(flood)).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ reason: expect.any(TooMany) });
    await ask("late@example.org");
    const [mail = ""] = await mailsTo("late@example.org");
    await expect(confirmSubscription(world(2 * day + 1000), tokenIn(mail))).rejects.toThrow("older than 48 hours");
  });

  test("leaves no address behind where nobody answered", async () => {
    await ask("gone@example.org");
    await ask("somebody@example.org", "", world(3 * day));
    expect(await db.select().from(confirmations).where(eq(confirmations.email, "gone@example.org"))).toEqual([]);
  });

  test("for a view with an unknown word is refused, naming it", async () => {
    await expect(keepFilter(world(), "area=no-such-area")).rejects.toThrow("There is no impact area");
    await expect(keepFilter(world(), "colour=red")).rejects.toThrow("colour");
    expect(await keepFilter(world(), "/timeline?sort=oldest&area=fragmentation&area=encryption&asof=2026-11-01")).toBe(
      "area=encryption&area=fragmentation",
    );
  });
});

describe("links in letters", () => {
  test("are good for their purpose and subscriber only, and for ever, also after a new key", async () => {
    const sign = await linkSigner(db, world().now);
    const old = sign(7, "leave");
    expect(await readLink(db, old, "leave")).toBe(7);
    await expect(readLink(db, old, "preferences")).rejects.toThrow(NotFound);
    await addLinkKey(db, world().now);
    const renewed = (await linkSigner(db, world().now))(7, "leave");
    expect(renewed).not.toBe(old);
    expect(await readLink(db, old, "leave")).toBe(7);
    expect(await readLink(db, renewed, "leave")).toBe(7);
  });

  test("do not hold with any character changed, cut or added", async () => {
    const good = (await linkSigner(db, world().now))(1, "leave");
    const letters = "ABab01-_";
    const tried = [...good].flatMap((own, at) =>
      [...letters].filter((one) => one !== own).map((one) => good.slice(0, at) + one + good.slice(at + 1)),
    );
    const hits: string[] = [];
    for (const token of [...tried, good.slice(1), good.slice(0, -1), `${good}A`, `A${good}`, "", "=", `${good}=`]) {
      await readLink(db, token, "leave").then(
        () => hits.push(token),
        () => {},
      );
    }
    expect(hits).toEqual([]);
  });
});

describe("a subscriber", () => {
  const make = (email: string, filter = "") =>
    subscribe(db, world().now, { email, consent: "confirmed-by-link", wanted: [{ filter, audienceSlug: null }] });

  test("leaves, comes back, pauses; with the last view gone they have left", async () => {
    const id = await make("stays@example.org");
    await leave(world(), id);
    await leave(world(), id);
    expect(await getPreferences(world(), id)).toMatchObject({ left: true });
    await comeBack(world(), id);
    await pause(world(), id, 4);
    expect((await getPreferences(world(), id)).pausedUntil?.getTime()).toBeGreaterThan(clock + 27 * day);
    const [view] = (await getPreferences(world(), id)).subscriptions;
    await endSubscription(world(), id, view?.id ?? 0);
    expect(await getPreferences(world(), id)).toMatchObject({ left: true, subscriptions: [] });
    await comeBack(world(), id);
    expect(await getPreferences(world(), id)).toMatchObject({ left: false, subscriptions: [{ id: view?.id }] });
  });

  test("is erased everywhere, and still counted", async () => {
    const id = await make("erased@example.org", "area=encryption");
    const before = await count(subscribers);
    await queueMail(db, { to: "erased@example.org", subject: "Waits", text: "" }, world().now);
    for (const to of ["erased@example.org", "stays@example.org"])
      await keepMail({ to, subject: "Kept", text: "" }, world().now);
    await erase(world(), id);
    await erase(world(), id);
    expect(await count(subscribers)).toBe(before);
    expect(await getPreferences(world(), id)).toMatchObject({ maskedEmail: null, left: true });
    const found = await db.execute(sql`
      select 1 from subscribers where email like 'erased@%' union all select 1 from deliveries where email like 'erased@%'
      union all select 1 from confirmations where email like 'erased@%'
      union all select 1 from outgoing_mails where message::text like '%erased@%'`);
    expect([...found]).toEqual([]);
    const kept = (await listOutbox()).map(({ to }) => to);
    expect([kept.includes("erased@example.org"), kept.includes("stays@example.org")]).toEqual([false, true]);
    await expect(comeBack(world(), id)).rejects.toThrow("Subscribe again");
    expect(await make("erased@example.org")).not.toBe(id);
    expect(await db.$count(deliveries)).toBe(0);
  });

  test("adds a view by the link of a letter, without another mail", async () => {
    const id = await make("adds@example.org", "area=encryption");
    const mails = await db.$count(outgoingMails);
    await addView(world(), id, "/timeline?area=fragmentation");
    await addView(world(), id, "area=fragmentation");
    const views = async () => (await getPreferences(world(), id)).subscriptions.map(({ filter }) => filter);
    expect(await views()).toEqual(["area=encryption", "area=fragmentation"]);
    await expect(addView(world(), id, "area=nothing-of-this-name")).rejects.toThrow(Invalid);
    await leave(world(), id);
    await expect(addView(world(), id, "body=itu")).rejects.toThrow("Ask for letters again first");
    expect([await views(), await db.$count(outgoingMails)]).toEqual([["area=encryption", "area=fragmentation"], mails]);
  });

  test("who left and subscribes again gets what was asked for now, and nothing of before", async () => {
    const id = await make("again@example.org", "area=encryption");
    await addView(world(), id, "body=itu");
    await leave(world(), id);
    expect(await make("again@example.org", "area=fragmentation")).toBe(id);
    expect(await getPreferences(world(), id)).toMatchObject({
      ...{ left: false, subscriptions: [{ filter: "area=fragmentation" }] },
    });
  });

  test("has thirty views at most, also when asking for many at once", async () => {
    const id = await make("many@example.org");
    const asked = Array.from({ length: 40 }, (_, n) => addView(world(), id, `q=word${n}`).catch((error) => error));
    const refused = (await Promise.all(asked)).filter((one) => one instanceof Invalid);
    expect([refused.length, (await getPreferences(world(), id)).subscriptions.length]).toEqual([11, 30]);
    await ask("many@example.org", "body=itu", world(day));
    const link = tokenIn((await mailsTo("many@example.org")).at(-1) ?? "");
    await expect(confirmSubscription(world(), link)).rejects.toThrow("30 views at most");
    // It was an answer: the next one may be asked for, once there is room.
    await expect(confirmSubscription(world(), link)).rejects.toThrow("has been used");
    for (let days = 0; days < 4; days += 1) {
      await ask("many@example.org", "body=itu", world(day));
      const next = tokenIn((await mailsTo("many@example.org")).at(-1) ?? "");
      await expect(confirmSubscription(world(), next)).rejects.toThrow("30 views at most");
    }
    const [first] = (await getPreferences(world(), id)).subscriptions;
    await endSubscription(world(), id, first?.id ?? 0);
    await ask("many@example.org", "body=itu", world(day));
    await confirmSubscription(world(), tokenIn((await mailsTo("many@example.org")).at(-1) ?? ""));
    expect((await getPreferences(world(), id)).subscriptions).toHaveLength(30);
  });

  test("who leaves gets no mail to confirm what was asked for before", async () => {
    const id = await make("leaves@example.org");
    await ask("leaves@example.org", "body=itu", world(day));
    const before = (await mailsTo("leaves@example.org")).length;
    await leave(world(), id);
    expect((await mailsTo("leaves@example.org")).length).toBe(before - 1);
  });

  test("erased before answering is not counted as somebody who does not answer", async () => {
    const id = await make("forgets@example.org");
    for (let asked = 0; asked < 3; asked += 1) await ask("forgets@example.org", "", world(day));
    await erase(world(), id);
    await ask("forgets@example.org", "", world(day));
    expect(await mailsTo("forgets@example.org")).toHaveLength(1);
  });

  test("who takes away the last two views at the same moment has left", async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const id = await make(`both-${turn}@example.org`);
      await addView(world(), id, "body=itu");
      const { subscriptions: views } = await getPreferences(world(), id);
      await Promise.all(views.map((view) => endSubscription(world(), id, view.id)));
      expect(await getPreferences(world(), id)).toMatchObject({ left: true, subscriptions: [] });
    }
  });

  test("cannot take away the view of somebody else", async () => {
    const [one, two] = [await make("own@example.org"), await make("other@example.org")];
    const [view] = (await getPreferences(world(), two)).subscriptions;
    await expect(endSubscription(world(), one, view?.id ?? 0)).rejects.toThrow(NotFound);
    expect((await getPreferences(world(), two)).subscriptions).toHaveLength(1);
  });
});
