import type { Filters } from "@/lib/developments/filters";

/** What a chart says beside itself where the notes on the collected data say that a comparison misleads. */

export const beforeAndAfter =
  "Numbers before and after 7 January 2026 must not be compared: the baseline spans some three years and leans to well-known events, the time after holds what happened to be found.";
export const littleCollected = "Little was collected after August 2026: few records there say nothing about quiet.";
export const noEffect =
  "Most developments have no shown link to the withdrawal: that one follows the other is not an effect.";
export const noShares =
  "Shares of restricting and opening must not be compared between periods, bodies or countries: what was scored is what happened to be found.";
/** Where months, quarters or years stand on both sides of a line. */
const lineBeforeJanuary =
  "The line stands before January 2026 as a whole: what was decided in its first six days, or on no known day of it, counts as before 7 January.";
export const noSum = "A development may touch several areas and stands in each: areas must not be added up.";
export const unscoredOnPurpose =
  "AI governance and content rules for platforms were left unscored on purpose in the starter data.";

const isOnly = (period: Filters["period"] | undefined, one: Filters["period"][number]) =>
  period?.length === 1 && period[0] === one;

const startsAfter = ({ period, from }: Filters) => isOnly(period, "after") || (from !== null && from >= "2026-01-07");

/** A list of nothing but the time before 7 January 2026. */
export const endsBefore = ({ period, to }: Partial<Filters>): boolean =>
  isOnly(period, "baseline") || (to ?? "9999") < "2026-01-07";

/** The warnings that time brings: for a list on both sides of the day, and for one after it. */
export function warningsOfTime(filters: Filters): string[] {
  if (endsBefore(filters)) return [];
  return [...(startsAfter(filters) ? [] : [beforeAndAfter]), littleCollected, noEffect];
}

/** The same of a chart along an axis of time. */
export const warningsOfAxis = (filters: Filters): string[] => [
  ...warningsOfTime(filters),
  ...(endsBefore(filters) || startsAfter(filters) ? [] : [lineBeforeJanuary]),
];
