import { type ClaimStatus, claimStatuses } from "@/db/vocabulary";
import { addError, type FieldErrors } from "@/lib/errors";
import type { ClaimView } from "./queries";

/** The words by which claims are told apart, in an address. */

export type ClaimFilters = { status: ClaimStatus | null; area: string | null };

export const holds = ({ status, areas }: ClaimView, asked: ClaimFilters): boolean =>
  (asked.status === null || status === asked.status) &&
  (asked.area === null || areas.some(({ slug }) => slug === asked.area));

export function claimsHref(filters: Partial<ClaimFilters>): string {
  const chosen = Object.entries(filters).filter((pair): pair is [string, string] => pair[1] !== null);
  return chosen.length > 0 ? `/claims?${new URLSearchParams(chosen)}` : "/claims";
}

/** Reads the words from an address; what is wrong is named and left out. */
export function readClaimFilters(
  query: URLSearchParams,
  areas: string[],
): { filters: ClaimFilters; errors: FieldErrors } {
  const words: Record<string, readonly string[]> = { status: claimStatuses, area: areas };
  const filters: Record<string, string | null> = { status: null, area: null };
  const errors: FieldErrors = {};
  for (const [word, value] of query) {
    if (value === "") continue;
    const known = Object.hasOwn(words, word) ? words[word] : undefined;
    if (!known) addError(errors, word, `“${word.slice(0, 60)}” is not known here.`);
    else if (known.includes(value)) filters[word] = value;
    else addError(errors, word, `“${word}=${value.slice(0, 60)}”: must be one of: ${known.join(", ")}.`);
  }
  return { filters: filters as ClaimFilters, errors };
}
