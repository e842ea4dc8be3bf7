import type { Filters } from "@/lib/developments/filters";

/** What a chart says beside itself where the notes on the collected data say that a comparison misleads. */

export const beforeAndAfter =
  "Numbers before and after 7 January 2026 must not be compared: the baseline spans three years and leans to well-known events, the time after holds what happened to be found.";
export const littleCollected = "Little was collected after August 2026: few records there say nothing about quiet.";
export const noEffect =
  "Most developments have no shown link to the withdrawal: that one follows the other is not an effect.";
export const noShares =
  "Shares of restricting and opening must not be compared between periods, bodies or countries: what was scored is what happened to be found.";
export const noSum = "A development may touch several areas and stands in each: areas must not be added up.";
export const unscoredOnPurpose =
  "AI governance and content rules for platforms were left unscored on purpose in the starter data.";

const startsAfter = ({ period, from }: Filters) =>
  (period.length === 1 && period[0] === "after") || (from !== null && from >= "2026-01-07");
const endsBefore = ({ period, to }: Filters) =>
  (period.length === 1 && period[0] === "baseline") || (to !== null && to < "2026-01-07");

/** The warnings that time brings: for a list on both sides of the day, and for one after it. */
export function warningsOfTime(filters: Filters): string[] {
  if (endsBefore(filters)) return [];
  return [...(startsAfter(filters) ? [] : [beforeAndAfter]), littleCollected, noEffect];
}
