import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { auditEvents, bodies, dataVersions, publications, reviews } from "@/db/schema";
import { makePerson } from "@/db/testing";
import type { Person } from "@/lib/context";
import { restoreRevision, retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeDraft, makeWaiting } from "@/lib/developments/testing";
import { Conflict, Forbidden, Invalid } from "@/lib/errors";
import { approveReview, requestChanges, withdrawReview } from "./decide";
import { reviewingWorld } from "./testing";

const { parts, state, current, publish } = reviewingWorld();
let db: Client["db"];
let author: Person;
let reviewer: Person;
let contributor: Person;

beforeAll(() => {
  ({ db, author, reviewer, contributor } = parts());
});

const dataVersion = async () => (await db.select().from(dataVersions))[0]?.version ?? 0;

describe("sending to review", () => {
  test("needs a source", async () => {
    const draft = await makeDraft(db, author, { sources: [] });
    const submit = submitDevelopment(at(db, author), draft.id, draft.revision.id);
    await expect(submit).rejects.toMatchObject({ fields: { sources: expect.stringContaining("source") } });
    expect(await state(draft.id)).toBe("draft");
  });

  test("sends only the revision the editor saw", async () => {
    const draft = await makeDraft(db, author);
    await saveDevelopment(at(db, reviewer), draft.id, { base: draft.revision.id, changes: { title: "Newer" } });
    await expect(submitDevelopment(at(db, author), draft.id, draft.revision.id)).rejects.toThrow(Conflict);
  });

  test("twice is one request; a newer revision replaces it", async () => {
    const waiting = await makeWaiting(db, author);
    const again = await submitDevelopment(at(db, author), waiting.id, waiting.revision.id);
    expect(again.id).toBe(waiting.review.id);
    const { revision } = await saveDevelopment(at(db, author), waiting.id, {
      base: waiting.revision.id,
      changes: { title: "Better" },
    });
    const newer = await submitDevelopment(at(db, author), waiting.id, revision.id);
    await expect(approveReview(at(db, reviewer), waiting.review.id)).rejects.toThrow(Conflict);
    await approveReview(at(db, reviewer), newer.id);
    expect((await current(waiting.id))?.title).toBe("Better");
  });
});

