import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { listSimilar } from "./similar";
import { at } from "./testing";

let client: Client;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  editor = await makePerson(client.db, { role: "editor" });
});
afterAll(() => client.close());

const slug = "us-memorandum-allows-cyber-operations-against-transnational-criminal-groups";
const like = { id: null, title: "", bodySlug: null, decidedOn: null, urls: [] };
const find = (changes: Partial<Parameters<typeof listSimilar>[1]>) =>
  listSimilar(at(client.db, editor), { ...like, ...changes });

const source =
  "https://www.whitehouse.gov/fact-sheets/2026/08/fact-sheet-president-donald-j-trump-expands-capabilities-to-combat-transnational-cyber-enabled-crime/";
const title = "US memorandum allows cyber operations against criminal groups";

test.each([
  ["a source in common", { urls: [source] }, ["source"]],
  ["a title much alike", { title }, ["title"]],
  ["the same body near the day", { bodySlug: "us-white-house", decidedOn: "2026-08-20" }, ["date"]],
  [
    "all three at once",
    { urls: [source], title, bodySlug: "us-white-house", decidedOn: "2026-08-12" },
    ["source", "title", "date"],
  ],
])("a development is found by %s", async (_, changes, because) => {
  expect(await find(changes)).toContainEqual(expect.objectContaining({ slug, decidedOn: "2026-08-12", because }));
});

test("what has most in common comes first, and nothing is like a form without anything", async () => {
  const found = await find({ urls: [source], bodySlug: "us-white-house", decidedOn: "2026-08-20" });
  expect(found[0]?.slug).toBe(slug);
  expect(await find({})).toEqual([]);
});
