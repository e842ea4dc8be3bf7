import { z } from "zod";
import {
  actorRoles,
  bodyKinds,
  datePrecisions,
  developmentStatuses,
  developmentTypes,
  directionSteps,
  directionWords,
  governanceForms,
  periods,
  scopes,
  stageSpans,
  unrecorded,
  withdrawalLinks,
} from "@/db/vocabulary";
import { addError, type FieldErrors } from "@/lib/errors";
import { day, line } from "@/lib/text";
import { type Filters, type FilterWord, filterWords, type ManyWord, noFilters, type OneWord, sorts } from "./filters";

/** Reading filters from an address: one shape for pages and JSON. */

/** So many values of one filter. */
export const mostValues = 40;

const slug = z
  .string()
  .max(160)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "is not a name of the record" });
const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of: ${words.join(", ")}` });

/** Words that may be repeated: any of their values. */
const many = {
  body: slug,
  kind: word(bodyKinds),
  area: slug,
  country: z.union([z.literal(unrecorded), z.string().regex(/^[a-z]{2}$/)], {
    error: `must be a country in two small letters, like in, or ${unrecorded}`,
  }),
  type: word([...developmentTypes, unrecorded]),
  status: word(developmentStatuses),
  actor: z
    .string()
    .max(170)
    .regex(/^(group\.)?[a-z0-9]+(-[a-z0-9]+)*$/, { error: "is not a name of the record" }),
  role: word(actorRoles),
  link: word(withdrawalLinks),
  period: word(periods),
  direction: word([...directionWords, ...directionSteps]),
  form: word([...governanceForms, unrecorded]),
  span: word(stageSpans),
  precision: word(datePrecisions),
  scope: word(scopes),
};

/** Words that stand once. */
const one = {
  q: line("The search", 200),
  from: day("From"),
  to: day("To"),
  sort: word(sorts),
  asof: day("As known on"),
};

/**
 * Reads filter words from a query string. What is wrong is named in `errors` (by word) and left out of
 * `filters`; what is right still applies. Words in `alsoAllowed` belong to the caller and are passed over.
 */
export function parseFilters(
  query: URLSearchParams,
  alsoAllowed: readonly string[] = [],
): { filters: Filters; errors: FieldErrors } {
  const filters: Filters = structuredClone(noFilters);
  const errors: FieldErrors = {};
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key).filter((value) => value !== "");
    if (alsoAllowed.includes(key) && values.length > 1) errors[key] = `“${key}” may be given once.`;
    if (alsoAllowed.includes(key) || (values.length === 0 && filterWords.includes(key as FilterWord))) continue;
    if (key in many && Object.hasOwn(many, key)) {
      const parsed = z
        .array(many[key as ManyWord])
        .max(mostValues)
        .safeParse([...new Set(values)].sort());
      if (parsed.success) Object.assign(filters, { [key]: parsed.data });
      else errors[key] = say(key, values, parsed.error);
    } else if (Object.hasOwn(one, key)) {
      if (values.length > 1) errors[key] = `“${key}” may be given once.`;
      else {
        const parsed = one[key as OneWord].safeParse(values[0]);
        if (parsed.success) Object.assign(filters, { [key]: parsed.data });
        else errors[key] = say(key, values, parsed.error);
      }
    } else {
      const known = [...filterWords, ...alsoAllowed].join(", ");
      addError(errors, key, `“${key.slice(0, 60)}” is not a filter word. Known words: ${known}.`);
    }
  }
  if (filters.from && filters.to && filters.from > filters.to) {
    errors.to = `“to” (${filters.to}) lies before “from” (${filters.from}).`;
    filters.to = null;
  }
  if (filters.sort === "relevance" && !filters.q) {
    errors.sort = "“sort=relevance” needs a search (q).";
    filters.sort = "newest";
  }
  return { filters, errors };
}

function say(key: string, values: string[], error: z.ZodError): string {
  const issue = error.issues[0];
  const at = issue?.path[0];
  const value = typeof at === "number" ? values.toSorted()[at] : values[0];
  return `“${key}=${(value ?? "").slice(0, 60)}”: ${issue?.message ?? "cannot be read"}.`.replace(/\.\.$/, ".");
}
