import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { listedMarks } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { generateDevelopments } from "@/lib/developments/generate";
import { approveReview } from "@/lib/reviews/decide";
import { listFacets } from "./facets";
import { type Filters, type ManyWord, manyWords, noFilters } from "./filters";
import { heldMarks } from "./held-marks";
import { retractDevelopment, submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";
import { holds, impactsIn, mentionsIn, type Row, readAll, readHeld } from "./testing-rows";
import { listDevelopments } from "./timeline";

/** What is counted by mark must equal what anybody would count who reads the rows one by one. */

let client: Client;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  author = await makePerson(client.db, { role: "editor" });
  editor = await makePerson(client.db, { role: "editor" });
});
afterAll(() => client.close());

/** The values of a word that a row counts for under all the other filters. */
function valuesUnder(row: Row, filters: Filters, word: ManyWord): (string | null)[] {
  const others = { ...filters, [word]: [] };
  if (!holds(row, others)) return [];
  if (word === "area" || word === "direction") return [...new Set(impactsIn(row, others).map((one) => one[word]))];
  if (word === "actor" || word === "role") return [...new Set(mentionsIn(row, others).map((one) => one[word]))];
  return word === "span" ? row.spans : [row.values[word]];
}

async function expectExact(filters: Filters, rows: Row[]) {
  const { total, months, facets } = await listFacets(client, filters);
  const matching = rows.filter((row) => holds(row, filters));
  expect([filters, total]).toEqual([filters, matching.length]);
  expect(months.reduce((sum, month) => sum + month.n, 0)).toBe(total);
  for (const word of manyWords) {
    const expected = new Map<string, number>();
    for (const value of rows.flatMap((row) => valuesUnder(row, filters, word))) {
      if (value !== null) expected.set(value, (expected.get(value) ?? 0) + 1);
    }
    const found = new Map(facets[word].filter(({ n }) => n > 0).map(({ value, n }) => [value, n]));
    expect([filters, word, sorted(found)]).toEqual([filters, word, sorted(expected)]);
  }
  return matching;
}

const sorted = (counts: Map<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

const oneChosen = async (): Promise<Filters[]> => {
  const { facets } = await listFacets(client, noFilters);
  return manyWords.flatMap((word) => facets[word].map(({ value }) => ({ ...noFilters, [word]: [value] })));
};

async function expectAllExact() {
  const rows = await readAll(client.db);
  for (const filters of [noFilters, ...(await oneChosen())]) await expectExact(filters, rows);
}

async function publishEditAndRetract() {
  const { db } = client;
  const impacts = { areaSlugs: ["encryption", "cybersecurity"] };
  const made = await makeWaiting(db, author, { title: "Counted once", ...impacts });
  const other = await makeWaiting(db, author, { title: "Counted and retracted", bodySlug: "icann", type: "law" });
  await Promise.all([approveReview(at(db, editor), made.review.id), approveReview(at(db, editor), other.review.id)]);
  const changes = { bodySlug: "icann", decidedOn: "2016-05-01", areaSlugs: ["encryption"], actors: [] };
  const saved = await saveDevelopment(at(db, author), made.id, { base: made.revision.id, changes });
  const review = await submitDevelopment(at(db, author), made.id, saved.revision.id);
  await approveReview(at(db, editor), review.id);
  const retraction = await retractDevelopment(at(db, author), other.id, "It did not happen.");
  await approveReview(at(db, editor), retraction.id);
}

/** Everything kept by mark. */
async function readKept() {
  const { db } = client;
  return {
    lists: await db.select().from(listedMarks).orderBy(asc(listedMarks.mark), asc(listedMarks.developmentId)),
    held: await readHeld(client),
  };
}

/** What a process holds that begins now. */
async function readAnew() {
  const other = secondClient(client);
  const read = await readHeld(other);
  await other.close();
  return read;
}

describe("with the starter data, after publishing, editing and retracting", () => {
  beforeAll(async () => {
    await heldMarks(client.db);
    await publishEditAndRetract();
  });

  test("what is held after each change is what is held by whoever begins now", async () => {
    expect(await readHeld(client)).toEqual(await readAnew());
  });

  test("every value of every word is counted exactly under none and under one chosen value", expectAllExact);

  test("a rebuild makes the same", async () => {
    const before = await readKept();
    await rebuildPublications(client.db);
    expect(await readKept()).toEqual(before);
  });
});

describe("with some thousand generated developments", () => {
  beforeAll(async () => {
    await generateDevelopments(client.db, { count: 2_000, now: new Date("2026-11-24T12:00:00Z") });
    await heldMarks(client.db);
    await publishEditAndRetract();
  });

  test("what is held after each change is what is held by whoever begins now", async () => {
    expect(await readHeld(client)).toEqual(await readAnew());
  });

  test("every value of every word is counted exactly under none and under one chosen value", expectAllExact);

  test.each<Partial<Filters>>([
    { area: ["encryption"], direction: ["negative"] },
    { area: ["encryption", "cybersecurity"], direction: ["negative", "positive"] },
    { area: ["encryption", "cybersecurity"] },
    { actor: ["united-states", "european-union"], role: ["proposer", "opponent"] },
    { direction: ["negative", "positive"], period: ["baseline"] },
    { direction: ["negative", "restricts"], area: ["encryption"] },
    { direction: ["strongly-restricts", "opens"], area: ["encryption", "cybersecurity"] },
    { kind: ["court", "un-body"], type: ["law", "resolution"] },
    { kind: ["court"], body: ["icann"] },
    { body: ["icann", "itu"], period: ["after"], status: ["adopted"] },
    { period: ["baseline"], from: "2026-01-01", to: "2026-12-31" },
    { from: "2019-03-15", to: "2020-02-10", link: ["none"], role: ["proposer"] },
  ])("%j is counted exactly, and its pages hold each development once, in order", async (chosen) => {
    const filters = { ...noFilters, ...chosen };
    const matching = await expectExact(filters, await readAll(client.db));
    const newest = matching.sort((a, b) => b.position - a.position || b.id - a.id).map((row) => row.slug);
    for (const sort of ["newest", "oldest"] as const) {
      const paged: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listDevelopments>> = await listDevelopments(
          client,
          { ...filters, sort },
          { limit: 200, cursor },
        );
        expect(page.total).toBe(newest.length);
        paged.push(...page.data.map((row) => row.slug));
        cursor = page.next;
      } while (cursor);
      expect(paged).toEqual(sort === "newest" ? newest : [...newest].reverse());
    }
  });

  test("a search and a past day count what their lists hold", async () => {
    const choices = [
      { q: "internet" },
      { q: "internet", area: ["encryption"] },
      { asof: "2026-06-01" },
      { q: "internet", asof: "2026-06-01" },
      { q: "internet", area: ["encryption"], asof: "2026-01-20" },
    ];
    for (const chosen of choices) {
      const filters = { ...noFilters, ...chosen };
      const { total, facets } = await listFacets(client, filters);
      expect((await listDevelopments(client, filters)).total).toBe(total);
      for (const { value, n } of facets.type.filter((one) => one.n > 0)) {
        const one = await listDevelopments(client, { ...filters, type: [value] as Filters["type"] });
        expect([value, one.total]).toEqual([value, n]);
      }
    }
  });
});
