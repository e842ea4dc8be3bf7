import { describe, expect, test } from "vitest";
import { ordinalAlpha } from "./agreement";

/** A table of observers as it is printed: a row for each, a column for each unit, * where nobody looked. */
const unitsOf = (rows: string[]): number[][] => {
  const table = rows.map((row) => row.split(" "));
  return (table[0] ?? []).map((_, unit) => table.flatMap((row) => (row[unit] === "*" ? [] : Number(row[unit]))));
};

describe("published examples", () => {
  test("Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), four observers and twelve units: 0.815", () => {
    const { alpha, pairs } = ordinalAlpha(
      unitsOf([
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * *",
        "* 3 3 3 2 3 4 2 2 5 1 3",
        "1 2 3 3 2 4 4 1 2 5 1 *",
      ]),
    );
    expect(alpha).toBeCloseTo(0.815, 3);
    expect(pairs).toBe(55);
  });

  test("Wikipedia, Krippendorff's alpha, three coders and fifteen units: 0.807", () => {
    const { alpha } = ordinalAlpha(
      unitsOf(["* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4"]),
    );
    expect(alpha).toBeCloseTo(0.807, 3);
  });
});

test("everybody agrees: 1", () => {
  expect(
    ordinalAlpha([
      [1, 1],
      [-2, -2, -2],
      [0, 0],
    ]).alpha,
  ).toBe(1);
});

test("one scorer, one value, or nothing at all tells no agreement", () => {
  expect(ordinalAlpha([])).toEqual({ alpha: null, pairs: 0 });
  expect(ordinalAlpha([[1], [2]])).toEqual({ alpha: null, pairs: 0 });
  expect(
    ordinalAlpha([
      [1, 1],
      [1, 1, 1],
    ]),
  ).toEqual({ alpha: null, pairs: 4 });
});

test("the order of units and of scorers changes nothing", () => {
  const units = [
    [1, 2, 2],
    [0, -1],
    [-2, -2],
    [2, 1],
  ];
  const turned = [...units].reverse().map((values) => [...values].reverse());
  expect(ordinalAlpha(turned).alpha).toBeCloseTo(ordinalAlpha(units).alpha ?? 0, 12);
});
