import type { DirectionScale } from "@/db/schema";

/** What an area is called and how it is scored, and how two wordings differ. Browser-safe. */

export type Wording = { name: string; definition: string; scale: DirectionScale };

/** From strongly restricts to strongly opens. */
export const scaleSteps = ["-2", "-1", "0", "1", "2"] as const;
type ScaleStep = (typeof scaleSteps)[number];

export type WordingField = "name" | "definition" | `step${ScaleStep}`;

/** A wording as the fields of a form. */
export const fieldsOf = ({ name, definition, scale }: Wording): Record<WordingField, string> => ({
  name,
  definition,
  "step-2": scale["-2"],
  "step-1": scale["-1"],
  step0: scale["0"],
  step1: scale["1"],
  step2: scale["2"],
});

export function wordingOf(fields: Record<WordingField, string>): Wording {
  const { name, definition } = fields;
  const scale = Object.fromEntries(scaleSteps.map((step) => [step, fields[`step${step}`]])) as DirectionScale;
  return { name, definition, scale };
}

const fieldNames = ["name", "definition", ...scaleSteps.map((step) => `step${step}` as const)] as const;

/** The fields in which two wordings differ, in the order of the form. */
export function changedWords(before: Wording, after: Wording): WordingField[] {
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  return fieldNames.filter((field) => one[field] !== other[field]);
}

/** Scores are given against the definition and the scale: under another name both mean the same. */
export const meansTheSame = (before: Wording, after: Wording): boolean =>
  changedWords(before, after).every((field) => field === "name");

/**
 * What a form shows whose writer began from `base` while somebody else wrote `theirs`: what only they changed is theirs,
 * the rest stays as typed. `both` were changed by both, to different words.
 */
export function mergeWording(base: Wording, theirs: Wording, mine: Wording) {
  const [typed, stored] = [fieldsOf(mine), fieldsOf(theirs)];
  const byMe = changedWords(base, mine);
  const byThem = changedWords(base, theirs);
  const merged = Object.fromEntries(
    fieldNames.map((field) => [field, byMe.includes(field) ? typed[field] : stored[field]]),
  ) as Record<WordingField, string>;
  return {
    fields: merged,
    both: byMe.filter((field) => byThem.includes(field) && typed[field] !== stored[field]),
  };
}
