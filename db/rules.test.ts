import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/context";
import { restoreRevision, retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeDraft, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import type { Client, Database } from "./client";
import { makePerson, testDatabase } from "./testing";

/** What the database refuses even to the owner of its tables, who is past every check of the program. */

let client: Client;
let db: Database;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "admin" });
});

const refused = (message: string) => ({ code: "23001", message: expect.stringContaining(message) });

test("the tests ask as the owner of the tables", async () => {
  const rows = await client.sql`select bool_and(tableowner = current_user) as owned from pg_tables
    where schemaname = 'public'`;
  expect([...rows]).toEqual([{ owned: true }]);
});

test("a contributor approves nothing, nothing is approved without a source, and backfill does not follow what was written here", async () => {
  const contributor = await makePerson(db, { role: "contributor" });
  const approve = (id: number, by: Person) =>
    client.sql`update reviews set outcome = 'approved', decided_by = ${by.id}, decided_at = now() where id = ${id}`;
  const { review, revision, id } = await makeWaiting(db, author);
  await expect(approve(review.id, contributor)).rejects.toMatchObject(refused("only editors and admins approve"));
  const bare = await makeDraft(db, author, { sources: [] });
  const asked = client.sql`insert into reviews (development_id, revision_id, submitted_by, submitted_at, outcome, decided_by, decided_at)
    values (${bare.id}, ${bare.revision.id}, ${author.id}, now(), 'approved', ${editor.id}, now())`;
  await expect(asked).rejects.toMatchObject(refused("without a source"));
  const filled = client.sql`insert into revisions (development_id, number, author_id, recorded_at, backfill, content, previous_hash, hash)
    values (${id}, 2, ${author.id}, now(), true, '{}', ${revision.hash}, ${"0".repeat(64)})`;
  await expect(filled).rejects.toMatchObject(refused("backfill cannot follow"));
});

describe("what was recorded", () => {
  test.each([
    "update revisions set content = content",
    "update revisions set hash = repeat('0', 64) where id = 1",
    "update revisions set author_id = author_id where false",
    "delete from revisions where id = (select max(id) from revisions)",
    "truncate revisions cascade",
    "update audit_events set person_id = null",
    "delete from audit_events",
    "truncate audit_events",
    "update scores set direction = 0",
    "delete from scores",
    "truncate scores",
    "delete from reviews where outcome is null",
    "truncate reviews cascade",
    "delete from developments",
    "truncate developments cascade",
    "truncate people cascade",
    "with gone as (delete from revisions where number > 1 returning id) select count(*) from gone",
    `insert into revisions (id, development_id, number, author_id, recorded_at, content, hash)
      select id, development_id, number, author_id, recorded_at, '{}', hash from revisions where id = 1
      on conflict (id) do update set content = excluded.content`,
    `merge into revisions using (select 1 as id) as one on revisions.id = one.id
      when matched then update set content = '{}'`,
  ])("stays: %s", async (statement) => {
    await expect(client.sql.unsafe(statement)).rejects.toMatchObject(refused("append-only"));
  });

  test("keeps its authors and reviewers", async () => {
    const { review } = await makeWaiting(db, author);
    await approveReview(at(db, editor), review.id);
    for (const { id } of [author, editor]) {
      await expect(client.sql`delete from people where id = ${id}`).rejects.toMatchObject({ code: "23503" });
    }
  });
});

describe("a decided review", () => {
  test.each([
    "outcome = null, decided_at = null, decided_by = null",
    "outcome = 'withdrawn'",
    "decided_by = submitted_by",
    "decided_at = now()",
    "reason = 'x'",
    "outcome = outcome",
  ])("stays as it is: %s", async (change) => {
    const { review } = await makeWaiting(db, author);
    await approveReview(at(db, editor), review.id);
    const update = client.sql.unsafe(`update reviews set ${change} where id = ${review.id}`);
    await expect(update).rejects.toMatchObject(refused("decided"));
  });

  test("and one that waits stay about what they were asked for", async () => {
    const [waiting, other] = [await makeWaiting(db, author), await makeWaiting(db, author)];
    for (const change of [
      `revision_id = ${other.revision.id}`,
      `development_id = ${other.id}`,
      `submitted_by = '${editor.id}'`,
      "submitted_at = now()",
    ]) {
      const update = client.sql.unsafe(`update reviews set ${change} where id = ${waiting.review.id}`);
      await expect(update).rejects.toMatchObject(refused("cannot change"));
    }
  });
});

