import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import type { Message } from "@/db/message";
import { attempts, auditEvents, people, verificationTokens } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import { authSecret } from "@/lib/env";
import { Conflict, Invalid, TooMany } from "@/lib/errors";
import { deactivatePerson } from "./people";
import {
  emailShape,
  firstAdminLink,
  firstAdminLinkHolds,
  makeFirstAdmin,
  nameShape,
  requestSignIn,
  signInLink,
} from "./sign-in";
import { useToken } from "./tokens";

const baseUrl = "https://plenary.example.org";
const now = new Date("2026-11-24T08:00:00Z");
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let db: Database;
/** Another process on the same database. */
let other: Database;
beforeAll(async () => {
  const client = await testDatabase();
  const second = secondClient(client);
  await second.sql`select 1`;
  [db, other] = [client.db, second.db];
});
beforeEach(async () => {
  await db.delete(attempts);
  await db.delete(verificationTokens);
  await db.update(people).set({ email: null, active: false });
});

let networks = 0;
const request = (email: string, network = `10.0.0.${++networks}`) => ({ email, network, next: "/desk", baseUrl });

/** Asks for a link and gives back what was mailed. */
async function ask(email: string, options: { network?: string; db?: Database; at?: Date } = {}): Promise<Message[]> {
  const mails: Message[] = [];
  await requestSignIn(
    { db: options.db ?? db, now: options.at ?? now },
    request(email, options.network),
    async (mail) => {
      mails.push(mail);
    },
  );
  return mails;
}

const tokenIn = (text: string) => new URL(text.match(/https:\S+/)?.[0] ?? "").searchParams.get("token") ?? "";

describe("a mailed link", () => {
  test("goes to its person only, leads to a page with a button and says how long it works", async () => {
    await makePerson(db, { role: "editor", email: "ada@example.org" });
    const [mail, ...more] = await ask("ada@example.org");
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: "ada@example.org", text: expect.stringContaining("within 30 minutes") });
    expect(mail?.text).toContain(`${baseUrl}/sign-in/confirm?email=ada%40example.org&token=`);
  });

  test("works once, and of two who use it at once for one", async () => {
    const token = tokenIn(await signInLink({ db, now }, { email: "ada@example.org", baseUrl }));
    const used = await Promise.all([db, other].map((pool) => useToken(pool, "ada@example.org", token, now)));
    expect(used.toSorted()).toEqual([false, true]);
    expect(await useToken(db, "ada@example.org", token, now)).toBe(false);
  });

  test.each([
    ["in its 30 minutes", 29.9, true],
    ["not after them", 30, false],
  ])("works %s", async (_, minutes, works) => {
    const token = tokenIn(await signInLink({ db, now }, { email: "ada@example.org", baseUrl }));
    expect(await useToken(db, "ada@example.org", token, minutesLater(minutes))).toBe(works);
  });

  test("works for no other address", async () => {
    const token = tokenIn(await signInLink({ db, now }, { email: "ada@example.org", baseUrl }));
    expect(await useToken(db, "eve@example.org", token, now)).toBe(false);
  });

  test("is kept as a hash made with the secret, which the database alone does not give away", async () => {
    const token = tokenIn(await signInLink({ db, now }, { email: "ada@example.org", baseUrl }));
    const [row] = await db.select().from(verificationTokens);
    expect(row?.token).toBe(createHash("sha256").update(`${token}${authSecret()}`).digest("hex"));
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  test("takes old ones with it", async () => {
    await signInLink({ db, now }, { email: "ada@example.org", baseUrl });
    await signInLink({ db, now: minutesLater(31) }, { email: "bob@example.org", baseUrl });
    expect(await db.$count(verificationTokens)).toBe(1);
  });

  test("that cannot be mailed changes nothing for who asked", async () => {
    await makePerson(db, { role: "editor", email: "ada@example.org" });
    const failing = requestSignIn({ db, now }, request("ada@example.org"), () => new Promise(() => {}));
    await expect(failing).resolves.toBeUndefined();
  });
});

