import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { publications as p } from "@/db/schema";
import { readStarterFile } from "@/db/starter/files";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { getDevelopment } from "./detail";
import { retractDevelopment, submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";

let client: Client;
let db: Database;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "editor" });
});
afterAll(() => client.close());

async function publish(changes: Partial<DevelopmentContent>) {
  const waiting = await makeWaiting(db, author, changes);
  const { slug } = await approveReview(at(db, editor), waiting.review.id);
  return { ...waiting, slug: slug ?? "" };
}

async function change(id: number, base: number, changes: Partial<DevelopmentContent>) {
  const saved = await saveDevelopment(at(db, author), id, { base, changes });
  const review = await submitDevelopment(at(db, author), id, saved.revision.id);
  await approveReview(at(db, editor), review.id);
  return saved.revision.id;
}

const daysOf = async (slug: string) => {
  const [row] = await db
    .select()
    .from(p)
    .where(and(eq(p.slug, slug), isNull(p.knownUntil)));
  return [row?.daysToAdoption, row?.daysToEffect];
};

describe("days", () => {
  test("of the starter data are those of its file", async () => {
    const expected = (await readStarterFile("developments"))
      .filter((one) => one.editorialState === "published" && one.takesEffectOn && one.datePrecision === "day")
      .filter((one) => ["adopted", "in-force", "implemented"].includes(one.status))
      .map((one) => [
        one.slug,
        Math.round((Date.parse(one.takesEffectOn ?? "") - Date.parse(one.decidedOn)) / 86_400_000),
      ]);
    const rows = await db.select().from(p).where(isNotNull(p.daysToEffect));
    expect(rows.map((row) => [row.slug, row.daysToEffect]).sort()).toEqual(expected.sort());
    expect(expected.length).toBe(13);
  });
});

describe("a stage", () => {
  test("names what it carries forward, and both pages show it", async () => {
    const proposal = await publish({ title: "A test proposal", status: "proposed", decidedOn: "2026-10-01" });
    const adoption = await publish({
      title: "A test adoption",
      decidedOn: "2026-10-31",
      carriesForward: [proposal.slug],
    });
    expect(await daysOf(adoption.slug)).toEqual([30, null]);
    expect((await getDevelopment({ db }, adoption.slug)).carriesForward).toMatchObject([
      { slug: proposal.slug, status: "proposed" },
    ]);
    expect((await getDevelopment({ db }, proposal.slug)).carriedForwardBy).toMatchObject([{ slug: adoption.slug }]);
  });

  test("changes its days when an earlier one changes, at any distance, and a rebuild gives the same", async () => {
    const first = await publish({ title: "First of three", status: "proposed", decidedOn: "2026-09-01" });
    const second = await publish({
      title: "Second of three",
      status: "proposed",
      decidedOn: "2026-09-11",
      carriesForward: [first.slug],
    });
    const third = await publish({ title: "Third of three", decidedOn: "2026-09-21", carriesForward: [second.slug] });
    expect(await daysOf(third.slug)).toEqual([20, null]);
    await change(first.id, first.revision.id, { decidedOn: "2026-08-22" });
    expect(await daysOf(third.slug)).toEqual([30, null]);
    await rebuildPublications(db);
    expect(await daysOf(third.slug)).toEqual([30, null]);
  });

  test("counts only the links that stand, of developments that stand", async () => {
    const first = await publish({ title: "First, then unlinked", status: "proposed", decidedOn: "2026-09-01" });
    const second = await publish({
      title: "Second, then retracted",
      status: "proposed",
      decidedOn: "2026-09-11",
      carriesForward: [first.slug],
    });
    const third = await publish({ title: "Third, with fewer", decidedOn: "2026-09-21", carriesForward: [second.slug] });
    expect(await daysOf(third.slug)).toEqual([20, null]);
    await change(second.id, second.revision.id, { carriesForward: [] });
    expect(await daysOf(third.slug)).toEqual([10, null]);
    const review = await retractDevelopment(at(db, author), second.id, "It was never proposed.");
    await approveReview(at(db, editor), review.id);
    expect(await daysOf(third.slug)).toEqual([null, null]);
    expect((await getDevelopment({ db }, third.slug)).carriesForward).toEqual([]);
    await rebuildPublications(db);
    const spans = await db.select().from(p).where(eq(p.slug, third.slug)).orderBy(p.knownFrom);
    expect(spans.map((span) => span.daysToAdoption)).toEqual([20, 10, null]);
  });

  test("recorded the wrong way round can be turned", async () => {
    const proposal = await publish({ title: "Proposed before", status: "proposed", decidedOn: "2026-09-02" });
    const adoption = await publish({ title: "Adopted after", decidedOn: "2026-09-12" });
    const wrong = await change(proposal.id, proposal.revision.id, { carriesForward: [adoption.slug] });
    await change(proposal.id, wrong, { carriesForward: [] });
    await change(adoption.id, adoption.revision.id, { carriesForward: [proposal.slug] });
    expect(await daysOf(adoption.slug)).toEqual([10, null]);
  });

  test("in its own history counts from its own proposal", async () => {
    const made = await publish({ title: "Proposed, then adopted", status: "proposed", decidedOn: "2026-10-01" });
    await change(made.id, made.revision.id, {
      status: "in-force",
      decidedOn: "2026-10-15",
      takesEffectOn: "2026-10-20",
    });
    expect(await daysOf(made.slug)).toEqual([14, 5]);
  });

  test("that brings an adoption into force counts the days to its effect, and a rebuild gives the same", async () => {
    const adoption = await publish({ title: "Adopted, not yet in force", decidedOn: "2026-09-01" });
    const entry = await publish({
      title: "Entry into force",
      status: "in-force",
      decidedOn: "2026-10-01",
      carriesForward: [adoption.slug],
    });
    expect(await daysOf(entry.slug)).toEqual([null, 30]);
    await change(adoption.id, adoption.revision.id, { takesEffectOn: "2026-10-11" });
    expect([await daysOf(adoption.slug), await daysOf(entry.slug)]).toEqual([
      [null, 40],
      [null, null],
    ]);
    await rebuildPublications(db);
    expect(await daysOf(entry.slug)).toEqual([null, null]);
  });

  test("must be published, and may not go in a circle", async () => {
    await expect(publish({ title: "Names a draft", carriesForward: ["not-published"] })).rejects.toThrow(Invalid);
    const one = await publish({ title: "One of a circle", status: "proposed" });
    const two = await publish({ title: "Two of a circle", carriesForward: [one.slug] });
    await expect(change(one.id, one.revision.id, { carriesForward: [two.slug] })).rejects.toThrow(/circle|carries/);
    await expect(change(two.id, two.revision.id, { carriesForward: [two.slug] })).rejects.toThrow(Invalid);
  });
});
