import { eq, inArray, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { auditEvents, people } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import { personRoles } from "@/db/vocabulary";
import type { Person } from "@/lib/context";
import { Forbidden, Invalid, NotFound } from "@/lib/errors";
import {
  addPerson,
  deactivatePerson,
  endSessions,
  listPeople,
  noteLink,
  type PeopleContext,
  reactivatePerson,
  setRole,
} from "./people";

let client: Client;
let db: Database;
let admin: Person;
let second: Person;
beforeAll(async () => {
  client = await testDatabase();
  db = client.db;
  admin = await makePerson(db, { role: "admin" });
  second = await makePerson(db, { role: "admin" });
});

const now = new Date("2026-11-24T08:00:00Z");
const by = (caller: PeopleContext["caller"], pool = db): PeopleContext => ({ db: pool, now, caller });
const read = async (id: string) => (await db.select().from(people).where(eq(people.id, id)))[0];
const audit = (id: string) =>
  db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subject, `person:${id}`))
    .orderBy(auditEvents.id);

/** Every way to change who may sign in. */
const changes: [string, (ctx: PeopleContext, id: string) => Promise<unknown>][] = [
  ["adding somebody", (ctx) => addPerson(ctx, { name: "Eve", email: "eve@example.org", role: "admin" })],
  ["giving a role", (ctx, id) => setRole(ctx, id, "admin")],
  ["deactivating", deactivatePerson],
  ["activating", reactivatePerson],
  ["listing people", listPeople],
];

describe("only an admin manages people", () => {
  test.each(changes)("%s is refused to everybody else and stores nothing", async (_, change) => {
    const target = await makePerson(db, { role: "contributor" });
    const stored = () => db.select().from(people).orderBy(people.id);
    for (const caller of [
      null,
      target,
      await makePerson(db, { role: "contributor" }),
      await makePerson(db, { role: "editor" }),
    ]) {
      const [before, events] = [await stored(), await db.$count(auditEvents)];
      await expect(change(by(caller), target.id)).rejects.toThrow(Forbidden);
      expect(await stored()).toEqual(before);
      expect(await db.$count(auditEvents)).toBe(events);
    }
  });
});

describe("adding somebody", () => {
  test("lets them sign in and is in the audit, with who did it", async () => {
    const added = await addPerson(by(admin), { name: "Ada", email: "ada@example.org", role: "editor" });
    expect(await read(added.id)).toMatchObject({ email: "ada@example.org", role: "editor", active: true });
    expect(await audit(added.id)).toMatchObject([
      { action: "person.added", personId: admin.id, at: now, detail: { role: "editor" } },
    ]);
  });

  test("by the operator of the machine has no person in the audit", async () => {
    const added = await addPerson(by("operator"), { name: "Bob", email: "bob@example.org", role: "contributor" });
    expect(await audit(added.id)).toMatchObject([{ action: "person.added", personId: null }]);
  });

  test("and a link that is handed over are both in the audit; who may not sign in gets none", async () => {
    const added = await addPerson(by("operator"), { name: "Eve", email: "eve@example.org", role: "editor" });
    await noteLink(by("operator"), added);
    expect((await audit(added.id)).map(({ action }) => action)).toEqual(["person.added", "person.link-made"]);
    const note = noteLink(by("operator"), { ...added, active: false });
    await expect(note).rejects.toMatchObject({
      fields: { email: expect.stringContaining("activate eve@example.org") },
    });
    expect(await audit(added.id)).toHaveLength(2);
  });

  test("with an address somebody has is refused by name, and notes nothing", async () => {
    const events = await db.$count(auditEvents);
    const add = addPerson(by(admin), { name: "Twin", email: admin.email, role: "admin" });
    await expect(add).rejects.toMatchObject({ fields: { email: expect.stringContaining(admin.email) } });
    expect(await db.$count(auditEvents)).toBe(events);
  });
});

