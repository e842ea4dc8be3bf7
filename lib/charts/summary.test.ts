import { expect, test } from "vitest";
import { noFilters } from "@/lib/developments/filters";
import type { Point } from "./answer";
import { sayCourse, sayExtremes, sayTime } from "./summary";

const series = (...counts: [label: string, n: number | null][]) => counts.map(([label, n]) => ({ label, n }));
const point = (x: string, n: number | null): Point => ({
  ...{ x, label: x, n, value: null, low: null, high: null, scorers: null, href: null },
});

test("the most and the fewest are named with all that have as many, and with those that have none", () => {
  expect(sayExtremes(series(["A", 9], ["B", 1], ["C", 1], ["D", 0]))).toBe(
    "Most: A (9); fewest: B and C (1 each); none: D.",
  );
  expect(sayExtremes(series(["A", 2], ["B", 2], ["C", 2], ["D", 2], ["E", 1]))).toBe(
    "Most: 4 of them (2 each); fewest: E (1).",
  );
  expect(sayExtremes(series(["A", 3], ["B", 0], ["C", null]))).toBe("Only A (3); none: B.");
  expect(sayExtremes(series(["A", 3], ["B", 3]))).toBe("As many for each: A and B (3 each).");
  expect(sayExtremes(series(["A", 0], ["B", 0]))).toBe("");
});

test("a course that ends where it began is no change, and nothing is said of nothing", () => {
  const months = (...counts: (number | null)[]) => counts.map((n, index) => point(`2026-0${index + 1}`, n));
  expect(sayCourse(months(1, 5, 2))).toBe("From 1 in 2026-01 to 2 in 2026-03; the most: 5 in 2026-02.");
  expect(sayCourse(months(2, 5, 2))).toBe("2 in 2026-01 as in 2026-03; the most: 5 in 2026-02.");
  expect(sayCourse(months(1, 5, 5, 2))).toBe("From 1 in 2026-01 to 2 in 2026-04; the most: 5 in 2026-02 and 2026-03.");
  expect(sayCourse(months(0, 0, null))).toBe("");
});

test("a side of 7 January 2026 and days stand together", () => {
  expect(sayTime({ ...noFilters, period: ["after"], to: "2026-03-01" })).toBe("since 7 January 2026, to 1 March 2026");
});
