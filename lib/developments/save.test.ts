import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { auditEvents, developments, revisions } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { verifyChains } from "@/lib/revisions/verify";
import { submitDevelopment } from "./propose";
import { createDevelopment, type SaveConflict, saveDevelopment } from "./save";
import { at, completeContent, makeDraft, nextFormKey } from "./testing";

let db: Client["db"];
let editor: Person;
let other: Person;
let contributor: Person;

beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  editor = await makePerson(db, { role: "editor" });
  other = await makePerson(db, { role: "editor" });
  contributor = await makePerson(db, { role: "contributor" });
});

const countRevisions = async (id: number) => db.$count(revisions, eq(revisions.developmentId, id));

test("a form that is sent again changes nothing its sender may not change by now", async () => {
  const formKey = nextFormKey();
  const { developmentId, revision } = await createDevelopment(at(db, contributor), {
    formKey,
    changes: completeContent,
  });
  const review = await submitDevelopment(at(db, contributor), developmentId, revision.id);
  await approveReview(at(db, editor), review.id);
  const again = createDevelopment(at(db, contributor), { formKey, changes: { title: "Changed from below" } });
  await expect(again).rejects.toThrow(Forbidden);
  expect(await countRevisions(developmentId)).toBe(1);
});

test("what was never published cannot be marked as retracted", async () => {
  const changes = { retractedBecause: "A test reason." };
  const draft = await makeDraft(db, editor);
  const save = saveDevelopment(at(db, editor), draft.id, { base: draft.revision.id, changes });
  await expect(save).rejects.toMatchObject({ fields: { retractedBecause: expect.stringContaining("published") } });
  await expect(createDevelopment(at(db, editor), { formKey: nextFormKey(), changes })).rejects.toThrow(Invalid);
});

describe("the first save", () => {
  test("makes a draft, its first revision and an audit row", async () => {
    const { developmentId, revision } = await createDevelopment(at(db, contributor), {
      formKey: nextFormKey(),
      changes: { title: "A first line" },
    });
    const [row] = await db.select().from(developments).where(eq(developments.id, developmentId));
    expect(row).toMatchObject({ state: "draft", slug: null, headRevisionId: revision.id, createdBy: contributor.id });
    expect(revision).toMatchObject({ number: 1, baseRevisionId: null, previousHash: null, backfill: false });
    const audit = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subject, `development:${developmentId}`));
    expect(audit).toMatchObject([{ action: "development.created", personId: contributor.id }]);
  });

  test("sent twice makes one draft", async () => {
    const form = { formKey: nextFormKey(), changes: { title: "Sent twice" } };
    const [first, second] = await Promise.all([
      createDevelopment(at(db, editor), form),
      createDevelopment(at(db, editor), form),
    ]);
    expect(second.developmentId).toBe(first.developmentId);
    expect(await countRevisions(first.developmentId)).toBe(1);
  });

  test("nobody can go on with a form of somebody else", async () => {
    const form = { formKey: nextFormKey(), changes: { title: "Mine" } };
    await createDevelopment(at(db, editor), form);
    await expect(createDevelopment(at(db, other), form)).rejects.toThrow(Invalid);
  });

  test("is refused without a signed-in person", async () => {
    await expect(createDevelopment(at(db, null), { formKey: nextFormKey(), changes: {} })).rejects.toThrow(Forbidden);
  });

  test("names the field whose body does not exist and stores nothing", async () => {
    const before = await db.$count(developments);
    const save = createDevelopment(at(db, editor), { formKey: nextFormKey(), changes: { bodySlug: "no-such-body" } });
    await expect(save).rejects.toMatchObject({ fields: { bodySlug: expect.stringContaining("no-such-body") } });
    expect(await db.$count(developments)).toBe(before);
  });
});

