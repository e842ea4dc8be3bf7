import type { Context } from "@/lib/context";
import { type Filters, filterQuery } from "@/lib/developments/filters";
import { parseFilters } from "@/lib/developments/parse-filters";
import { readFilters } from "@/lib/developments/query";
import { Invalid } from "@/lib/errors";

/** What a subscriber wants to read about: a view of the timeline, kept as the words of its address. */

const longest = 2_000;

/** How a list is sorted, and on which day it was known, says nothing about next week. */
export const lasting = (filters: Filters): Filters => ({ ...filters, sort: "newest", asof: null });

/** The filter of a view as it is kept. Throws Invalid where a word or a name is not known. */
export async function keepFilter(ctx: Pick<Context, "db" | "now">, address: string): Promise<string> {
  const { filters, errors } = await readFilters(ctx, new URLSearchParams(address.replace(/^.*\?/, "")));
  if (Object.keys(errors).length > 0) throw new Invalid({ filter: Object.values(errors).join(" ") });
  const kept = filterQuery(lasting(filters));
  if (kept.length > longest) throw new Invalid({ filter: "That view has too many words. Take some away." });
  return kept;
}

/** A kept filter as it was given; a word that is no longer known is left out. */
export const readFilter = (kept: string): Filters => parseFilters(new URLSearchParams(kept)).filters;