describe("an address without a person who may sign in", () => {
  test.each(["unknown", "deactivated"])("gets no link where it is %s", async (kind) => {
    const person = await makePerson(db, { role: "editor", email: "gone@example.org" });
    await deactivatePerson({ db, now, caller: "operator" }, person.id);
    expect(await ask(kind === "unknown" ? "nobody@example.org" : "gone@example.org")).toEqual([]);
  });

  test("is answered and written alike", async () => {
    await makePerson(db, { role: "editor", email: "ada@example.org" });
    const gone = await makePerson(db, { role: "editor", email: "gone@example.org" });
    await deactivatePerson({ db, now, caller: "operator" }, gone.id);
    await ask("first@example.org");
    const known = await writesOf("ada@example.org");
    expect(known.writes).toMatchObject({ "attempts inserted": 2, "attempts updated": 1 });
    expect(await writesOf("nobody@example.org")).toEqual(known);
    expect(await writesOf("gone@example.org")).toEqual(known);
  });

  /** What a request answers, and how many rows it writes by table and kind. */
  async function writesOf(email: string) {
    return db.transaction(async (tx) => {
      const counted = async () => {
        const rows = await tx.execute<{ key: string; n: number }>(sql`
          select relname || ' ' || kind as key, n::int from pg_stat_xact_user_tables,
            lateral (values ('inserted', n_tup_ins), ('updated', n_tup_upd), ('deleted', n_tup_del)) as counts(kind, n)`);
        return new Map([...rows].map(({ key, n }) => [key, n]));
      };
      // Counts of earlier transactions may still be pending on this connection.
      const before = await counted();
      const answer = await requestSignIn({ db: tx, now }, request(email), async () => {});
      const writes = [...(await counted())].map(([key, n]): [string, number] => [key, n - (before.get(key) ?? 0)]);
      return { answer, writes: Object.fromEntries(writes.filter(([, n]) => n > 0)) };
    });
  }
});

describe("tries are counted in the database", () => {
  test("five links an hour for one address, by all processes together", async () => {
    for (let n = 1; n <= 5; n++) await ask("ada@example.org", { db: n % 2 ? db : other });
    await expect(ask("ada@example.org", { db: other })).rejects.toThrow(TooMany);
    await expect(ask("ada@example.org")).rejects.toThrow(TooMany);
    await expect(ask("bob@example.org")).resolves.toEqual([]);
  });

  test("thirty for one network, whatever the addresses", async () => {
    const network = "192.0.2.7";
    for (let n = 1; n <= 30; n++) await ask(`one-${n}@example.org`, { network, db: n % 2 ? db : other });
    await expect(ask("one-31@example.org", { network })).rejects.toThrow(TooMany);
    await expect(ask("one-31@example.org", { network: "192.0.2.8" })).resolves.toEqual([]);
  });

  test("two thousand in all", async () => {
    await db.insert(attempts).values({ key: "sign-in", windowStart: now, count: 1_999 });
    await ask("ada@example.org");
    await expect(ask("bob@example.org", { db: other })).rejects.toThrow(TooMany);
  });

  test("anew each hour, and says how long to wait", async () => {
    for (let n = 1; n <= 5; n++) await ask("ada@example.org");
    const refused = ask("ada@example.org", { at: minutesLater(58.5) });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining("2 minutes"),
      retryAfterSeconds: 120,
    });
    await expect(ask("ada@example.org", { at: minutesLater(60) })).resolves.toEqual([]);
  });

  test("a refused try leaves no link", async () => {
    await makePerson(db, { role: "editor", email: "ada@example.org" });
    for (let n = 1; n <= 5; n++) await ask("ada@example.org");
    const before = await db.$count(verificationTokens);
    await expect(ask("ada@example.org")).rejects.toThrow(TooMany);
    expect(await db.$count(verificationTokens)).toBe(before);
  });

  test("without the address in plain text", async () => {
    await ask("ada@example.org");
    expect(JSON.stringify(await db.select().from(attempts))).not.toContain("ada");
  });
});

