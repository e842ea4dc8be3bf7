import { describe, expect, test } from "vitest";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import { doubtsAbout, missingForReview, periodOf, settleDates, timelinePosition } from "./rules";

describe("before or after 7 January 2026", () => {
  test.each([
    ["2026-01-06", "day", "baseline"],
    ["2026-01-07", "day", "after"],
    ["2026-01-01", "month", null],
    ["2025-12-01", "month", "baseline"],
    ["2026-02-01", "month", "after"],
    ["2026-01-01", "year", null],
    ["2025-01-01", "year", "baseline"],
    ["2027-01-01", "year", "after"],
  ] as const)("%s known to the %s is %s", (decidedOn, datePrecision, period) => {
    expect(periodOf({ decidedOn, datePrecision })).toBe(period);
  });
});

test("a date holds no more than is known", () => {
  const content = { ...emptyContent, decidedOn: "2026-03-17", datePrecision: "month" as const };
  expect(settleDates(content)).toMatchObject({ decidedOn: "2026-03-01", period: "after" });
});

test("a person's word on before or after stands where the date cannot tell", () => {
  const content = {
    ...emptyContent,
    decidedOn: "2026-01-20",
    datePrecision: "month" as const,
    period: "baseline" as const,
  };
  expect(settleDates(content)).toMatchObject({ decidedOn: "2026-01-01", period: "baseline" });
});

test("an empty draft lacks the four required fields and a source", () => {
  expect(Object.keys(missingForReview(emptyContent))).toEqual(["title", "bodySlug", "decidedOn", "status", "sources"]);
});

test("a title and the reason of a retraction say something in words", () => {
  expect(missingForReview({ ...emptyContent, retractedBecause: "\u200d" }).retractedBecause).toContain("Say why");
  expect(missingForReview({ ...emptyContent, title: "… – \u200d\u0301" }).title).toBe(
    "Say in one sentence what happened.",
  );
  expect(missingForReview({ ...emptyContent, title: "会議" }).title).toBeUndefined();
});

test("within a day what came after the withdrawal stands above the baseline", () => {
  expect(timelinePosition("2026-01-01", "after")).toBe(timelinePosition("2026-01-01", "baseline") + 1);
  expect(timelinePosition("2026-01-02", "baseline")).toBeGreaterThan(timelinePosition("2026-01-01", "after"));
});

test("days that seldom are right are doubted, as exactly as they are known", () => {
  const doubts = (changes: Partial<DevelopmentContent>) =>
    doubtsAbout(
      { ...emptyContent, decidedOn: "2026-11-02", datePrecision: "day", status: "adopted", ...changes },
      "2026-11-24",
    );
  expect(doubts({})).toEqual([]);
  expect(doubts({ decidedOn: "2026-11-25" })).toEqual([expect.stringContaining("lies ahead")]);
  expect(doubts({ decidedOn: "2026-11-01", datePrecision: "month" })).toEqual([]);
  expect(doubts({ decidedOn: "2027-01-01", datePrecision: "year" })).toHaveLength(1);
  expect(doubts({ takesEffectOn: "2027-01-01" })).toEqual([]);
  expect(doubts({ takesEffectOn: "2026-10-01" })).toEqual([expect.stringContaining("before the decision")]);
  expect(doubts({ takesEffectOn: "2026-11-01", decidedOn: "2026-11-01", datePrecision: "month" })).toEqual([]);
  expect(doubts({ takesEffectOn: "2027-01-01", status: "in-force" })).toEqual([
    expect.stringContaining("before it takes effect"),
  ]);
});
