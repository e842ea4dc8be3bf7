import type { Context, Reader } from "@/lib/context";
import type { Filters } from "@/lib/developments/filters";
import { readFilters } from "@/lib/developments/query";
import type { FieldErrors } from "@/lib/errors";
import type { Step } from "./answer";
import type { ChartEntry } from "./catalogue";

/** What is asked of a chart: every filter word, what its series are told apart by, and the length of its steps. */
export type ChartQuery = {
  filters: Filters;
  by: string | null;
  per: Step | null;
  /** Parts that an axis of time holds at least, so that two charts can stand side by side. */
  reach?: string[];
};

/** Reads it from an address: what is wrong is named by its word and left out, the rest applies. */
export async function readChartQuery(
  ctx: Reader & Pick<Context, "now">,
  chart: ChartEntry,
  query: URLSearchParams,
  alsoAllowed: readonly string[] = [],
): Promise<ChartQuery & { errors: FieldErrors }> {
  const { filters, errors } = await readFilters(ctx, query, ["by", "per", ...alsoAllowed]);
  const choose = <Word extends string>(name: "by" | "per", words: readonly Word[]): Word | null => {
    const asked = query.getAll(name).filter((value) => value !== "");
    const found = words.find((word) => word === asked[0]);
    if (asked.length > 1) errors[name] = `“${name}” may be given once.`;
    else if (asked[0] !== undefined && found === undefined) {
      errors[name] =
        words.length === 0
          ? `“${name}” means nothing for this chart.`
          : `“${name}=${asked[0].slice(0, 60)}”: must be one of: ${words.join(", ")}.`;
    }
    return (asked.length > 1 ? undefined : found) ?? words[0] ?? null;
  };
  const per = choose("per", chart.per);
  let by = choose(
    "by",
    chart.by.map(({ word }) => word),
  );
  if (chart.id === "developments-over-time" && by === "direction" && filters.area.length !== 1) {
    errors.by =
      "“by=direction” tells the developments of one impact area apart: choose an area, too (area=...). Directions of different areas are never added up.";
    by = "area";
  }
  return { filters, by, per, errors };
}
