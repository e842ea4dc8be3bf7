import type { Context, Reader } from "@/lib/context";
import { dayIn } from "@/lib/days";
import { env } from "@/lib/env";
import type { FieldErrors } from "@/lib/errors";
import { asksBlindly } from "./blind-list";
import { blindWords } from "./blind-words";
import { unknownNames } from "./facets";
import type { Filters } from "./filters";
import { parseFilters } from "./parse-filters";

/** Filters from an address, checked against the record: what is wrong is named and left out, the rest applies. */
export async function readFilters(
  ctx: Reader & Pick<Context, "now">,
  query: URLSearchParams,
  alsoAllowed: readonly string[] = [],
): Promise<{ filters: Filters; errors: FieldErrors }> {
  const { filters, errors } = parseFilters(query, alsoAllowed);
  const today = dayIn(env().timeZone, ctx.now);
  if (filters.asof && filters.asof > today) {
    errors.asof = `“asof” (${filters.asof}) lies ahead: what will be known then is not known yet.`;
    filters.asof = null;
  }
  for (const [word, value] of await unknownNames(ctx, filters)) {
    Object.assign(filters, { [word]: (filters[word] as string[]).filter((other) => other !== value) });
    const kind = { body: "body", area: "impact area", actor: "actor", country: "body of the country" }[
      word as "body" | "area" | "actor" | "country"
    ];
    errors[word] = `${errors[word] ? `${errors[word]} ` : ""}There is no ${kind} “${value}” in the record.`;
  }
  if (await asksBlindly(ctx, filters)) {
    errors.direction = blindWords;
    filters.direction = [];
  }
  return { filters, errors };
}
