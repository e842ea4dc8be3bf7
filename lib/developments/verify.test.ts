import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { dataVersions, publications } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { approveReview } from "@/lib/reviews/decide";
import { submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";
import { verifyPublications } from "./verify";

let db: Client["db"];
let author: Person;
/** A development with two public versions. */
let id: number;
beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  author = await makePerson(db, { role: "editor" });
  const reviewer = await makePerson(db, { role: "editor" });
  const first = await makeWaiting(db, author);
  id = first.id;
  await approveReview(at(db, reviewer), first.review.id);
  const { revision } = await saveDevelopment(at(db, author), id, {
    base: first.revision.id,
    changes: { title: "Later words" },
  });
  await approveReview(at(db, reviewer), (await submitDevelopment(at(db, author), id, revision.id)).id);
});
beforeEach(async () => {
  await rebuildPublications(db);
});

test("what readers see is what revisions and reviews give, and comparing it changes nothing", async () => {
  const read = () =>
    Promise.all([
      db.select().from(dataVersions),
      db.select({ id: publications.id, search: publications.search }).from(publications).orderBy(publications.id),
    ]);
  const before = await read();
  expect(await verifyPublications(db, 50)).toEqual({ checked: 192, different: [] });
  expect(await read()).toEqual(before);
});

test.each([
  ["a word", sql`update publications set title = 'Changed' where known_until is null and development_id = `, "title"],
  [
    "an earlier version",
    sql`update publications set lead = '' where known_until is not null and development_id = `,
    "lead",
  ],
  [
    "a source",
    sql`update publication_sources set url = 'https://example.org/other' where publication_id in
    (select id from publications where known_until is null and development_id = `,
    "sources",
  ],
  ["what it is found by", sql`update publications set search = '' where development_id = `, "search"],
  [
    "a version that is gone",
    sql`delete from publications where known_until is not null and development_id = `,
    "versions: 1 instead of 2",
  ],
])("%s that was changed behind the back of the program is found and named", async (_, statement, what) => {
  await db.execute(sql`${statement}${id}${what === "sources" ? sql`)` : sql``}`);
  expect((await verifyPublications(db)).different).toEqual([{ developmentId: id, what }]);
});

test("a public row of what nobody approved is found", async () => {
  const { id: draft, review } = await makeWaiting(db, author);
  await db.execute(sql`
    insert into publications overriding user value
    select (jsonb_populate_record(shown, jsonb_build_object('development_id', ${draft}::bigint, 'slug', 'smuggled',
      'review_id', ${review.id}::bigint, 'revision_id', ${review.revisionId}::bigint))).*
    from publications shown where known_until is null and development_id = ${id}`);
  expect((await verifyPublications(db)).different).toEqual([
    { developmentId: draft, what: "versions: 1 instead of 0" },
  ]);
});
