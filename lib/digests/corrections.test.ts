import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { reviews } from "@/db/schema";
import { makePerson } from "@/db/testing";
import type { Person } from "@/lib/context";
import { noFilters } from "@/lib/developments/filters";
import { getHistory } from "@/lib/developments/history";
import { retractDevelopment } from "@/lib/developments/propose";
import { Invalid } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { getReview } from "@/lib/reviews/queries";
import { getIssue, listIssues } from "./archive";
import type { ChangeNote } from "./corrections";
import { getDryRun } from "./dry-run";
import { holdIssue } from "./manage";
import { previewLetter } from "./preview";
import { weekWorld } from "./testing-weeks";

const world = weekWorld();
const { freeze, by, publish, change, reader, letterOf, accept } = world;
let db: Database;
let author: Person;
let editor: Person;
beforeEach(() => {
  ({ db, author, editor } = world.parts());
});

describe("a correction", () => {
  test("of what was sent needs a word; a material one stands first in the next letter of those who got it, once", async () => {
    const one = await publish("Sent with a mistake", { decidedOn: "2026-11-02" });
    const got = await reader("got@example.org");
    const not = await reader("not@example.org", ["area=fragmentation"]);
    await freeze("2026-W48");
    await accept("2026-W48");
    const when = "2026-12-02T10:00:00Z";
    await expect(change(one.id, one.revision.id, { decidedOn: "2026-11-03" }, when)).rejects.toThrow(Invalid);
    const [waiting] = await db.select().from(reviews).where(sql`outcome is null`);
    await expect(approveReview(by(editor, when), waiting?.id ?? 0, { kind: "material", reason: " " })).rejects.toThrow(
      "what was wrong",
    );
    await approveReview(by(editor, when), waiting?.id ?? 0, { kind: "material", reason: "The day was wrong." });
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    const told = await letterOf(got, "2026-W49");
    expect(told?.template.subject).toBe("Week 49: a correction");
    expect(told?.template.text).toContain("The day was wrong.");
    expect(told?.template.text).toContain("PLENARY\nWeek 49: a correction\n");
    expect(told?.template.text.replaceAll(/\s+/g, " ")).toContain("nothing else on what you chose was published");
    expect(told?.template.text).not.toMatch(/outside what you\s+chose|quiet/);
    expect(told?.template.text.replaceAll(/\s+/g, " ")).toContain("before “2 November 2026”, now “3 November 2026”");
    expect(told?.template.text.match(/^\* /gm)).toHaveLength(1);
    expect((await letterOf(not, "2026-W49"))?.template.text).not.toContain("The day was wrong.");
    await accept("2026-W49");
    await freeze("2026-W50", new Date("2026-12-14T00:00:05Z"));
    expect((await letterOf(got, "2026-W50"))?.template.text).not.toContain("The day was wrong.");
    const [entry] = (await getIssue({ db, caller: null }, "2026-W48")).entries;
    expect(entry?.corrections).toMatchObject([{ reasons: ["The day was wrong."], material: true }]);
    const { corrected, entries } = await getIssue({ db, caller: null }, "2026-W49");
    expect([corrected.map(({ reasons }) => reasons), entries]).toEqual([[["The day was wrong."]], []]);
    expect(await listIssues(db)).toMatchObject([
      { week: "2026-W50", n: 0, corrections: 0 },
      { week: "2026-W49", n: 0, corrections: 1, first: null },
      { week: "2026-W48", n: 1, corrections: 0, first: "Sent with a mistake" },
    ]);
    expect((await getHistory({ db }, one.slug)).revisions.map(({ corrects }) => corrects)).toEqual([
      null,
      "The day was wrong.",
    ]);
  });

  test("made after the week closed and before its issue was made needs a word too, and is told in the next letter", async () => {
    const [gone, wrong] = [await publish("Gone before the freeze"), await publish("Wrong before the freeze")];
    const id = await reader("early@example.org");
    const when = "2026-11-30T00:01:00Z";
    const review = await retractDevelopment(by(author, when), gone.id, "It did not happen.");
    expect((await getReview(by(editor, when), review.id)).sentIn).toEqual({ week: "2026-W48", made: false });
    await expect(approveReview(by(editor, when), review.id)).rejects.toThrow("in the letter of 2026-W48");
    await approveReview(by(editor, when), review.id, { kind: "material", reason: "It did not happen." });
    const changed = await change(wrong.id, wrong.revision.id, { decidedOn: "2026-11-04" }, when, {
      ...{ kind: "material", reason: "It was the fourth." },
    });
    await expect(change(wrong.id, changed, { decidedOn: "2026-11-05" }, "2026-11-30T00:02:00Z")).rejects.toThrow(
      "in the letter of 2026-W48",
    );
    await freeze("2026-W48", new Date("2026-11-30T00:10:00Z"));
    await accept("2026-W48");
    const sent = (await letterOf(id, "2026-W48"))?.template.text ?? "";
    expect(sent).toContain("* Gone before the freeze");
    expect(
      (await getIssue({ db, caller: null }, "2026-W48")).entries.map(({ corrections }) => corrections.length),
    ).toEqual([1, 1]);
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    const text = (await letterOf(id, "2026-W49"))?.template.text ?? "";
    expect(text).toContain("* Retracted: Gone before the freeze");
    expect(text).toContain("It was the fourth.");
  });

  test("of what two weeks brought that are not made yet needs a word also where only a minor one came after it", async () => {
    const one = await publish("In the first of two weeks");
    const id = await reader("late@example.org");
    const minor: ChangeNote = { kind: "minor", reason: "A slip." };
    await change(one.id, one.revision.id, { decidedOn: "2026-11-03" }, "2026-12-02T10:00:00Z", minor);
    const when = "2026-12-07T00:01:00Z";
    const review = await retractDevelopment(by(author, when), one.id, "It did not happen.");
    await expect(approveReview(by(editor, when), review.id)).rejects.toThrow("in the letter of 2026-W48");
    await approveReview(by(editor, when), review.id, { kind: "material", reason: "It did not happen." });
    for (const week of ["2026-W48", "2026-W49"] as const) {
      await freeze(week, new Date("2026-12-07T00:10:00Z"));
      await db.execute(sql`update issues set state = 'ready', held_because = null where week = ${week}`);
      await accept(week);
    }
    await freeze("2026-W50", new Date("2026-12-14T00:00:05Z"));
    expect((await letterOf(id, "2026-W48"))?.template.text).toContain("* In the first of two weeks");
    expect((await letterOf(id, "2026-W50"))?.template.text).toContain("* Retracted: In the first of two weeks");
  });

  test("of what is in no letter but one that is held is told to nobody", async () => {
    const one = await publish("Held with a mistake", { decidedOn: "2026-11-02" });
    const waits = await reader("waits@example.org");
    await freeze("2026-W48");
    const admin = await makePerson(db, { role: "admin" });
    await holdIssue(by(admin, "2026-11-30T05:00:00Z"), "2026-W48");
    const note: ChangeNote = { kind: "material", reason: "The day was wrong." };
    await change(one.id, one.revision.id, { decidedOn: "2026-11-03" }, "2026-12-02T10:00:00Z", note);
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    expect((await letterOf(waits, "2026-W49"))?.template.text).not.toContain("The day was wrong.");
    expect((await getIssue({ db, caller: null }, "2026-W48")).entries[0]?.corrections).toMatchObject([
      { material: true },
    ]);
  });

  test("that is a retraction says so; one of a minor matter stands in the archive only; news is none", async () => {
    const [gone, slip, news] = [
      await publish("To be retracted"),
      await publish("With a slip"),
      await publish("Goes on"),
    ];
    const id = await reader("all@example.org");
    await freeze("2026-W48");
    await accept("2026-W48");
    const when = "2026-12-02T10:00:00Z";
    const review = await retractDevelopment(by(author, when), gone.id, "It did not happen.");
    await approveReview(by(editor, when), review.id, { kind: "material", reason: "It did not happen." });
    await change(slip.id, slip.revision.id, { title: "Without a slip" }, when, { kind: "minor", reason: "Spelling." });
    await change(news.id, news.revision.id, { status: "in-force" }, when, { kind: "news", reason: "" });
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    const text = (await letterOf(id, "2026-W49"))?.template.text ?? "";
    expect(text).toContain("* Retracted: To be retracted");
    expect(text).not.toMatch(/Spelling|slip/);
    expect(text).toContain("* Goes on");
    expect((await getIssue({ db, caller: null }, "2026-W49")).entries.map(({ title }) => title)).toEqual(["Goes on"]);
    const notes = (await getIssue({ db, caller: null }, "2026-W48")).entries.map(({ title, corrections }) => [
      title,
      corrections.length,
    ]);
    expect(Object.fromEntries(notes)).toEqual({ "To be retracted": 1, "With a slip": 1, "Goes on": 0 });
  });
});

