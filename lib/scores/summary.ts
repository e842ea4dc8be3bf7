import type { DirectionWord } from "@/db/vocabulary";

export type ScoreSummary = {
  direction: DirectionWord;
  median: number | null;
  low: number | null;
  high: number | null;
  scorers: number;
};

/** Median and range of directions (-2..+2). "Unclear" (null) is no direction and is not counted. */
export function summariseScores(directions: readonly (number | null)[]): ScoreSummary {
  const sorted = directions.filter((direction) => direction !== null).sort((a, b) => a - b);
  const low = sorted.at(0) ?? null;
  const high = sorted.at(-1) ?? null;
  if (low === null || high === null) return { direction: "unscored", median: null, low, high, scorers: 0 };
  const upper = sorted[Math.floor(sorted.length / 2)] ?? low;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? low;
  const median = (lower + upper) / 2;
  const direction = median < 0 ? "negative" : median > 0 ? "positive" : "neutral";
  return { direction, median, low, high, scorers: sorted.length };
}