describe("a later save", () => {
  test("makes a revision that carries the hash of the one before", async () => {
    const draft = await makeDraft(db, editor);
    const { revision } = await saveDevelopment(at(db, editor), draft.id, {
      base: draft.revision.id,
      changes: { title: "A better title" },
    });
    expect(revision).toMatchObject({ number: 2, previousHash: draft.revision.hash, baseRevisionId: draft.revision.id });
    expect(revision.content).toEqual({ ...draft.revision.content, title: "A better title" });
  });

  test("that changes nothing makes no revision", async () => {
    const draft = await makeDraft(db, editor);
    const again = await saveDevelopment(at(db, editor), draft.id, {
      base: draft.revision.id,
      changes: { title: completeContent.title },
    });
    expect(again.revision.id).toBe(draft.revision.id);
  });

  test("on an old base merges other fields and keeps both", async () => {
    const draft = await makeDraft(db, editor);
    const base = draft.revision.id;
    await saveDevelopment(at(db, editor), draft.id, { base, changes: { title: "Title of one" } });
    const { revision } = await saveDevelopment(at(db, other), draft.id, { base, changes: { status: "proposed" } });
    expect(revision.content).toMatchObject({ title: "Title of one", status: "proposed" });
    expect(revision).toMatchObject({ number: 3, baseRevisionId: base });
  });

  test("of a field somebody else changed shows both values and stores nothing", async () => {
    const draft = await makeDraft(db, editor);
    const base = draft.revision.id;
    await saveDevelopment(at(db, editor), draft.id, { base, changes: { title: "Title of one" } });
    const save = saveDevelopment(at(db, other), draft.id, {
      base,
      changes: { title: "Title of two", status: "proposed" },
    });
    const conflict: Conflict<SaveConflict> = await save.catch((error) => error);
    expect(conflict).toBeInstanceOf(Conflict);
    expect(conflict.detail.fields).toEqual({
      title: { base: completeContent.title, theirs: "Title of one", mine: "Title of two" },
    });
    expect(conflict.detail.head.author).toBe(editor.name);
    expect(await countRevisions(draft.id)).toBe(2);
  });

  test("is refused to a contributor where readers see it already", async () => {
    const [published] = await db.select().from(developments).where(eq(developments.state, "published")).limit(1);
    const save = saveDevelopment(at(db, contributor), published?.id ?? 0, {
      base: published?.headRevisionId ?? 0,
      changes: { title: "Not mine to change" },
    });
    await expect(save).rejects.toThrow(Forbidden);
  });

  test("of a development that is not there says so", async () => {
    await expect(saveDevelopment(at(db, editor), 999_999, { base: 1, changes: {} })).rejects.toThrow(NotFound);
  });

  test("refuses a base of another development", async () => {
    const [one, two] = [await makeDraft(db, editor), await makeDraft(db, editor)];
    const save = saveDevelopment(at(db, editor), one.id, { base: two.revision.id, changes: { title: "x" } });
    await expect(save).rejects.toThrow(Invalid);
  });
});

test("of ten writers at once each acknowledged edit stands in the history, and the chain holds", async () => {
  const draft = await makeDraft(db, editor);
  const writers = await Promise.all(Array.from({ length: 10 }, () => makePerson(db, { role: "editor" })));
  const acknowledged: string[] = [];
  await Promise.all(
    writers.map(async (writer, index) => {
      let base = draft.revision.id;
      for (let edit = 0; edit < 10; edit++) {
        const summary = `Writer ${index}, edit ${edit}.`;
        const saved = await saveDevelopment(at(db, writer), draft.id, { base, changes: { summary } }).catch((error) => {
          if (error instanceof Conflict) return null;
          throw error;
        });
        if (saved) acknowledged.push(summary);
        const [head] = await db.select().from(developments).where(eq(developments.id, draft.id));
        base = head?.headRevisionId ?? base;
      }
    }),
  );
  const history = await db.select().from(revisions).where(eq(revisions.developmentId, draft.id));
  const texts = new Set(history.map((revision) => revision.content.summary));
  expect(acknowledged.length).toBeGreaterThanOrEqual(10);
  expect(acknowledged.filter((summary) => !texts.has(summary))).toEqual([]);
  expect(history).toHaveLength(acknowledged.length + 1);
  expect((await verifyChains(db)).broken).toBeNull();
});

describe("the database itself", () => {
  test.each([
    ["changing a revision", sql`update revisions set content = '{}' where id = 1`],
    ["deleting a revision", sql`delete from revisions where id = 1`],
    ["emptying the revisions", sql`truncate revisions cascade`],
    ["changing an audit row", sql`update audit_events set action = 'x'`],
    ["deleting audit rows", sql`delete from audit_events`],
    ["changing a score", sql`update scores set direction = 0`],
    ["deleting a review", sql`delete from reviews`],
    ["deleting a development", sql`delete from developments`],
  ])("refuses %s", async (_, statement) => {
    await expect(db.execute(statement)).rejects.toMatchObject({
      cause: { message: expect.stringContaining("append-only") },
    });
  });

  test("refuses a revision that does not follow the last one", async () => {
    const insert = sql`insert into revisions (development_id, number, author_id, recorded_at, content, previous_hash, hash)
      select development_id, number + 2, author_id, recorded_at, content, hash, hash from revisions limit 1`;
    await expect(db.execute(insert)).rejects.toMatchObject({ cause: { message: expect.stringContaining("follow") } });
  });
});
