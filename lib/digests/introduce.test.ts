import { expect, test } from "vitest";
import { makePerson } from "@/db/testing";
import { Conflict } from "@/lib/errors";
import { findIssue, introduceIssue } from "./manage";
import { weekWorld } from "./testing-weeks";

const { parts, by, freeze } = weekWorld();

test("two editors who write an introduction at once lose nothing: the second is shown what the first wrote", async () => {
  const { db, editor } = parts();
  const other = await makePerson(db, { role: "editor" });
  const when = "2026-11-26T12:00:00Z";
  const said = (introduction: string, seen = "") => ({
    ...{ introduction, pinnedSlug: null, timeZone: "UTC" },
    seen: { introduction: seen, pinnedSlug: null },
  });
  await introduceIssue(by(editor, when), "2026-W48", said("Of the first."));
  const second = introduceIssue(by(other, when), "2026-W48", said("Of the second."));
  await expect(second).rejects.toThrow("It says now: “Of the first.”.");
  await expect(second).rejects.toThrow(Conflict);
  // The same sent twice is one.
  await introduceIssue(by(editor, when), "2026-W48", said("Of the first."));
  await introduceIssue(by(other, when), "2026-W48", said("Of both.", "Of the first."));
  expect((await findIssue(by(editor, when), "2026-W48"))?.introduction).toBe("Of both.");
  await expect(introduceIssue(by(editor, when), "2030-W01", said("Far."))).rejects.toThrow("a quarter of a year ahead");
  await freeze("2026-W48");
  await expect(introduceIssue(by(other, when), "2026-W48", said("Late.", "Of both."))).rejects.toThrow("frozen");
});
