import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { subscribers, subscriptions } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { addSubscriber, importSubscribers, listSubscribers, removeSubscriber } from "./operator";
import { getPreferences, leave, pause } from "./preferences";

let client: Client;
let db: Database;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
});
afterAll(() => client.close());

let clock = Date.parse("2026-11-24T08:00:00Z");
const world = () => {
  clock += 1000;
  return { db, now: new Date(clock) };
};

test("the operator adds with a filter, and says how the consent came", async () => {
  await addSubscriber(world(), { email: "op@example.org", filter: "area=encryption", quietWeeks: false });
  const [row] = await db.select().from(subscribers).where(eq(subscribers.email, "op@example.org"));
  expect(row).toMatchObject({ consent: "added-by-operator", quietWeeks: false });
  const again = (filter: string) => addSubscriber(world(), { email: "op@example.org", filter, quietWeeks: undefined });
  expect(await again("area=fragmentation")).toMatchObject({ before: "reading", views: 2 });
  await removeSubscriber(world(), "op@example.org");
  expect(await listSubscribers(world())).toMatch(/^email,filter,quiet,away\n/);
  expect(await listSubscribers(world())).toContain("\nop@example.org,area=fragmentation,off,left\n");
  expect(await getPreferences(world(), row?.id ?? 0)).toMatchObject({ left: true });
});

test("the operator imports a whole file or nothing, and hears of each wrong line", async () => {
  const good = "email,filter,quiet\nc1@example.org,area=encryption,off\n\n C2@Example.org ,,\n";
  expect(await importSubscribers(world(), good)).toEqual({ added: 2, away: 0 });
  const thrice = "email,filter,quiet\nc1@example.org,,\nc1@example.org,body=itu,\nc1@example.org,body=ietf,\n";
  expect(await importSubscribers(world(), thrice)).toEqual({ added: 1, away: 0 });
  expect(await db.$count(subscribers, eq(subscribers.email, "c2@example.org"))).toBe(1);
  for (const heading of ["email,fliter", "email,email"])
    await expect(importSubscribers(world(), `${heading}\nc6@example.org,area=encryption\n`)).rejects.toThrow("Line 1");
  const bad =
    "email,filter,quiet\nc3@example.org,,\n\nnot-an-address,,\nc4@example.org,area=nowhere,\nc5@example.org,,maybe\n";
  const error = await importSubscribers(world(), bad).catch((thrown: Error) => thrown.message);
  expect(error).toMatch(/Line 4: .*\nLine 5: .*nowhere.*\nLine 6: .*on or off/);
  expect(await db.$count(subscribers, eq(subscribers.email, "c3@example.org"))).toBe(0);
});

test("the operator imports nobody back who left or complained since the list was written", async () => {
  const moved = "email,filter,quiet,away\n'-dash@example.org,area=encryption,on,\nthere@example.org,,on,left\n";
  expect(await importSubscribers(world(), moved)).toEqual({ added: 1, away: 1 });
  expect(await db.$count(subscribers, eq(subscribers.email, "there@example.org"))).toBe(0);
  expect(await listSubscribers(world())).toContain("\n'-dash@example.org,area=encryption,on,\n");
  const later = "email,filter,quiet,away\ntwice@example.org,area=encryption,on,\ntwice@example.org,,on,left\n";
  expect(await importSubscribers(world(), later)).toEqual({ added: 0, away: 1 });
  const file = "email\nleft@example.org\ncomplained@example.org\nnew@example.org\n";
  const add = (email: string) =>
    addSubscriber(world(), { email, filter: "", quietWeeks: undefined }).then(({ id }) => id);
  const [left, complained] = [await add("left@example.org"), await add("complained@example.org")];
  await leave(world(), left);
  await db
    .update(subscribers)
    .set({ suppressedAt: new Date(), suppressedBecause: "complained" })
    .where(eq(subscribers.id, complained));
  expect(await importSubscribers(world(), file)).toEqual({ added: 1, away: 2 });
  expect(await getPreferences(world(), left)).toMatchObject({ left: true });
  expect(await getPreferences(world(), complained)).toMatchObject({ suppressed: true });
});

test("the operator leaves in peace who pauses", async () => {
  const { id } = await addSubscriber(world(), { email: "pauses@example.org", filter: "", quietWeeks: undefined });
  await pause(world(), id, 8);
  expect(await importSubscribers(world(), "email\npauses@example.org\n")).toEqual({ added: 0, away: 1 });
  await addSubscriber(world(), { email: "pauses@example.org", filter: "body=itu", quietWeeks: undefined });
  expect((await getPreferences(world(), id)).pausedUntil).not.toBeNull();
});

test("importing a file twice changes nothing", async () => {
  const before = await db.$count(subscriptions);
  await importSubscribers(world(), "email,filter\nc1@example.org,area=encryption\n");
  expect(await db.$count(subscriptions)).toBe(before);
});