describe("an approval", () => {
  const approve = (reviewId: number, by: Person | null) =>
    client.sql`update reviews set outcome = 'approved', decided_by = ${by?.id ?? null}, decided_at = now()
      where id = ${reviewId}`;

  test("by who wrote it is refused", async () => {
    const { review } = await makeWaiting(db, author);
    await expect(approve(review.id, author)).rejects.toMatchObject(refused("wrote themselves"));
  });

  test("by who wrote an earlier part that nobody approved is refused, whoever had the last word", async () => {
    const draft = await makeDraft(db, author);
    const { revision } = await saveDevelopment(at(db, editor), draft.id, {
      base: draft.revision.id,
      changes: { title: "The last word of another" },
    });
    const review = await submitDevelopment(at(db, editor), draft.id, revision.id);
    for (const one of [author, editor]) {
      await expect(approve(review.id, one)).rejects.toMatchObject(refused("wrote themselves"));
    }
    const third = await makePerson(db, { role: "editor" });
    await expect(approve(review.id, third)).resolves.toBeDefined();
  });

  test("by who wrote only what was approved before is taken", async () => {
    const waiting = await makeWaiting(db, author);
    await approveReview(at(db, editor), waiting.review.id);
    const { revision } = await saveDevelopment(at(db, editor), waiting.id, {
      base: waiting.revision.id,
      changes: { title: "A change of the reviewer" },
    });
    const review = await submitDevelopment(at(db, editor), waiting.id, revision.id);
    await expect(approve(review.id, editor)).rejects.toMatchObject(refused("wrote themselves"));
    await expect(approve(review.id, author)).resolves.toBeDefined();
  });

  test("by who wrote a text that was retracted is refused where it comes back", async () => {
    const waiting = await makeWaiting(db, author);
    await approveReview(at(db, editor), waiting.review.id);
    const retraction = await retractDevelopment(at(db, editor), waiting.id, "It rests on a false report.");
    const third = await makePerson(db, { role: "editor" });
    await approveReview(at(db, third), retraction.id);
    const restored = await restoreRevision(at(db, third), waiting.id, waiting.revision.id);
    const back = await submitDevelopment(at(db, third), waiting.id, restored.id);
    for (const one of [author, third]) {
      await expect(approve(back.id, one)).rejects.toMatchObject(refused("wrote themselves"));
    }
    await expect(approve(back.id, editor)).resolves.toBeDefined();
  });

  test("that is written in one go with its request is checked alike", async () => {
    const draft = await makeDraft(db, author);
    const insert = (by: Person | null) =>
      client.sql`insert into reviews (development_id, revision_id, submitted_by, submitted_at, outcome, decided_by, decided_at)
        values (${draft.id}, ${draft.revision.id}, ${author.id}, now(), 'approved', ${by?.id ?? null}, now())`;
    await expect(insert(author)).rejects.toMatchObject(refused("wrote themselves"));
    await expect(insert(null)).rejects.toMatchObject(refused("somebody has to decide"));
  });

  test("by nobody is refused", async () => {
    const { review } = await makeWaiting(db, author);
    await expect(approve(review.id, null)).rejects.toMatchObject(refused("somebody has to decide"));
  });

  test("of a revision of another development is refused", async () => {
    const [one, other] = [await makeDraft(db, author), await makeDraft(db, author)];
    const insert = client.sql`insert into reviews (development_id, revision_id, submitted_by, submitted_at)
      values (${one.id}, ${other.revision.id}, ${author.id}, now())`;
    await expect(insert).rejects.toMatchObject(refused("one development"));
  });

  test("cannot be had twice, nor two requests at a time", async () => {
    const { id, revision, review } = await makeWaiting(db, author);
    const request = () => client.sql`insert into reviews (development_id, revision_id, submitted_by, submitted_at)
      values (${id}, ${revision.id}, ${author.id}, now())`;
    await expect(request()).rejects.toMatchObject({ constraint_name: "reviews_waiting_key" });
    await approve(review.id, editor);
    await request();
    const [again] = await client.sql`select id from reviews where development_id = ${id} and outcome is null`;
    await expect(approve(again?.id, editor)).rejects.toMatchObject({ constraint_name: "reviews_approved_key" });
  });
});

test("a revision is only added after the last one of its development", async () => {
  const draft = await makeDraft(db, author);
  const add = (number: number, previous: string | null, base: number | null) =>
    db.execute(sql`insert into revisions (development_id, number, base_revision_id, author_id, recorded_at, content, previous_hash, hash)
      values (${draft.id}, ${number}, ${base}, ${author.id}, now(), '{}', ${previous}, repeat('a', 64))`);
  const { id, hash } = draft.revision;
  await expect(add(3, hash, id)).rejects.toMatchObject({ cause: refused("does not follow") });
  await expect(add(1, null, null)).rejects.toMatchObject({ cause: refused("does not follow") });
  await expect(add(2, "b".repeat(64), id)).rejects.toMatchObject({ cause: refused("does not follow") });
  await expect(add(2, hash, 1)).rejects.toMatchObject({ cause: refused("base of a revision") });
  await expect(add(2, hash, id)).resolves.toBeDefined();
});

test("no development carries itself forward, however far round, whatever the order of writing", async () => {
  const rows = await client.sql`select id, development_id as development from publications
    where known_until is null order by id limit 3`;
  const link = (from: number, to: number) =>
    `insert into publication_stages values (${rows[from]?.id}, 0, ${rows[to]?.development})`;
  await client.sql.unsafe(`${link(0, 1)}; ${link(1, 2)}`);
  await expect(client.sql.unsafe(link(2, 2))).rejects.toMatchObject(refused("carries itself forward"));
  await expect(client.sql.unsafe(link(2, 0))).rejects.toMatchObject(refused("carries itself forward"));
  await client.sql.unsafe(`${link(2, 0)}; delete from publication_stages where publication_id = ${rows[0]?.id}`);
});
