import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeDraft, makeWaiting } from "@/lib/developments/testing";
import { Forbidden, NotFound } from "@/lib/errors";
import { approveReview, requestChanges } from "./decide";
import { getReview, listWaiting } from "./queries";

let db: Database;
let author: Person;
let editor: Person;
let admin: Person;
let contributor: Person;
beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  author = await makePerson(db, { role: "editor", name: "Ada" });
  editor = await makePerson(db, { role: "editor" });
  admin = await makePerson(db, { role: "admin" });
  contributor = await makePerson(db, { role: "contributor" });
});

const rowOf = async (caller: Person, id: number) =>
  (await listWaiting(at(db, caller))).find((row) => row.developmentId === id);

describe("what waits for a second person", () => {
  test("is read by everybody of the desk and nobody else; who wrote it may not decide", async () => {
    const waiting = await makeWaiting(db, author);
    for (const [caller, mayDecide] of [
      [author, false],
      [contributor, false],
      [editor, true],
      [admin, true],
    ] as const) {
      expect(await rowOf(caller, waiting.id)).toMatchObject({ submittedBy: "Ada", what: "new", mayDecide });
      expect(await getReview(at(db, caller), waiting.review.id)).toMatchObject({ mayDecide, authors: ["Ada"] });
    }
    await expect(listWaiting(at(db, null))).rejects.toThrow(Forbidden);
    await expect(getReview(at(db, null), waiting.review.id)).rejects.toThrow(Forbidden);
  });

  test("is offered back to who sent it", async () => {
    const mine = await makeWaiting(db, contributor);
    const other = await makeWaiting(db, author);
    const may = async (caller: Person, id: number) => (await getReview(at(db, caller), id)).mine;
    expect(await may(contributor, mine.review.id)).toBe(true);
    expect(await may(contributor, other.review.id)).toBe(false);
    expect(await may(editor, mine.review.id)).toBe(false);
  });

  test("stands in the order it was sent, and is gone once it is decided", async () => {
    const [first, second] = [await makeWaiting(db, author), await makeWaiting(db, author)];
    const ids = async () => (await listWaiting(at(db, editor))).map((row) => row.id);
    const order = await ids();
    expect(order.indexOf(first.review.id)).toBeLessThan(order.indexOf(second.review.id));
    await approveReview(at(db, editor), first.review.id);
    await requestChanges(at(db, editor), second.review.id, "Name the vote.");
    expect(await ids()).not.toContain(first.review.id);
    expect(await ids()).not.toContain(second.review.id);
  });

  test("says whether it is new, a change with so many fields, or a retraction", async () => {
    const waiting = await makeWaiting(db, author, { noteForReviewer: "Please look at the date." });
    expect(await rowOf(editor, waiting.id)).toMatchObject({ what: "new" });
    await approveReview(at(db, editor), waiting.review.id);
    const { revision } = await saveDevelopment(at(db, author), waiting.id, {
      base: waiting.revision.id,
      changes: { title: "Another title", status: "rejected", noteForReviewer: "Two fields." },
    });
    const change = await submitDevelopment(at(db, author), waiting.id, revision.id);
    expect(await rowOf(editor, waiting.id)).toMatchObject({ what: "change", fields: 2, title: "Another title" });
    await approveReview(at(db, editor), change.id);
    await retractDevelopment(at(db, author), waiting.id, "It did not happen.");
    expect(await rowOf(editor, waiting.id)).toMatchObject({ what: "retraction", fields: 1 });
  });

  test("may not be decided by who wrote a part below somebody else's last word", async () => {
    const draft = await makeDraft(db, author);
    const { revision } = await saveDevelopment(at(db, editor), draft.id, {
      base: draft.revision.id,
      changes: { summary: "A word of the editor." },
    });
    const review = await submitDevelopment(at(db, editor), draft.id, revision.id);
    expect(await getReview(at(db, author), review.id)).toMatchObject({ mayDecide: false });
    expect(await getReview(at(db, admin), review.id)).toMatchObject({
      mayDecide: true,
      authors: [author.name, editor.name].sort(),
    });
  });
});

describe("one request", () => {
  test("shows what readers see now beside what they would see", async () => {
    const waiting = await makeWaiting(db, author, { title: "Before" });
    expect(await getReview(at(db, editor), waiting.review.id)).toMatchObject({ published: null, slug: null });
    const { slug } = await approveReview(at(db, editor), waiting.review.id);
    const { revision } = await saveDevelopment(at(db, author), waiting.id, {
      base: waiting.revision.id,
      changes: { title: "After" },
    });
    const change = await submitDevelopment(at(db, author), waiting.id, revision.id);
    expect(await getReview(at(db, editor), change.id)).toMatchObject({
      slug,
      revision: { number: 2, content: { title: "After" } },
      published: { number: 1, content: { title: "Before" } },
      outcome: null,
    });
  });

  test("leads to the next one this caller may decide", async () => {
    const [first, own, next] = [
      await makeWaiting(db, author),
      await makeWaiting(db, editor),
      await makeWaiting(db, author),
    ];
    expect(await getReview(at(db, editor), first.review.id)).toMatchObject({ nextId: next.review.id });
    expect(await getReview(at(db, admin), first.review.id)).toMatchObject({ nextId: own.review.id });
    expect(await getReview(at(db, contributor), first.review.id)).toMatchObject({ nextId: null });
  });

  test("that is decided says so and stays readable", async () => {
    const waiting = await makeWaiting(db, author);
    await requestChanges(at(db, editor), waiting.review.id, "Name the vote.");
    expect(await getReview(at(db, contributor), waiting.review.id)).toMatchObject({ outcome: "changes-requested" });
  });

  test("that is not there says so", async () => {
    await expect(getReview(at(db, editor), 999_999)).rejects.toThrow(NotFound);
  });
});
