import { and, eq, like, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { dataVersions, heldSets } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import { approveReview } from "@/lib/reviews/decide";
import { generateDevelopments } from "./generate";
import { heldFor, heldMarks } from "./held-marks";
import { keepSnapshot, readSnapshot } from "./held-snapshot";
import { MarkIndex } from "./mark-index";
import { retractDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { at, makeWaiting } from "./testing";
import { readHeld } from "./testing-rows";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await generateDevelopments(client.db, { count: 1_500, now: new Date("2026-11-24T12:00:00Z") });
});
afterAll(() => client.close());

const version = async () => (await client.db.select().from(dataVersions))[0]?.version ?? 0;
const keep = async () => keepSnapshot(client.db, await heldMarks(client.db));
beforeEach(keep);

/** Without what the first test searched for. */
const heldHere = async () => (await readHeld(client)).filter(({ mark }) => !mark.startsWith("found:"));

/** What a process holds that starts now. */
async function startNow() {
  const other = secondClient(client);
  const held = await readHeld(other);
  await other.close();
  return held;
}

test("what is kept says all that is held, and nothing of what somebody searched for", async () => {
  await heldFor(client.db, { q: "generated", asof: null });
  await keep();
  const index = await heldMarks(client.db);
  const parts = [...index.parts()];
  expect(parts.length).toBeGreaterThan(300);
  expect([...(await MarkIndex.of(index.words, parts)).parts()]).toEqual(parts);
  expect((await readSnapshot(client.db))?.version).toBe(await version());
  expect(parts.filter(({ name }) => name.includes("generated"))).toEqual([]);
});

test("who starts later holds what was published and retracted since, too", async () => {
  const author = await makePerson(client.db, { role: "editor" });
  const editor = await makePerson(client.db, { role: "editor" });
  const publish = async (title: string) => {
    const { id, review } = await makeWaiting(client.db, author, { title, decidedOn: "2031-05-06" });
    await approveReview(at(client.db, editor), review.id);
    return id;
  };
  await publish("After it was kept");
  const gone = await publish("Retracted after it was kept");
  const retracting = await retractDevelopment(at(client.db, author), gone, "Made up.");
  await approveReview(at(client.db, editor), retracting.id);
  expect(await readSnapshot(client.db)).not.toBeNull();
  const held = await startNow();
  expect(held).toEqual(await heldHere());
  expect(held.find(({ mark }) => mark === "month:2031-05/month/after/none")?.ids).toHaveLength(1);
  // One is kept: the next takes the place of the last.
  await keep();
  const kept = await client.db.selectDistinct({ version: heldSets.version }).from(heldSets);
  expect(kept).toEqual([{ version: await version() }]);
});

test("what changes while it is being kept is left to who starts next, and what was kept before stays", async () => {
  const before = (await readSnapshot(client.db))?.version;
  const index = await heldMarks(client.db);
  const keeping = keepSnapshot(client.db, index);
  index.replace([], []);
  expect(await keeping).toBe(false);
  expect((await readSnapshot(client.db))?.version).toBe(before);
});

test("what lacks a piece, or was kept before a rebuild or by another release, is not believed", async () => {
  const held = await heldHere();
  await client.db.delete(heldSets).where(and(like(heldSets.name, "% area:encryption")));
  expect(await readSnapshot(client.db)).toBeNull();
  expect(await startNow()).toEqual(held);

  await keep();
  await client.db.update(dataVersions).set({ projection: sql`${dataVersions.projection} + 1` });
  expect(await readSnapshot(client.db)).toBeNull();
  await client.db.update(dataVersions).set({ projection: sql`${dataVersions.projection} - 1` });
  expect(await readSnapshot(client.db)).not.toBeNull();

  await client.db
    .update(heldSets)
    .set({ bytes: Buffer.from('{"format":0}') })
    .where(eq(heldSets.name, "about"));
  expect(await readSnapshot(client.db)).toBeNull();
  await keep();
  await rebuildPublications(client.db);
  expect(await readSnapshot(client.db)).toBeNull();
  expect(await startNow()).toEqual(await heldHere());
});
