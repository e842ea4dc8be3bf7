import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { getDevelopment } from "./detail";
import { noFilters } from "./filters";
import { restoreRevision, retractDevelopment, submitDevelopment } from "./propose";
import { at, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";

let client: Client;
let db: Database;
let author: Person;
let editor: Person;
let third: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "editor" });
  third = await makePerson(db, { role: "editor" });
});
afterAll(() => client.close());

async function publish(title: string) {
  const waiting = await makeWaiting(db, author, { title });
  const { slug } = await approveReview(at(db, editor), waiting.review.id);
  return { id: waiting.id, revision: waiting.revision, slug: slug ?? "" };
}

async function merge(id: number, into: string) {
  const review = await retractDevelopment(at(db, author), id, "The same decision twice.", into);
  return approveReview(at(db, editor), review.id);
}

test("a duplicate is in no list, says what stands for it, and that page names it", async () => {
  const [stands, twice] = [await publish("Recorded once"), await publish("Recorded twice")];
  await merge(twice.id, stands.slug);
  expect(await getDevelopment({ db }, twice.slug)).toMatchObject({ mergedInto: stands.slug, merged: [] });
  expect((await getDevelopment({ db }, stands.slug)).merged).toEqual([{ slug: twice.slug, title: "Recorded twice" }]);
  const { data } = await listDevelopments({ db }, noFilters, { limit: 20 });
  expect(data.map((row) => row.slug)).not.toContain(twice.slug);
});

test("a merge goes into a published development that stands, and never into itself", async () => {
  const [one, two] = [await publish("One of two"), await publish("Two of two")];
  await expect(merge(one.id, "no-such-development")).rejects.toThrow(Invalid);
  await expect(merge(one.id, one.slug)).rejects.toThrow(Invalid);
  await merge(one.id, two.slug);
  await expect(merge(two.id, one.slug)).rejects.toThrow(/stands/);
});

test("a merge can be undone like any retraction, by people who did not write it alone", async () => {
  const [stands, twice] = [await publish("Stands after all"), await publish("Was no duplicate")];
  await merge(twice.id, stands.slug);
  const back = await restoreRevision(at(db, editor), twice.id, twice.revision.id);
  const review = await submitDevelopment(at(db, editor), twice.id, back.id);
  await approveReview(at(db, third), review.id);
  expect(await getDevelopment({ db }, twice.slug)).toMatchObject({ mergedInto: null, retractedBecause: null });
  expect((await getDevelopment({ db }, stands.slug)).merged).toEqual([]);
});
