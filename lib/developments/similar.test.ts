import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Forbidden } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { retractDevelopment } from "./propose";
import { type Likeness, likenessSchema, listSimilar } from "./similar";
import { at, completeContent, makeDraft, makeWaiting } from "./testing";

let db: Database;
let author: Person;
let reviewer: Person;
let known: { id: number; slug: string };
const url = "https://example.org/the-one-source";
const title = "Zanzibar convenes a council of lighthouse keepers";

beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  author = await makePerson(db, { role: "editor" });
  reviewer = await makePerson(db, { role: "editor" });
  known = await publish({ title, decidedOn: "1999-06-15", sources: [{ ...source, url }] });
});

const [source] = completeContent.sources as [(typeof completeContent.sources)[number]];
async function publish(changes: Partial<typeof completeContent>) {
  const waiting = await makeWaiting(db, author, changes);
  const { slug } = await approveReview(at(db, reviewer), waiting.review.id);
  return { id: waiting.id, slug: slug ?? "" };
}

const nothing: Likeness = { id: null, title: "", bodySlug: null, decidedOn: null, urls: [] };
const similar = async (like: Partial<Likeness>, caller: Person | null = author) =>
  (await listSimilar(at(db, caller), { ...nothing, ...like })).filter((one) => one.slug === known.slug);

describe("a published development is shown as similar", () => {
  test.each<[string, Partial<Likeness>, string[]]>([
    ["by a source in common", { urls: ["https://example.org/other", url] }, ["source"]],
    ["by a title much alike", { title: "Zanzibar convened a council of lighthouse keepers" }, ["title"]],
    ["by its body near the day", { bodySlug: "itu", decidedOn: "1999-06-20" }, ["date"]],
    ["ten days before", { bodySlug: "itu", decidedOn: "1999-06-25" }, ["date"]],
    ["ten days after", { bodySlug: "itu", decidedOn: "1999-06-05" }, ["date"]],
    [
      "for each reason at once",
      { title, bodySlug: "itu", decidedOn: "1999-06-15", urls: [url] },
      ["source", "title", "date"],
    ],
  ])("%s", async (_, like, because) => {
    expect(await similar(like)).toMatchObject([{ slug: known.slug, because, body: "ITU", decidedOn: "1999-06-15" }]);
  });

  test.each<[string, Partial<Likeness>]>([
    ["eleven days off", { bodySlug: "itu", decidedOn: "1999-06-26" }],
    ["of another body", { bodySlug: "icann", decidedOn: "1999-06-15" }],
    ["with a day alone", { decidedOn: "1999-06-15" }],
    ["with other words", { title: "Court rules on the cost of stamps" }],
    ["with hardly a word typed", { title: "Zanz" }],
    ["with nothing typed", {}],
    ["itself", { title, bodySlug: "itu", decidedOn: "1999-06-15", urls: [url], id: 0 }],
  ])("but not one %s", async (_, like) => {
    expect(await similar(like.id === 0 ? { ...like, id: known.id } : like)).toEqual([]);
  });
});

test("the strongest reason stands first, and at most six are shown", async () => {
  for (let day = 10; day < 18; day++) await publish({ title: `Quiet day ${day}`, decidedOn: `1999-06-${day}` });
  const rows = await listSimilar(at(db, author), {
    ...nothing,
    ...{ title: "", bodySlug: "itu", decidedOn: "1999-06-15", urls: [url] },
  });
  expect(rows).toHaveLength(6);
  expect(rows[0]).toMatchObject({ slug: known.slug, because: ["source", "date"] });
});

test("drafts and what waits are shown as not published, what was retracted is not", async () => {
  const hidden = "https://example.org/hidden";
  const sources = [{ ...source, url: hidden }];
  const draft = await makeDraft(db, author, { sources });
  const waiting = await makeWaiting(db, author, { sources });
  const gone = await publish({ sources });
  const retraction = await retractDevelopment(at(db, author), gone.id, "It did not happen.");
  await approveReview(at(db, reviewer), retraction.id);
  const found = await listSimilar(at(db, author), { ...nothing, urls: [hidden] });
  expect(found.map(({ id, slug }) => [id, slug])).toEqual([
    [waiting.id, null],
    [draft.id, null],
  ]);
});

test("nobody anonymous may ask", async () => {
  await expect(similar({ title }, null)).rejects.toThrow(Forbidden);
});

test.each([
  ["a NUL in the title", { ...nothing, title: "a\u0000b" }],
  ["a NUL in an address", { ...nothing, urls: ["https://example.org/\u0000"] }],
  ["a day out of reach", { ...nothing, decidedOn: "9999-12-31" }],
  ["an extra key", { ...nothing, limit: 1_000 }],
])("%s is not looked up", (_, like) => {
  expect(likenessSchema.safeParse(like).success).toBe(false);
});
