import canonicalize from "canonicalize";
import type { DevelopmentContent } from "@/db/content";

type Field = keyof DevelopmentContent;

/** A field two people changed since the same base, to different values. */
type FieldConflict = { base: unknown; theirs: unknown; mine: unknown };
export type FieldConflicts = Partial<Record<Field, FieldConflict>>;

export const sameValue = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);

// A date and what is known of it are one fact: taking one half from each of two people would make a third.
const together: Partial<Record<Field, Field>> = { decidedOn: "datePrecision", datePrecision: "decidedOn" };

/** The fields in which two versions differ. */
export function changedFields(before: DevelopmentContent, after: DevelopmentContent): Field[] {
  return (Object.keys(after) as Field[]).filter((field) => !sameValue(before[field], after[field]));
}

/**
 * Three-way merge, field by field: what only one side changed is taken from it, what both changed to
 * different values is a conflict and keeps `theirs` until somebody chooses.
 */
export function mergeChanges(
  base: DevelopmentContent,
  theirs: DevelopmentContent,
  changes: Partial<DevelopmentContent>,
): { merged: DevelopmentContent; conflicts: FieldConflicts } {
  const conflicts: FieldConflicts = {};
  const taken: Partial<DevelopmentContent> = {};
  for (const field of Object.keys(changes) as Field[]) {
    const mine = changes[field];
    if (sameValue(mine, base[field])) continue;
    const rivals = [field, together[field]].filter((rival) => rival !== undefined);
    const theyChanged = rivals.some((rival) => !sameValue(theirs[rival], base[rival]));
    if (theyChanged && !sameValue(theirs[field], mine)) {
      conflicts[field] = { base: base[field], theirs: theirs[field], mine };
    } else {
      Object.assign(taken, { [field]: mine });
    }
  }
  return { merged: { ...theirs, ...taken }, conflicts };
}
