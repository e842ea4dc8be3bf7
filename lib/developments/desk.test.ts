import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Forbidden, NotFound } from "@/lib/errors";
import { approveReview, requestChanges, withdrawReview } from "@/lib/reviews/decide";
import { countDrafts, getDraft, listDrafts, listOthersSince, listRevisions } from "./desk";
import { submitDevelopment } from "./propose";
import { saveDevelopment } from "./save";
import { at, makeDraft, makeWaiting } from "./testing";

let db: Database;
let author: Person;
let editor: Person;
let contributor: Person;
beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  author = await makePerson(db, { role: "editor", name: "Ada" });
  editor = await makePerson(db, { role: "editor", name: "Eve" });
  contributor = await makePerson(db, { role: "contributor", name: "Con" });
});

const change = (who: Person, of: { id: number; revision: { id: number } }, changes: object) =>
  saveDevelopment(at(db, who), of.id, { base: of.revision.id, changes });
const draftRow = async (id: number, caller = author) => (await listDrafts(at(db, caller))).find((row) => row.id === id);

test("nobody anonymous reads anything of the desk", async () => {
  const draft = await makeDraft(db, author);
  const nobody = at(db, null);
  for (const read of [
    () => listDrafts(nobody),
    () => getDraft(nobody, draft.id),
    () => listRevisions(nobody, draft.id),
    () => listOthersSince(nobody, draft.id, draft.revision.id),
  ]) {
    await expect(read()).rejects.toThrow(Forbidden);
  }
});

test("nobody anonymous learns which numbers there are", async () => {
  await expect(getDraft(at(db, null), 999_999)).rejects.toThrow(Forbidden);
});

describe("the drafts", () => {
  test("are read by everybody of the desk, and each sees which are theirs", async () => {
    const draft = await makeDraft(db, contributor, { title: "A draft of Con" });
    expect(await draftRow(draft.id, contributor)).toMatchObject({
      author: "Con",
      mine: true,
      state: "draft",
      number: 1,
    });
    expect(await draftRow(draft.id, editor)).toMatchObject({ title: "A draft of Con", mine: false });
  });

  test("hold what was saved and not sent: neither what waits nor what is published as it stands", async () => {
    const waiting = await makeWaiting(db, author);
    expect(await draftRow(waiting.id)).toBeUndefined();
    await approveReview(at(db, editor), waiting.review.id);
    expect(await draftRow(waiting.id)).toBeUndefined();
    await change(author, waiting, { title: "A change not sent yet" });
    expect(await draftRow(waiting.id)).toMatchObject({ state: "published", number: 2, title: "A change not sent yet" });
  });

  test("say why one was sent back, until it is sent again", async () => {
    const waiting = await makeWaiting(db, author);
    await requestChanges(at(db, editor), waiting.review.id, "Name the vote.");
    expect(await draftRow(waiting.id)).toMatchObject({ sentBack: "Name the vote." });
    const again = await submitDevelopment(at(db, author), waiting.id, waiting.revision.id);
    await withdrawReview(at(db, author), again.id);
    expect(await draftRow(waiting.id)).toMatchObject({ sentBack: null });
  });

  test("stand with the newest save first", async () => {
    const [one, two] = [await makeDraft(db, author), await makeDraft(db, author)];
    const order = async () =>
      (await listDrafts(at(db, author))).map((row) => row.id).filter((id) => id === one.id || id === two.id);
    expect(await order()).toEqual([two.id, one.id]);
    await change(editor, one, { title: "Saved last" });
    expect(await order()).toEqual([one.id, two.id]);
    const first = async (caller: Person) => (await listDrafts(at(db, caller), 1)).filter(({ mine }) => mine);
    expect(await first(author)).toMatchObject([{ id: one.id, author: "Eve" }]);
    // However many newer ones somebody else has.
    const kept = await makeDraft(db, editor);
    await makeDraft(db, author);
    expect(await first(editor)).toMatchObject([{ id: kept.id }]);
    const rows = (await listDrafts(at(db, author))).filter(({ aside }) => !aside);
    const own = rows.filter(({ mine }) => mine).length;
    expect(await countDrafts(at(db, author))).toEqual({ own, others: rows.length - own });
  });
});

describe("one development", () => {
  test("shows where its editing stands at each step", async () => {
    const draft = await makeDraft(db, author);
    const read = () => getDraft(at(db, contributor), draft.id);
    expect(await read()).toMatchObject({
      state: "draft",
      slug: null,
      approved: null,
      waiting: null,
      lastDecision: null,
    });
    const review = await submitDevelopment(at(db, author), draft.id, draft.revision.id);
    expect(await read()).toMatchObject({
      state: "in-review",
      waiting: { id: review.id, revisionId: draft.revision.id, submittedBy: "Ada", mine: false },
      lastDecision: null,
    });
    await requestChanges(at(db, editor), review.id, "Name the vote.");
    expect(await read()).toMatchObject({
      state: "draft",
      waiting: null,
      lastDecision: { outcome: "changes-requested", by: "Eve", reason: "Name the vote." },
    });
    const { revision } = await change(author, draft, { title: "With the vote" });
    const again = await submitDevelopment(at(db, author), draft.id, revision.id);
    expect(await getDraft(at(db, author), draft.id)).toMatchObject({ waiting: { mine: true } });
    await approveReview(at(db, editor), again.id);
    expect(await read()).toMatchObject({
      state: "published",
      slug: "with-the-vote",
      head: { id: revision.id, number: 2, author: "Ada", content: { title: "With the vote" } },
      approved: { id: revision.id, number: 2 },
    });
  });

  test("that is not there says so", async () => {
    await expect(getDraft(at(db, editor), 999_999)).rejects.toThrow(NotFound);
  });

  test("keeps every version, the newest first, with which were approved", async () => {
    const waiting = await makeWaiting(db, author, { title: "First" });
    await approveReview(at(db, editor), waiting.review.id);
    await change(editor, waiting, { title: "Second" });
    expect(await listRevisions(at(db, contributor), waiting.id)).toMatchObject([
      { number: 2, author: "Eve", approved: false, content: { title: "Second" } },
      { number: 1, author: "Ada", approved: true, content: { title: "First" } },
    ]);
  });

  test("names who else saved since one looked, and not oneself", async () => {
    const draft = await makeDraft(db, author);
    const { revision } = await change(contributor, draft, { title: "By Con" });
    await change(editor, { ...draft, revision }, { summary: "By Eve." });
    const since = (who: Person, id: number) => listOthersSince(at(db, who), draft.id, id);
    expect((await since(author, draft.revision.id)).sort()).toEqual(["Con", "Eve"]);
    expect(await since(editor, draft.revision.id)).toEqual(["Con"]);
    expect(await since(contributor, revision.id)).toEqual(["Eve"]);
  });
});
