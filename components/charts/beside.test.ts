import { expect, test } from "vitest";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { panelsOf, sayBlanks, sidesBeside } from "./beside";
import { yearsInRows } from "./years-in-rows";

const point = (x: string, n: number | null = 1): Point => ({
  ...{ x, label: x.toUpperCase(), n, value: null, low: null, high: null, scorers: null, href: null },
});
const row = (key: string, columns: string[]): Series => ({
  ...{ key, label: key.toUpperCase(), n: columns.length, href: null },
  points: columns.map((x) => point(x)),
});
const matrix = (series: Series[]) => ({ form: "matrix", series }) as ChartAnswer;
const compared = (one: Series[], other: Series[]) =>
  sidesBeside({ ...matrix(one), beside: { answer: matrix(other), names: ["one", "other"], sameScale: true } });

test("two matrices have the same rows and columns in the same order; what one lacks is a gap, not a zero", () => {
  const [one, other] = compared(
    [row("un", ["a", "c"]), row("court", ["a", "c"])],
    [row("un", ["a", "b", "c"]), row("forum", ["a", "b", "c"]), row("court", ["a", "b", "c"])],
  );
  const keys = ["un", "forum", "court"];
  expect([one, other].map((side) => side?.answer.series.map(({ key }) => key))).toEqual([keys, keys]);
  expect([one, other].map((side) => side?.columns.map(({ x }) => x))).toEqual([
    ["a", "b", "c"],
    ["a", "b", "c"],
  ]);
  expect(one?.answer.series[1]).toEqual({ key: "forum", label: "FORUM", n: null, href: null, points: [] });
});

test("two matrices that have no row in common stand side by side as they come", () => {
  const sides = compared([row("itu", ["a"])], [row("icann", ["a", "b"])]);
  expect(sides.map(({ answer }) => answer.series.map(({ key }) => key))).toEqual([["itu"], ["icann"]]);
});

test("quarters stand on a phone in rows of whole years, months stay in one", () => {
  const quarters = [
    "2023-Q3",
    "2023-Q4",
    ...[2024, 2025, 2026].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}-Q${q}`)),
  ];
  expect(yearsInRows(quarters.map((x) => point(x))).map((one) => [one[0]?.x, one.length])).toEqual([
    ["2023-Q3", 10],
    ["2026-Q1", 4],
  ]);
  const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, "0")}`);
  expect(yearsInRows(months.map((x) => point(x)))).toHaveLength(1);
  expect(yearsInRows([])).toEqual([]);
});

test("what neither list has anything of is named, not drawn; what waits for a score is something", () => {
  const panels = (key: string, n: number | null) => ({ ...row(key, []), points: [point("2026-Q1", n)] });
  const chart = (...series: Series[]) => ({ form: "directions", series }) as ChartAnswer;
  const one = [panels("a", 1), panels("b", 0), panels("c", null), panels("d", 0), panels("d/unscored", 2)];
  const drawn = (answer: ChartAnswer) => panelsOf(answer).map(({ label }) => label);
  expect([drawn(chart(...one)), sayBlanks(chart(...one))]).toEqual([["A", "D"], "Nothing on record: B; C."]);
  const other = chart(panels("a", 0), panels("b", 3), panels("c", 0), panels("d", 0));
  const beside = { answer: other, names: ["one", "other"] as [string, string], sameScale: true };
  const both: ChartAnswer = { ...chart(...one), beside };
  expect([drawn(both), sayBlanks(both)]).toEqual([["A", "A", "B", "B", "D", "D"], "Nothing on record: C."]);
  expect(sayBlanks(chart(panels("a", 1)))).toBe("");
  // Told apart by what they differ in, the one area of either list stands beside that of the other.
  const areas: ChartAnswer = {
    ...chart(panels("a", 1)),
    compare: "area:b",
    beside: { ...beside, answer: chart(panels("b", 2)) },
  };
  expect(drawn({ ...areas, by: null })).toEqual(["A", "B"]);
});
