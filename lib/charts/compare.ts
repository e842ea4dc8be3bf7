import type { Context } from "@/lib/context";
import type { Filters } from "@/lib/developments/filters";
import { readFilters } from "@/lib/developments/query";
import type { FieldErrors } from "@/lib/errors";
import type { ChartAnswer } from "./answer";
import type { ChartQuery } from "./query";

/** Words whose values can stand side by side. */
const comparable = ["area", "body", "period"] as const;
export type Compared = { word: (typeof comparable)[number]; value: string; filters: Filters };

/** What an axis must reach so that it holds another chart's. */
const reachOf = ({ series, per }: ChartAnswer): string[] =>
  per === null ? [] : [...new Set(series.flatMap(({ points }) => [points[0]?.x ?? [], points.at(-1)?.x ?? []].flat()))];

/** The largest number in a chart: what charts that share a scale are drawn by. */
const largestOf = ({ series }: ChartAnswer): number =>
  Math.max(0, ...series.flatMap(({ points }) => points.map((point) => point.n ?? 0)));

/** `most` is the scale that both share; none where they lie on two sides of 7 January 2026, which share none. */
type Beside = { answer: ChartAnswer; other: ChartAnswer | null; most: number | undefined };

/** Draws two charts over the same axis. */
export async function drawBeside(
  draw: (query: ChartQuery) => Promise<ChartAnswer>,
  query: ChartQuery,
  compared: Compared | null,
): Promise<Beside> {
  if (!compared) return { answer: await draw(query), other: null, most: undefined };
  const beside = { ...query, filters: compared.filters };
  let [answer, other] = await Promise.all([draw(query), draw(beside)]);
  if (compared.word === "period") return { answer, other, most: undefined };
  const reach = [...reachOf(answer), ...reachOf(other)];
  [answer, other] = await Promise.all([draw({ ...query, reach }), draw({ ...beside, reach })]);
  return { answer, other, most: Math.max(largestOf(answer), largestOf(other)) };
}

/** Reads "area:encryption": the same filters with that one value of the word. */
export async function readCompare(
  ctx: Pick<Context, "db" | "now">,
  filters: Filters,
  text: string | null,
): Promise<{ compared: Compared | null; errors: FieldErrors }> {
  if (!text) return { compared: null, errors: {} };
  const [asked = "", value = ""] = text.split(":", 2);
  const word = comparable.find((one) => one === asked);
  if (!word || value === "") {
    const errors = {
      compare: `“compare=${text.slice(0, 60)}”: must be like area:encryption, body:itu or period:baseline.`,
    };
    return { compared: null, errors };
  }
  const { filters: read, errors } = await readFilters(ctx, new URLSearchParams([[word, value]]));
  const [problem] = Object.values(errors);
  if (problem) return { compared: null, errors: { compare: problem } };
  return { compared: { word, value, filters: { ...filters, [word]: read[word] } }, errors: {} };
}
