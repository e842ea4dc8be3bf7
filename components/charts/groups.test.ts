import { expect, test } from "vitest";
import type { ChartAnswer, Point } from "@/lib/charts/answer";
import { stepsBetween } from "@/lib/charts/periods";
import { sayGroups, wideEnough } from "./groups";

const point = (x: string): Point => ({
  ...{ x, label: x, n: 1, value: null, low: null, high: null, scorers: null, href: null },
});
const months = (first: string, last: string) =>
  ({
    filters: {},
    series: [{ key: "a", label: "A", n: null, href: null, points: stepsBetween(first, last, "month").map(point) }],
  }) as unknown as ChartAnswer;
const beside = (one: ChartAnswer, other: ChartAnswer): ChartAnswer => ({
  ...one,
  beside: { answer: other, names: ["one", "other"], sameScale: false },
});
const said = (chart: ChartAnswer) => sayGroups(chart, wideEnough(chart, 288));

test("a drawing that is coarser than its chart says so, for what came before 7 January 2026 and for what came after", () => {
  expect(said(months("2026-01", "2026-11"))).toBe("");
  expect(said(months("2023-01", "2025-12"))).toMatch(/^Drawn by year, .* the table has each month\.$/);
  expect(said(months("2023-01", "2026-11"))).toMatch(/^Drawn by year before 7 January 2026 and by quarter since, /);
});

test("of two periods beside each other each is said as it is drawn, whichever stands first", () => {
  const [before, after] = [months("2023-01", "2025-12"), months("2026-01", "2026-11")];
  const words = /^Drawn by year before 7 January 2026 and by month since, /;
  expect(said(beside(before, after))).toMatch(words);
  expect(said(beside(after, before))).toMatch(words);
  expect(said(beside({ ...before, series: [] }, after))).toBe("");
});
