import type { Context } from "@/lib/context";
import type { FieldErrors } from "@/lib/errors";
import { unknownNames } from "./facets";
import type { Filters } from "./filters";
import { parseFilters } from "./parse-filters";

/** Filters from an address, checked against the record: what is wrong is named and left out, the rest applies. */
export async function readFilters(
  ctx: Pick<Context, "db">,
  query: URLSearchParams,
  alsoAllowed: readonly string[] = [],
): Promise<{ filters: Filters; errors: FieldErrors }> {
  const { filters, errors } = parseFilters(query, alsoAllowed);
  for (const [word, value] of await unknownNames(ctx, filters)) {
    Object.assign(filters, { [word]: (filters[word] as string[]).filter((other) => other !== value) });
    const kind = { body: "body", area: "impact area", actor: "actor" }[word as "body" | "area" | "actor"];
    errors[word] = `${errors[word] ? `${errors[word]} ` : ""}There is no ${kind} “${value}” in the record.`;
  }
  return { filters, errors };
}