describe("a change", () => {
  test.each(personRoles)("of role to %s ends the sessions and is in the audit", async (role) => {
    const target = await makePerson(db, { role: "editor" });
    await setRole(by(admin), target.id, role);
    expect(await read(target.id)).toMatchObject({ role, active: true, sessionNumber: 2 });
    expect(await audit(target.id)).toMatchObject([{ action: "person.role", personId: admin.id, detail: { role } }]);
  });

  test("to deactivated ends the sessions; activating does not bring them back", async () => {
    const target = await makePerson(db, { role: "editor" });
    await deactivatePerson(by(admin), target.id);
    expect(await read(target.id)).toMatchObject({ active: false, sessionNumber: 2 });
    await reactivatePerson(by(admin), target.id);
    expect(await read(target.id)).toMatchObject({ active: true, sessionNumber: 3 });
    const events = await audit(target.id);
    expect(events.map((event) => event.action)).toEqual(["person.deactivated", "person.reactivated"]);
  });

  test("of somebody who is not there, or cannot sign in anyway, says so", async () => {
    const missing = setRole(by(admin), "00000000-0000-4000-8000-00000000dead", "editor");
    await expect(missing).rejects.toThrow(NotFound);
    const [reader] = await db.insert(people).values({ name: "Starter data", role: "editor" }).returning();
    await expect(deactivatePerson(by(admin), reader?.id ?? "")).rejects.toThrow(NotFound);
  });

  test("whose audit row cannot be written is not made", async () => {
    const target = await makePerson(db, { role: "editor" });
    await db.execute(sql`create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$`);
    await db.execute(sql`create trigger fails before insert on audit_events execute function fail()`);
    const add = { name: "Lost", email: "lost@example.org", role: "editor" } as const;
    for (const change of [
      () => deactivatePerson(by(admin), target.id),
      () => setRole(by(admin), target.id, "admin"),
      () => endSessions({ ...by(target), caller: target }),
      () => addPerson(by(admin), add),
    ]) {
      await expect(change()).rejects.toMatchObject({ cause: { message: "full" } });
    }
    await db.execute(sql`drop trigger fails on audit_events`);
    expect(await read(target.id)).toMatchObject({ role: "editor", active: true, sessionNumber: 1 });
    expect(await db.$count(people, eq(people.email, add.email))).toBe(0);
  });
});

describe("the only admin", () => {
  beforeEach(async () => {
    await db.update(people).set({ active: false });
    const two = inArray(people.id, [admin.id, second.id]);
    await db.update(people).set({ role: "admin", active: true }).where(two);
  });

  test("cannot leave; with a second one they can", async () => {
    await setRole(by(admin), second.id, "editor");
    await expect(deactivatePerson(by(admin), admin.id)).rejects.toThrow(Invalid);
    await expect(setRole(by(admin), admin.id, "editor")).rejects.toThrow(Invalid);
    expect(await read(admin.id)).toMatchObject({ role: "admin", active: true });
    await setRole(by(admin), second.id, "admin");
    await setRole(by(admin), admin.id, "editor");
    expect(await read(admin.id)).toMatchObject({ role: "editor" });
  });

  test("is somebody also where two demote each other at once", async () => {
    const other = secondClient(client);
    await other.sql`select 1`;
    const both = await Promise.allSettled([
      setRole(by(admin), second.id, "editor"),
      setRole(by(second, other.db), admin.id, "editor"),
    ]);
    await other.close();
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const left = await db.$count(people, sql`${people.role} = 'admin' and ${people.active}`);
    expect(left).toBe(1);
  });

  test("who is deactivated does not count as another", async () => {
    await deactivatePerson(by(admin), second.id);
    await expect(setRole(by(admin), admin.id, "contributor")).rejects.toThrow(Invalid);
  });

  test("can be removed by the operator of the machine, who can make another", async () => {
    await deactivatePerson(by(admin), second.id);
    await deactivatePerson(by("operator"), admin.id);
    expect(await read(admin.id)).toMatchObject({ active: false });
  });
});

test("signing out everywhere ends one's own sessions only", async () => {
  const [me, other] = [await makePerson(db, { role: "contributor" }), await makePerson(db, { role: "contributor" })];
  await endSessions({ ...by(me), caller: me });
  expect(await read(me.id)).toMatchObject({ sessionNumber: 2 });
  expect(await read(other.id)).toMatchObject({ sessionNumber: 1 });
  expect(await audit(me.id)).toMatchObject([{ action: "person.signed-out-everywhere", personId: me.id }]);
  await expect(endSessions({ ...by(null), caller: null })).rejects.toThrow(Forbidden);
});

test("the list shows who can sign in, by name", async () => {
  const rows = await listPeople(by(admin));
  expect(rows.map((row) => row.name)).not.toContain("Starter data");
  expect(rows).toContainEqual(expect.objectContaining({ id: admin.id, email: admin.email, name: admin.name }));
});
