import { describe, expect, test } from "vitest";
import { emptyContent } from "@/db/content";
import { compareContents, compareWords, unchangedFields } from "./compare";

const names = { bodies: new Map([["a-body", "A body"]]), actors: new Map(), areas: new Map(), developments: new Map() };

describe("words", () => {
  test("a phrase that replaces another is told once, not word by word", () => {
    expect(compareWords("as soon as possible: 35 bodies", "without delay: 35 bodies")).toEqual([
      { text: "as soon as possible", change: "removed" },
      { text: "without delay", change: "added" },
      { text: ": 35 bodies", change: "same" },
    ]);
  });

  test("texts with little in common are told as a whole, at once", () => {
    const words = (letter: string) => Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join(" ");
    expect(compareWords(words("a"), words("b")).map((piece) => piece.change)).toEqual(["removed", "added"]);
  });

  test("what is the same stays the same", () => {
    expect(compareWords("One word.", "One word.")).toEqual([{ text: "One word.", change: "same" }]);
  });
});

describe("versions", () => {
  test("the fields that differ, in the order of the form, without the note for the reviewer", () => {
    const after = { ...emptyContent, status: "adopted" as const, title: "A title", noteForReviewer: "Please look." };
    expect(compareContents(emptyContent, after, names).map((change) => change.field)).toEqual(["title", "status"]);
  });

  test("lists say what came, what went and how many stayed", () => {
    const before = { ...emptyContent, areaSlugs: ["encryption", "fragmentation"] };
    const after = { ...emptyContent, areaSlugs: ["encryption", "cybersecurity"] };
    expect(compareContents(before, after, names)).toEqual([
      {
        field: "areaSlugs",
        label: "Impact areas",
        added: ["cybersecurity"],
        removed: ["fragmentation"],
        unchanged: 1,
      },
    ]);
  });

  test("a date whose precision alone changed is said", () => {
    const before = { ...emptyContent, decidedOn: "2026-03-01", datePrecision: "month" as const };
    const after = { ...before, datePrecision: "day" as const };
    expect(compareContents(before, after, names).map((change) => change.field)).toEqual(["datePrecision"]);
  });

  test("what stayed is said in words, empty fields left out", () => {
    const before = { ...emptyContent, bodySlug: "a-body", title: "Before" };
    const after = { ...before, title: "After" };
    expect(unchangedFields(before, after, names).map(({ label, text }) => [label, text])).toEqual([
      ["Body", "A body"],
      ["Link to the withdrawal", "None shown"],
      ["Scope", "Internet matters"],
    ]);
  });
});