describe("a retraction", () => {
  test("is no news, and one that is taken back is told to those who heard of it", async () => {
    const one = await publish("There and gone and there");
    const id = await reader("all@example.org");
    await freeze("2026-W48");
    await accept("2026-W48");
    const when = "2026-12-02T10:00:00Z";
    const review = await retractDevelopment(by(author, when), one.id, "It did not happen.");
    await expect(approveReview(by(editor, when), review.id, { kind: "news", reason: "" })).rejects.toThrow(
      "A retraction is no news",
    );
    await approveReview(by(editor, when), review.id, { kind: "material", reason: "It did not happen." });
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    await accept("2026-W49");
    expect((await letterOf(id, "2026-W49"))?.template.text).toContain("* Retracted: There and gone and there");
    const back = "2026-12-09T10:00:00Z";
    await expect(
      change(one.id, review.revisionId, { retractedBecause: null }, back, { kind: "minor", reason: "It did." }),
    ).rejects.toThrow("they must hear of this");
    const [waiting] = await db.select().from(reviews).where(sql`outcome is null`);
    const note: ChangeNote = { kind: "material", reason: "It did happen." };
    await approveReview(by(editor, back), waiting?.id ?? 0, note);
    const preview = async (now: Date) => (await previewLetter(by(editor, now.toISOString()), "2026-W50", place)).text;
    const place = { baseUrl: "https://plenary.example.org", timeZone: "UTC" };
    expect(await preview(new Date("2026-12-13T12:00:00Z"))).toContain("* No longer retracted");
    await freeze("2026-W50", new Date("2026-12-14T00:00:05Z"));
    expect(await preview(new Date("2026-12-14T12:00:00Z"))).toContain("* No longer retracted");
    expect((await getIssue({ db, caller: null }, "2026-W50")).corrected).toMatchObject([
      { restored: true, changes: [] },
    ]);
    const { weeks } = await getDryRun({ db, now: new Date("2026-12-15T12:00:00Z") }, noFilters, "UTC");
    expect(weeks.map(({ n }) => n)).toEqual([0, 0, 1, expect.any(Number)]);
    const { text, html } = (await letterOf(id, "2026-W50"))?.template ?? { text: "", html: "" };
    expect(text).toContain("* No longer retracted: There and gone and there\n  It did happen.");
    expect(html).toContain("No longer retracted since it was sent to you");
    expect(text).not.toContain("stands again as it was sent");
  });
});

