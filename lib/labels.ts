import {
  type ActorKind,
  type ActorRole,
  type BodyKind,
  type DatePrecision,
  type DevelopmentStatus,
  type DevelopmentType,
  type DirectionStep,
  type DirectionWord,
  type EditorialState,
  type GovernanceForm,
  type ParticipationStage,
  type Period,
  type PersonRole,
  type Scope,
  type StageSpan,
  type Unrecorded,
  unrecorded,
  type WithdrawalLink,
} from "@/db/vocabulary";

/** How the words of the record read on a page. */

const sentence = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");

function labels<Word extends string>(exceptions: Partial<Record<Word, string>> = {}) {
  return (word: Word) => exceptions[word] ?? sentence(word);
}

export const sayType = labels<DevelopmentType | Unrecorded>({ none: "No type recorded" });
export const sayStatus = labels<DevelopmentStatus>();
export const sayState = labels<EditorialState>();
export const sayRole = labels<ActorRole>();
export const sayPersonRole = labels<PersonRole>();
export const sayActorKind = labels<ActorKind>();
export const sayStage = labels<ParticipationStage>({ "funding-cut": "Funding cut", "re-engaged": "Re-engaged" });

export const sayBodyKind = labels<BodyKind>({
  "un-body": "UN body",
  "naming-numbering": "Names and numbers",
  "coalition-forum": "Coalition or forum",
  "regional-economic": "Regional or economic",
  "monitor-civil-society": "Monitor or civil society",
});

const countryNames = new Intl.DisplayNames("en-GB", { type: "region" });
/** A country in ISO 3166, or that there is none. */
export const sayCountry = (code: string) =>
  code === unrecorded ? "Not of one country" : (countryNames.of(code.toUpperCase()) ?? code);

export const sayForm = labels<GovernanceForm | Unrecorded>({ none: "No form recorded" });
export const sayPrecision = labels<DatePrecision>({ day: "To the day", month: "To the month", year: "To the year" });
export const sayStageSpan = labels<StageSpan>({
  "to-adoption": "Proposed to adopted, both days known",
  "to-effect": "Decided to in effect, both days known",
});

export const sayScope = labels<Scope>({ internet: "Internet matters", comparison: "Comparison case" });

export const sayLink = labels<WithdrawalLink>({ none: "None shown" });
export const sayPeriod = labels<Period>({ after: "After 7 January 2026", baseline: "Baseline" });
export const sayDirection = labels<DirectionWord | DirectionStep>({
  negative: "restricts at all",
  neutral: "no change",
  positive: "opens at all",
  unscored: "not scored",
  "strongly-restricts": "strongly restricts",
  restricts: "restricts, not strongly",
  opens: "opens, not strongly",
  "strongly-opens": "strongly opens",
});

/** The same as steps of one scale, where all of them are named. */
export const sayStep = (word: DirectionWord | DirectionStep): string =>
  word === "opens" || word === "restricts" ? word : sayDirection(word);

/** The step of the scale -2..+2 that a median stands on, rounded away from zero at halves. */
export const roundMedian = (median: number) => Math.sign(median) * Math.round(Math.abs(median)) || 0;

export function stepOfMedian(median: number): DirectionStep | "neutral" {
  const size = Math.abs(roundMedian(median));
  if (size === 0) return "neutral";
  return median < 0 ? (size === 2 ? "strongly-restricts" : "restricts") : size === 2 ? "strongly-opens" : "opens";
}

export function sayMedian(median: number): string {
  return { "-2": "strongly restricts", "-1": "restricts", "0": "no change", "1": "opens", "2": "strongly opens" }[
    String(roundMedian(median))
  ] as string;
}
