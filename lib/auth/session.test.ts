import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Database } from "@/db/client";
import { people } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { authSecret } from "@/lib/env";
import { authOptions } from "./config";
import { deactivatePerson, endSessions } from "./people";
import { closeSession, findCaller, openSession } from "./session";
import { signInLink } from "./sign-in";

/** The cookies of one browser, with the attributes they were set with. */
const jar = vi.hoisted(() => new Map<string, { value: string; httpOnly?: boolean; sameSite?: string }>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => jar.get(name),
    set: (name: string, value: string, attributes: object) => jar.set(name, { value, ...attributes }),
  }),
}));

const cookie = "next-auth.session-token";
const now = new Date("2026-11-24T08:00:00Z");

let db: Database;
let person: Person;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
beforeEach(async () => {
  jar.clear();
  person = await makePerson(db, { role: "editor" });
});

const callbacks = () => {
  const { signIn, jwt } = authOptions(db).callbacks ?? {};
  if (!signIn || !jwt) throw new Error("next-auth would decide by itself.");
  return { signIn, jwt };
};

describe("the session cookie", () => {
  test("says who sends it, and no script of a page can read it", async () => {
    await openSession({ id: person.id, sessionNumber: 1 });
    expect(jar.get(cookie)).toMatchObject({ httpOnly: true, sameSite: "lax" });
    expect(await findCaller(db)).toEqual(person);
    await closeSession();
    expect(await findCaller(db)).toBeNull();
  });

  test("is nobody's as soon as the person is deactivated", async () => {
    await openSession({ id: person.id, sessionNumber: 1 });
    await deactivatePerson({ db, now, caller: "operator" }, person.id);
    expect(await findCaller(db)).toBeNull();
  });

  test("of any device is nobody's after signing out everywhere", async () => {
    await openSession({ id: person.id, sessionNumber: 1 });
    await endSessions({ db, now, caller: person });
    expect(await findCaller(db)).toBeNull();
    await openSession({ id: person.id, sessionNumber: 2 });
    expect(await findCaller(db)).toEqual(person);
  });

  test("gives the role the database has now", async () => {
    await openSession({ id: person.id, sessionNumber: 1 });
    await db.update(people).set({ role: "admin" }).where(eq(people.id, person.id));
    expect(await findCaller(db)).toMatchObject({ role: "admin" });
  });

  test.each<[string, () => Promise<string> | string]>([
    ["not signed by us", () => encode({ token: { sub: person.id, sessionNumber: 1 }, secret: "another secret" })],
    ["without a session number", () => encode({ token: { sub: person.id }, secret: authSecret() })],
    ["of no person", () => encode({ token: { sub: "1 or 1=1", sessionNumber: 1 }, secret: authSecret() })],
    ["too old", () => encode({ token: { sub: person.id, sessionNumber: 1 }, secret: authSecret(), maxAge: -60 })],
    ["that is noise", () => "a.b.c.d.e"],
  ])("%s is nobody's", async (_, make) => {
    jar.set(cookie, { value: await make() });
    expect(await findCaller(db)).toBeNull();
  });
});

describe("who may sign in", () => {
  const outside = { type: "oauth", provider: "github", providerAccountId: "1" } as const;
  const mailed = { type: "email", provider: "email", providerAccountId: "1" } as const;
  type Given = { email: string; account: typeof outside | typeof mailed; verified?: unknown };
  const signIn = ({ email, account, verified }: Given) =>
    callbacks().signIn({
      user: { id: "x", email },
      account,
      profile: { email, ...(verified === undefined ? {} : { email_verified: verified }) },
    });

  test("a person an admin added, by link or by an outside account with a verified address", async () => {
    expect(await signIn({ email: person.email, account: mailed })).toBe(true);
    expect(await signIn({ email: person.email.toUpperCase(), account: outside, verified: true })).toBe(true);
  });

  test.each([[undefined], [false], ["true"], [null], [1]])(
    "no outside account whose address is verified: %j",
    async (verified) => {
      expect(await signIn({ email: person.email, account: outside, verified })).toBe(false);
    },
  );

  test.each([mailed, outside])("nobody unknown by $type", async (account) => {
    expect(await signIn({ email: "nobody@example.org", account, verified: true })).toBe(false);
    expect(await signIn({ email: "", account, verified: true })).toBe(false);
  });

  test.each([mailed, outside])("nobody deactivated by $type", async (account) => {
    await deactivatePerson({ db, now, caller: "operator" }, person.id);
    expect(await signIn({ email: person.email, account, verified: true })).toBe(false);
  });

  test("next-auth adds no people by itself", async () => {
    const create = authOptions(db).adapter?.createUser;
    const stranger = { id: "", email: "nobody@example.org", emailVerified: now };
    await expect(create?.(stranger)).rejects.toThrow("added by an admin");
  });

  test("an outside account finds its person however the address is written", async () => {
    const found = await authOptions(db).adapter?.getUserByEmail?.(person.email.toUpperCase());
    expect(found).toMatchObject({ id: person.id });
  });

  test("a mailed link is taken by next-auth once", async () => {
    const link = new URL(
      await signInLink({ db, now }, { email: person.email, baseUrl: "https://plenary.example.org" }),
    );
    const token = link.searchParams.get("token");
    const hashed = createHash("sha256").update(`${token}${authSecret()}`).digest("hex");
    const take = () => authOptions(db).adapter?.useVerificationToken?.({ identifier: person.email, token: hashed });
    expect(await take()).toMatchObject({ identifier: person.email, expires: new Date("2026-11-24T08:30:00Z") });
    expect(await take()).toBeNull();
  });
});

describe("what next-auth writes into the session", () => {
  const jwt = (email?: string) =>
    callbacks().jwt({ token: { sub: "kept" }, user: email ? { id: "x", email } : undefined } as never);

  test("is the person and their session number", async () => {
    await endSessions({ db, now, caller: person });
    expect(await jwt(person.email)).toEqual({ sub: person.id, sessionNumber: 2 });
  });

  test("is nothing for who may not sign in, and stays what it was later on", async () => {
    expect(await jwt("nobody@example.org")).toEqual({});
    await deactivatePerson({ db, now, caller: "operator" }, person.id);
    expect(await jwt(person.email)).toEqual({});
    expect(await jwt()).toEqual({ sub: "kept" });
  });
});
