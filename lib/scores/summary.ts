import type { DirectionStep, DirectionWord } from "@/db/vocabulary";

export type ScoreSummary = {
  direction: DirectionWord;
  /** Where the median stands on the scale, halves rounded away from zero; null in the middle and where there is none. */
  step: DirectionStep | null;
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
  if (low === null || high === null) return { direction: "unscored", step: null, median: null, low, high, scorers: 0 };
  const upper = sorted[Math.floor(sorted.length / 2)] ?? low;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? low;
  const median = (lower + upper) / 2;
  const direction = median < 0 ? "negative" : median > 0 ? "positive" : "neutral";
  const strong = Math.abs(median) >= 1.5;
  const steps = {
    negative: strong ? "strongly-restricts" : "restricts",
    positive: strong ? "strongly-opens" : "opens",
  };
  const step = direction === "neutral" ? null : (steps[direction] as DirectionStep);
  return { direction, step, median, low, high, scorers: sorted.length };
}

/** Scores so far apart that people should talk. */
export const splitSteps = 2;

export const isSplit = ({ low, high }: Pick<ScoreSummary, "low" | "high">): boolean =>
  low !== null && high !== null && high - low >= splitSteps;
