import type { Context, Reader } from "@/lib/context";
import { isBlindBeside } from "@/lib/developments/blind-list";
import { blindWords } from "@/lib/developments/blind-words";
import { type Filters, filterQuery } from "@/lib/developments/filters";
import { parseFilters } from "@/lib/developments/parse-filters";
import { readFilters } from "@/lib/developments/query";
import { type FieldErrors, Invalid } from "@/lib/errors";

/** What a subscriber wants to read about: a view of the timeline, kept as the words of its address. */

const longest = 2_000;

/** How a list is sorted, and on which day it was known, says nothing about next week. */
export const lasting = (filters: Filters): Filters => ({ ...filters, sort: "newest", asof: null });

/** A view to subscribe to, from an address. Beside it others are offered: it says no directions that those would tell. */
export async function readLasting(
  ctx: Reader & Pick<Context, "now">,
  query: URLSearchParams,
): Promise<{ filters: Filters; errors: FieldErrors }> {
  const { filters: asked, errors } = await readFilters(ctx, query);
  const filters = lasting(asked);
  if (!(await isBlindBeside(ctx, filters))) return { filters, errors };
  return { filters: { ...filters, direction: [] }, errors: { ...errors, direction: blindWords } };
}

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
