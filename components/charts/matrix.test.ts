import { expect, test } from "vitest";
import type { ChartAnswer } from "@/lib/charts/answer";
import { measureCells } from "./matrix";
import { widthOf } from "./text-width";

const answer = (measure: ChartAnswer["measure"], ...numbers: number[]) =>
  ({
    measure,
    series: [{ points: numbers.map((n) => ({ n, value: measure === "share" ? 100 : 1 })) }],
  }) as ChartAnswer;

test("in pictures a long number touches neither what stands beside it nor the next cell", () => {
  for (const n of [7, 48, 999, 12_345, 1_000_000]) {
    for (const measure of ["developments", "share"] as const) {
      const { beside, cellWidth } = measureCells({ answer: answer(measure, 3, n) });
      expect(beside).toBeGreaterThanOrEqual(6 + widthOf(String(n)) + 2);
      expect(cellWidth).toBeGreaterThanOrEqual(beside + (measure === "share" ? widthOf("100%", 11) : 20) + 4);
    }
  }
});

test("numbers of two digits keep the width of their cells", () => {
  expect(measureCells({ answer: answer("developments", 48) })).toEqual({ beside: 27, cellWidth: 52 });
});