describe("a correction tells each reader", () => {
  const textOf = async (id: number, week: string) =>
    (await letterOf(id, week))?.template.text.replaceAll(/\s+/g, " ") ?? "";
  const material = (reason: string): ChangeNote => ({ kind: "material", reason });
  const w49 = new Date("2026-12-07T00:00:05Z");
  const w50 = new Date("2026-12-14T00:00:05Z");

  test("what they were sent, not what others were", async () => {
    const one = await publish("Who got which", { decidedOn: "2026-11-02" });
    const [narrow, wide] = [await reader("narrow@example.org", ["area=encryption"]), await reader("wide@example.org")];
    await freeze("2026-W48");
    await accept("2026-W48");
    const moved = await change(
      one.id,
      one.revision.id,
      { decidedOn: "2026-11-05", areaSlugs: ["fragmentation"] },
      "2026-12-02T10:00:00Z",
      { kind: "news", reason: "" },
    );
    await freeze("2026-W49", w49);
    await accept("2026-W49");
    await change(one.id, moved, { decidedOn: "2026-11-09" }, "2026-12-09T10:00:00Z", material("It was the ninth."));
    await freeze("2026-W50", w50);
    expect(await textOf(narrow, "2026-W50")).toContain("before “2 November 2026”, now “9 November 2026”");
    expect(await textOf(wide, "2026-W50")).toContain("before “5 November 2026”, now “9 November 2026”");
  });

  test("once of a development that was corrected several times, from what was sent to what stands", async () => {
    const one = await publish("Corrected there and back", { decidedOn: "2026-11-02" });
    const id = await reader("all@example.org");
    await freeze("2026-W48");
    await accept("2026-W48");
    const first = await change(
      one.id,
      one.revision.id,
      { decidedOn: "2026-11-05" },
      "2026-12-02T10:00:00Z",
      material("It was the fifth."),
    );
    await change(
      one.id,
      first,
      { decidedOn: "2026-11-02" },
      "2026-12-03T10:00:00Z",
      material("It was the second after all."),
    );
    await freeze("2026-W49", w49);
    expect((await letterOf(id, "2026-W49"))?.template.subject).toBe("Week 49: a correction");
    const text = await textOf(id, "2026-W49");
    expect(text).toContain("It was the fifth. It was the second after all. It stands again as it was sent.");
    expect(text).not.toContain("5 November 2026");
    expect((await getIssue({ db, caller: null }, "2026-W49")).corrected).toMatchObject([
      { changes: [], reasons: { length: 2 } },
    ]);
  });

  test("of a second correction from what the first one told", async () => {
    const one = await publish("Corrected twice", { decidedOn: "2026-11-02" });
    const id = await reader("all@example.org");
    await freeze("2026-W48");
    await accept("2026-W48");
    const first = await change(
      one.id,
      one.revision.id,
      { decidedOn: "2026-11-05" },
      "2026-12-02T10:00:00Z",
      material("It was the fifth."),
    );
    await freeze("2026-W49", w49);
    await accept("2026-W49");
    await change(one.id, first, { decidedOn: "2026-11-09" }, "2026-12-09T10:00:00Z", material("It was the ninth."));
    await freeze("2026-W50", w50);
    const text = await textOf(id, "2026-W50");
    expect(text).toContain("before “5 November 2026”, now “9 November 2026”");
    expect(text).not.toContain("It was the fifth.");
  });

  test("although the letter that held it is still on its way, and once, although the one that tells it is", async () => {
    const one = await publish("Still in the queue", { decidedOn: "2026-11-02" });
    const id = await reader("slow@example.org");
    await freeze("2026-W48");
    await change(
      one.id,
      one.revision.id,
      { decidedOn: "2026-11-03" },
      "2026-12-02T10:00:00Z",
      material("It was the third."),
    );
    await freeze("2026-W49", w49);
    expect(await textOf(id, "2026-W49")).toContain("It was the third.");
    expect((await getIssue({ db, caller: null }, "2026-W49")).entries).toEqual([]);
    await freeze("2026-W50", w50);
    expect(await textOf(id, "2026-W50")).not.toContain("It was the third.");
  });
});
