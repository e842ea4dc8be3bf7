import type { DevelopmentContent } from "@/db/content";
import type { Period } from "@/db/vocabulary";
import { withdrawalDay } from "@/db/vocabulary";
import { addDays, dayNumber, shortenDay } from "@/lib/days";
import type { FieldErrors } from "@/lib/errors";
import { hasWords } from "@/lib/text";

/**
 * Whether a date lies before or after the withdrawal; null where its precision cannot tell
 * ("January 2026", "2026"), so that a person has to say.
 */
export function periodOf(content: Pick<DevelopmentContent, "decidedOn" | "datePrecision">): Period | null {
  const { decidedOn, datePrecision } = content;
  if (!decidedOn || !datePrecision) return null;
  const known = shortenDay(decidedOn, datePrecision);
  const threshold = shortenDay(withdrawalDay, datePrecision);
  if (datePrecision !== "day" && known === threshold) return null;
  return known >= threshold ? "after" : "baseline";
}

/** Dates hold no more than is known: the first of the month or year stands for the rest. */
export function settleDates(content: DevelopmentContent): DevelopmentContent {
  const { decidedOn, datePrecision } = content;
  if (!decidedOn || !datePrecision) return content;
  const known = { day: decidedOn, month: `${decidedOn.slice(0, 7)}-01`, year: `${decidedOn.slice(0, 4)}-01-01` };
  const settled = { ...content, decidedOn: known[datePrecision] };
  return { ...settled, period: periodOf(settled) ?? content.period };
}

/** What a development still lacks before a second person can say yes, by field; empty when complete. */
export function missingForReview(content: DevelopmentContent): FieldErrors {
  const missing: FieldErrors = {};
  if (!hasWords(content.title)) missing.title = "Say in one sentence what happened.";
  if (!content.bodySlug) missing.bodySlug = "Choose the body that decided.";
  if (!content.decidedOn) missing.decidedOn = "Give the date of the decision, as exactly as it is known.";
  else if (!content.datePrecision) missing.datePrecision = "Say how exactly the date is known.";
  else if (!content.period)
    missing.period = "The date alone does not tell. Say whether it was before or after 7 January 2026.";
  if (!content.status) missing.status = "Choose a status.";
  if (content.sources.length === 0)
    missing.sources = "Add at least one source with an http or https address. Without one nothing is published.";
  if (content.retractedBecause !== null && !hasWords(content.retractedBecause))
    missing.retractedBecause = "Say why this is retracted. Readers will see the reason.";
  if (content.mergedInto && content.retractedBecause === null)
    missing.mergedInto = "Only a duplicate that is retracted is merged into another development.";
  return missing;
}

/** What may be right and seldom is: for whoever writes and whoever approves to look at again. */
export function doubtsAbout(content: DevelopmentContent, today: string): string[] {
  const { decidedOn, datePrecision, takesEffectOn, status } = content;
  if (!decidedOn || !datePrecision) return [];
  const isOn = status === "in-force" || status === "implemented";
  return [
    shortenDay(decidedOn, datePrecision) > shortenDay(today, datePrecision) &&
      "The date of the decision lies ahead. The record holds what was decided.",
    takesEffectOn !== null &&
      shortenDay(takesEffectOn, datePrecision) < shortenDay(decidedOn, datePrecision) &&
      "The day it takes effect lies before the decision.",
    isOn && takesEffectOn !== null && takesEffectOn > today && "It is said to be in force before it takes effect.",
  ].filter((doubt) => doubt !== false);
}

/** Two places per day on the timeline: within a day "after" stands above "baseline". */
export function timelinePosition(decidedOn: string, period: Period): number {
  return dayNumber(decidedOn) * 2 + (period === "after" ? 1 : 0);
}

/** The day of a place on the timeline. */
export const dayAt = (position: number): string => addDays("1970-01-01", position >> 1);
