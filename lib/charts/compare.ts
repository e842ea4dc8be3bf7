import type { Context, Reader } from "@/lib/context";
import { asksBlindly } from "@/lib/developments/blind-list";
import { blindWords } from "@/lib/developments/blind-words";
import { type Filters, filterQuery, noFilters } from "@/lib/developments/filters";
import { readFilters } from "@/lib/developments/query";
import { env } from "@/lib/env";
import type { FieldErrors } from "@/lib/errors";
import { chartHref } from "./address";
import type { ChartAnswer, ChartId } from "./answer";
import type { ChartEntry } from "./catalogue";
import { getChart, keptBack } from "./get";
import type { ChartQuery } from "./query";
import { sayFilters } from "./say-filters";

/** Words whose values can stand side by side. */
const comparable = ["area", "period", "body"] as const;
export type ComparedWord = (typeof comparable)[number];
const everything = { area: "all areas", body: "all bodies", period: "before and after 7 January 2026" };
export type Compared = { word: ComparedWord; value: string; filters: Filters };

/** What a chart can stand beside: its lanes and names are the same under every other filter. */
export const comparableOf = (id: ChartId): readonly ComparedWord[] =>
  id === "withdrawal-list" ? [] : id === "us-participation" ? ["body"] : comparable;

/** What an axis must reach so that it holds another chart's. */
const reachOf = ({ series, per }: ChartAnswer): string[] =>
  per === null ? [] : [...new Set(series.flatMap(({ points }) => [points[0]?.x ?? [], points.at(-1)?.x ?? []].flat()))];

/** A chart, and over the same axis the one it is compared with. */
export async function getCompared(
  ctx: Reader & Pick<Context, "now">,
  chart: ChartEntry,
  query: ChartQuery,
  compared: Compared | null,
): Promise<ChartAnswer> {
  const draw = (asked: ChartQuery) => getChart(ctx, chart, asked);
  if (!compared) return draw(query);
  const { word, value, filters } = compared;
  const beside = { ...query, filters };
  const say = async (values: Filters) =>
    (await sayFilters(ctx, { ...noFilters, [word]: values[word] })) || everything[word];
  const names = await Promise.all([say(query.filters), say(filters)]);
  let [answer, other] = await Promise.all([draw(query), draw(beside)]);
  if (word !== "period") {
    const reach = [...reachOf(answer), ...reachOf(other)];
    [answer, other] = await Promise.all([draw({ ...query, reach }), draw({ ...beside, reach })]);
  }
  if (answer.isBlind || other.isBlind) [answer, other] = [keptBack(answer), keptBack(other)];
  const both = {
    ...answer,
    compare: `${word}:${value}`,
    beside: { answer: other, names, sameScale: word !== "period" },
  };
  return { ...both, address: `${env().baseUrl}${chartHref(both)}` };
}

/** Reads "area:encryption": the same filters with that one value of the word. */
export async function readCompare(
  ctx: Reader & Pick<Context, "now">,
  { id }: Pick<ChartEntry, "id">,
  filters: Filters,
  text: string | null,
): Promise<{ compared: Compared | null; errors: FieldErrors }> {
  if (!text) return { compared: null, errors: {} };
  const [asked = "", value = "", ...more] = text.split(":");
  const word = comparable.find((one) => one === asked);
  if (!word || value === "" || more.length > 0) {
    const errors = {
      compare: `“compare=${text.slice(0, 60)}”: must be like area:encryption, body:itu or period:baseline.`,
    };
    return { compared: null, errors };
  }
  if (!comparableOf(id).includes(word)) {
    return {
      compared: null,
      errors: { compare: `This chart is the same whatever the ${word}: “${text}” is left out.` },
    };
  }
  const { filters: read, errors } = await readFilters(ctx, new URLSearchParams([[word, value]]));
  const [problem] = Object.values(errors);
  if (problem) return { compared: null, errors: { compare: problem } };
  if (filterQuery({ [word]: filters[word] }) === filterQuery({ [word]: read[word] })) {
    return { compared: null, errors: { compare: `“compare=${text.slice(0, 60)}” is what the chart shows already.` } };
  }
  const beside = { ...filters, [word]: read[word] };
  if (await asksBlindly(ctx, beside)) return { compared: null, errors: { compare: blindWords } };
  return { compared: { word, value, filters: beside }, errors: {} };
}