describe("the link of the first admin", () => {
  const become = (token: string, email: string, pool = db) =>
    makeFirstAdmin({ db: pool, now }, { token, name: "Ada", email, network: "192.0.2.1" });
  const admins = () =>
    db
      .select()
      .from(people)
      .where(and(eq(people.role, "admin"), eq(people.active, true)));

  test("makes one, with an audit row, and then is used up", async () => {
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    expect(await firstAdminLinkHolds({ db, now }, token)).toBe(true);
    const admin = await become(token, "ada@example.org");
    expect(admin).toMatchObject({ role: "admin", email: "ada@example.org" });
    const audit = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subject, `person:${admin.id}`));
    expect(audit).toMatchObject([{ action: "person.first-admin", personId: null }]);
    expect(await firstAdminLinkHolds({ db, now }, token)).toBe(false);
    await expect(become(token, "eve@example.org")).rejects.toThrow(Invalid);
    expect(await admins()).toHaveLength(1);
  });

  test("opened by two at once makes one admin", async () => {
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    const both = await Promise.allSettled([become(token, "ada@example.org"), become(token, "eve@example.org", other)]);
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await admins()).toHaveLength(1);
  });

  test("printed by two processes at once still makes one admin", async () => {
    const first = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    const kept = await db.select().from(verificationTokens);
    const second = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    await db.insert(verificationTokens).values(kept);
    const both = await Promise.allSettled([become(first, "ada@example.org"), become(second, "eve@example.org", other)]);
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await admins()).toHaveLength(1);
    expect(await db.$count(verificationTokens)).toBe(0);
  });

  test("is replaced by the next one", async () => {
    const first = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    await firstAdminLink({ db, now }, baseUrl);
    await expect(become(first, "ada@example.org")).rejects.toThrow(Invalid);
  });

  test("works for a day", async () => {
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    expect(await firstAdminLinkHolds({ db, now: minutesLater(24 * 60 - 1) }, token)).toBe(true);
    expect(await firstAdminLinkHolds({ db, now: minutesLater(24 * 60) }, token)).toBe(false);
  });

  test("is not made, and an older one not taken, while there is an admin", async () => {
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    await makePerson(db, { role: "admin" });
    expect(await firstAdminLink({ db, now }, baseUrl)).toBeNull();
    expect(await firstAdminLinkHolds({ db, now }, token)).toBe(false);
    await expect(become(token, "ada@example.org")).rejects.toThrow(Invalid);
  });

  test("with an address somebody has stores nothing and still works", async () => {
    await makePerson(db, { role: "editor", email: "ada@example.org" });
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    await expect(become(token, "ada@example.org")).rejects.toThrow(Conflict);
    expect(await admins()).toEqual([]);
    await expect(become(token, "eve@example.org")).resolves.toMatchObject({ role: "admin" });
  });

  test("cannot be guessed for long from one network", async () => {
    for (let n = 1; n <= 20; n++) await expect(become("guess", "eve@example.org")).rejects.toThrow(Invalid);
    const token = tokenIn((await firstAdminLink({ db, now }, baseUrl)) ?? "");
    await expect(become(token, "eve@example.org")).rejects.toThrow(TooMany);
  });
});

test.each([
  ["Ada@Example.ORG", "ada@example.org"],
  [" ada@example.org ", "ada@example.org"],
])("the address %j is kept as %j", (typed, kept) => {
  expect(emailShape.parse(typed)).toBe(kept);
});

test.each([
  "",
  "ada",
  "ada@example.org, eve@example.org",
  "ada@example.org\r\nBcc: eve@example.org",
  "a\u202e@example.org",
])("%j is no address", (typed) => {
  expect(emailShape.safeParse(typed).success).toBe(false);
});

test.each(["", "\u200d", "\ufe0f\u0301", "—", "👻"])(
  "the name %j is refused, since nobody could be called by it",
  (typed) => {
    expect(nameShape.safeParse(typed).error?.issues[0]?.message).toBe("Write the name.");
  },
);
