import { expect, test } from "vitest";
import { roundMedian, stepOfMedian } from "@/lib/labels";
import { summariseScores } from "./summary";

test("nobody scored: nothing is known, which is not zero", () => {
  expect(summariseScores([null])).toEqual({
    direction: "unscored",
    step: null,
    median: null,
    low: null,
    high: null,
    scorers: 0,
  });
});

test("two scores have the middle as their median", () => {
  expect(summariseScores([-2, 1])).toEqual({
    direction: "negative",
    step: "restricts",
    median: -0.5,
    low: -2,
    high: 1,
    scorers: 2,
  });
});

test("unclear is not counted as a direction", () => {
  expect(summariseScores([1, null, 2, 2])).toMatchObject({ median: 2, scorers: 3, direction: "positive" });
});

test("a median has one word everywhere: what is told of it is what it is listed under", () => {
  for (const scores of [[-2], [-2, -1], [-1], [-1, 0], [0], [0, 1], [1], [1, 2], [2], [-2, 1], [-1, 2]]) {
    const { median, step } = summariseScores(scores);
    expect([scores, stepOfMedian(median ?? 0)]).toEqual([scores, step ?? "neutral"]);
    expect([scores, Math.sign(roundMedian(median ?? 0))]).toEqual([scores, Math.sign(median ?? 0)]);
  }
});
