import { withdrawalGroups, withdrawalRelations } from "@/db/vocabulary";
import { addError, type FieldErrors } from "@/lib/errors";
import type { WithdrawalEntry } from "./queries";

/** The words by which the 66 are told apart, in an address. */

export const notices = ["found", "not-found", "not-followed"] as const;
type Notice = (typeof notices)[number];

export type WithdrawalFilters = {
  view: "all" | "internet" | "notified";
  group: WithdrawalEntry["group"] | null;
  relation: WithdrawalEntry["relation"] | null;
  notice: Notice | null;
};

const words = {
  view: ["all", "internet", "notified"],
  group: withdrawalGroups,
  relation: withdrawalRelations,
  notice: notices,
} as const;

/** Whether a formal notice was found; of a body that is not followed here nobody looked. */
const noticeOf = ({ notified }: WithdrawalEntry): Notice =>
  notified === null ? "not-followed" : notified ? "found" : "not-found";

export function holds(entry: WithdrawalEntry, { view, group, relation, notice }: WithdrawalFilters): boolean {
  if (view === "internet" && !entry.internetRelated) return false;
  if (view === "notified" && !entry.notified) return false;
  return (
    (group === null || entry.group === group) &&
    (relation === null || entry.relation === relation) &&
    (notice === null || noticeOf(entry) === notice)
  );
}

export function withdrawalHref(filters: Partial<WithdrawalFilters>): string {
  const chosen = Object.entries(filters).filter(([, value]) => value !== null && value !== "all");
  const query = new URLSearchParams(chosen as [string, string][]).toString();
  return query ? `/withdrawal?${query}` : "/withdrawal";
}

/** Reads the words from an address; what is wrong is named and left out. */
export function readWithdrawalFilters(query: URLSearchParams): { filters: WithdrawalFilters; errors: FieldErrors } {
  const filters: Record<string, string | null> = { view: "all", group: null, relation: null, notice: null };
  const errors: FieldErrors = {};
  for (const [word, value] of query) {
    if (value === "") continue;
    const known: readonly string[] | undefined = Object.hasOwn(words, word) ? words[word as "view"] : undefined;
    if (!known) addError(errors, word, `“${word.slice(0, 60)}” is not known here.`);
    else if (known.includes(value)) filters[word] = value;
    else addError(errors, word, `“${word}=${value.slice(0, 60)}”: must be one of: ${known.join(", ")}.`);
  }
  return { filters: filters as WithdrawalFilters, errors };
}
