import { type Filters, filterQuery } from "@/lib/developments/filters";
import type { ChartAnswer, ChartId, Step } from "./answer";
import { findChart } from "./catalogue";

/** Addresses of a chart, its files and its embed. Browser-safe. */

export type ChartAddress = {
  id: ChartId;
  filters: Partial<Filters>;
  by?: string | null;
  per?: Step | null;
  /** Another value of a word to compare with: "area:encryption". */
  compare?: string | null;
};

/** The query of a chart, without what it shows unasked. */
function chartQuery({ id, filters, by, per, compare }: ChartAddress): string {
  const chart = findChart(id);
  const query = new URLSearchParams(filterQuery({ ...filters, sort: "newest" }));
  if (by && by !== chart?.by[0]?.word) query.set("by", by);
  if (per && per !== chart?.per[0]) query.set("per", per);
  if (compare) query.set("compare", compare);
  const text = query.toString();
  return text ? `?${text}` : "";
}

export const chartHref = (chart: ChartAddress) => `/impact/charts/${chart.id}${chartQuery(chart)}`;
export const embedHref = (chart: ChartAddress) => `/embed/charts/${chart.id}${chartQuery(chart)}`;
/** The JSON of one list: a comparison is two of them. */
export const apiHref = (chart: ChartAddress) => `/api/v1/charts/${chart.id}${chartQuery({ ...chart, compare: null })}`;

export const chartFiles = [
  "data.csv",
  "data.json",
  "chart.svg",
  "chart.png",
  "share.png",
  "citation.txt",
  "citation.bib",
  "citation.json",
] as const;
export type ChartFile = (typeof chartFiles)[number];

export const fileHref = (chart: ChartAddress, file: ChartFile) =>
  `/impact/charts/${chart.id}/${file}${chartQuery(chart)}`;

/** The same chart as it is known at the end of the day it shows, for ever. */
export const frozen = ({ id, filters, by, per, compare, asOf }: ChartAnswer): ChartAddress => ({
  ...{ id, by, per, compare },
  filters: { ...filters, asof: asOf },
});