describe("approval", () => {
  test("publishes at once, gives an address and raises the data version", async () => {
    const waiting = await makeWaiting(db, author, { title: "An approved test development" });
    expect(await state(waiting.id)).toBe("in-review");
    expect(await current(waiting.id)).toBeUndefined();
    const before = await dataVersion();
    const { slug } = await approveReview(at(db, reviewer), waiting.review.id);
    expect(slug).toBe("an-approved-test-development");
    expect(await state(waiting.id)).toBe("published");
    expect(await current(waiting.id)).toMatchObject({ slug, title: "An approved test development", retracted: false });
    expect(await dataVersion()).toBeGreaterThan(before);
    const audit = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subject, `development:${waiting.id}`))
      .orderBy(desc(auditEvents.id));
    expect(audit[0]).toMatchObject({ action: "review.approved", personId: reviewer.id });
  });

  test("pressed twice is one publication", async () => {
    const waiting = await makeWaiting(db, author);
    const yes = at(db, reviewer);
    await Promise.all([approveReview(yes, waiting.review.id), approveReview(yes, waiting.review.id)]);
    expect(await db.$count(publications, eq(publications.developmentId, waiting.id))).toBe(1);
  });

  test("of two reviewers at once only one decides; the other is told who", async () => {
    const third = await makePerson(db, { role: "admin" });
    const waiting = await makeWaiting(db, author);
    const results = await Promise.allSettled([
      approveReview(at(db, reviewer), waiting.review.id),
      requestChanges(at(db, third), waiting.review.id, "Please add the vote."),
    ]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toBeInstanceOf(Conflict);
  });

  test("two developments with one title have two addresses", async () => {
    const [one, two] = [await publish({ title: "Same words" }), await publish({ title: "Same words" })];
    expect([one.slug, two.slug]).toEqual(["same-words", "same-words-2"]);
  });

  test("lists a body that was only proposed", async () => {
    await db.insert(bodies).values({ slug: "a-test-body", name: "A test body", kind: "other", proposedBy: author.id });
    await publish({ affectedBodySlugs: ["a-test-body"] });
    const [body] = await db.select().from(bodies).where(eq(bodies.slug, "a-test-body"));
    expect(body?.listing).toBe("listed");
  });

  test.each(["author", "contributor"] as const)("is refused to the %s", async (who) => {
    const waiting = await makeWaiting(db, author);
    const caller = who === "author" ? author : contributor;
    await expect(approveReview(at(db, caller), waiting.review.id)).rejects.toThrow(Forbidden);
  });

  test("is refused to whoever wrote part of it, even below a last word of somebody else", async () => {
    const draft = await makeDraft(db, author);
    const { revision } = await saveDevelopment(at(db, reviewer), draft.id, {
      base: draft.revision.id,
      changes: { summary: "A comma, changed." },
    });
    const review = await submitDevelopment(at(db, author), draft.id, revision.id);
    await expect(approveReview(at(db, author), review.id)).rejects.toThrow(Forbidden);
    const third = await makePerson(db, { role: "editor" });
    await approveReview(at(db, third), review.id);
  });

  test("is refused to whoever wrote what somebody else restored", async () => {
    const { id, revision } = await publish();
    const third = await makePerson(db, { role: "editor" });
    const never = await saveDevelopment(at(db, third), id, { base: revision.id, changes: { title: "Never approved" } });
    const back = await restoreRevision(at(db, author), id, revision.id);
    const other = await saveDevelopment(at(db, author), id, { base: back.id, changes: { summary: "Approved." } });
    const between = await submitDevelopment(at(db, author), id, other.revision.id);
    await approveReview(at(db, reviewer), between.id);
    const restored = await restoreRevision(at(db, reviewer), id, never.revision.id);
    const review = await submitDevelopment(at(db, reviewer), id, restored.id);
    await expect(approveReview(at(db, third), review.id)).rejects.toThrow(Forbidden);
    await approveReview(at(db, author), review.id);
  });

  test("is refused to whoever wrote what was merged into a version that somebody restored", async () => {
    const third = await makePerson(db, { role: "editor" });
    const { id, revision } = await makeDraft(db, author);
    const hidden = await saveDevelopment(at(db, third), id, {
      base: revision.id,
      changes: { summary: "By the third." },
    });
    const merged = await saveDevelopment(at(db, author), id, { base: revision.id, changes: { title: "Merged" } });
    expect(merged.revision.content.summary).toBe(hidden.revision.content.summary);
    const cleared = await saveDevelopment(at(db, author), id, {
      base: merged.revision.id,
      changes: { summary: "Cleared.", title: "Cleared" },
    });
    await approveReview(at(db, reviewer), (await submitDevelopment(at(db, author), id, cleared.revision.id)).id);
    const restored = await restoreRevision(at(db, author), id, merged.revision.id);
    const review = await submitDevelopment(at(db, author), id, restored.id);
    await expect(approveReview(at(db, third), review.id)).rejects.toThrow(Forbidden);
    await approveReview(at(db, reviewer), review.id);
  });

  describe("of the return of a text that was retracted", () => {
    /** A text of two authors, retracted by a third person. */
    async function retracted() {
      const [second, retractor, other] = [
        await makePerson(db, { role: "editor" }),
        await makePerson(db, { role: "editor" }),
        await makePerson(db, { role: "editor" }),
      ];
      const { id, revision } = await publish();
      const added = await saveDevelopment(at(db, second), id, { base: revision.id, changes: { summary: "More." } });
      const more = await submitDevelopment(at(db, second), id, added.revision.id);
      await approveReview(at(db, reviewer), more.id);
      const retraction = await retractDevelopment(at(db, retractor), id, "It rests on a false report.");
      await approveReview(at(db, reviewer), retraction.id);
      return { id, text: added.revision, retraction: retraction.revisionId, second, retractor, other };
    }

    test("is refused to everybody who wrote of it and to who brings it back, not to who retracted it", async () => {
      const { id, text, second, retractor, other } = await retracted();
      const restored = await restoreRevision(at(db, other), id, text.id);
      const back = await submitDevelopment(at(db, other), id, restored.id);
      for (const caller of [author, second, other]) {
        await expect(approveReview(at(db, caller), back.id)).rejects.toThrow(Forbidden);
      }
      await approveReview(at(db, retractor), back.id);
      expect(await state(id)).toBe("published");
    });

    test("is refused to them also where only the reason was taken out", async () => {
      const { id, retraction, second, other } = await retracted();
      const changes = { retractedBecause: null, title: "Better words" };
      const { revision } = await saveDevelopment(at(db, other), id, { base: retraction, changes });
      const back = await submitDevelopment(at(db, other), id, revision.id);
      for (const caller of [author, second]) {
        await expect(approveReview(at(db, caller), back.id)).rejects.toThrow(Forbidden);
      }
      await approveReview(at(db, reviewer), back.id);
    });

    test("is refused to who changed the text in retracting it", async () => {
      const { id, retraction, retractor, other } = await retracted();
      const changed = await saveDevelopment(at(db, retractor), id, {
        base: retraction,
        changes: { retractedBecause: "False.", summary: "Words of the retractor." },
      });
      const again = await submitDevelopment(at(db, retractor), id, changed.revision.id);
      await approveReview(at(db, reviewer), again.id);
      const { revision } = await saveDevelopment(at(db, other), id, {
        base: changed.revision.id,
        changes: { retractedBecause: null },
      });
      const back = await submitDevelopment(at(db, other), id, revision.id);
      await expect(approveReview(at(db, retractor), back.id)).rejects.toThrow(Forbidden);
      await approveReview(at(db, reviewer), back.id);
    });

    test("lets later changes rest on it", async () => {
      const { id, text, other } = await retracted();
      const restored = await restoreRevision(at(db, other), id, text.id);
      await approveReview(at(db, reviewer), (await submitDevelopment(at(db, other), id, restored.id)).id);
      const { revision } = await saveDevelopment(at(db, other), id, {
        base: restored.id,
        changes: { title: "Later words" },
      });
      const later = await submitDevelopment(at(db, other), id, revision.id);
      await approveReview(at(db, author), later.id);
    });
  });

  test("by its author is refused by the database, whatever the program does", async () => {
    const waiting = await makeWaiting(db, author);
    const approve = db
      .update(reviews)
      .set({ outcome: "approved", decidedBy: author.id, decidedAt: new Date("2026-11-24T12:00:00Z") })
      .where(eq(reviews.id, waiting.review.id));
    await expect(approve).rejects.toMatchObject({ cause: { constraint_name: "reviews_second_person" } });
  });

  test("without anybody is refused by the database but for backfill", async () => {
    const waiting = await makeWaiting(db, author);
    const approve = db
      .update(reviews)
      .set({ outcome: "approved", decidedAt: new Date() })
      .where(eq(reviews.id, waiting.review.id));
    await expect(approve).rejects.toMatchObject({ cause: { message: expect.stringContaining("somebody") } });
  });

  test("cannot be taken back or changed", async () => {
    const { review } = await publish();
    const change = db.update(reviews).set({ reason: "x" }).where(eq(reviews.id, review.id));
    await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining("decided") } });
  });
});

test("asking for changes needs a reason and leaves a draft that can be sent again", async () => {
  const waiting = await makeWaiting(db, author);
  await expect(requestChanges(at(db, reviewer), waiting.review.id, " ")).rejects.toThrow(Invalid);
  await requestChanges(at(db, reviewer), waiting.review.id, "The date is of the press release.");
  expect(await state(waiting.id)).toBe("draft");
  await submitDevelopment(at(db, author), waiting.id, waiting.revision.id);
  expect(await state(waiting.id)).toBe("in-review");
});

test("a request is taken back by who sent it or an editor, not by a stranger", async () => {
  const waiting = await makeWaiting(db, author);
  await expect(withdrawReview(at(db, contributor), waiting.review.id)).rejects.toThrow(Forbidden);
  await withdrawReview(at(db, author), waiting.review.id);
  expect(await state(waiting.id)).toBe("draft");
});
