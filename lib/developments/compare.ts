import { diffWordsWithSpace } from "diff";
import type { ActorInRole, DevelopmentContent, Source } from "@/db/content";
import { sayDay } from "@/lib/days";
import { sayForm, sayLink, sayPeriod, sayRole, sayScope, sayStatus, sayType } from "@/lib/labels";
import { changedFields } from "@/lib/revisions/merge";

/** Two versions side by side: what a second person and a reader see of a change. */

export type Piece = { text: string; change: "same" | "added" | "removed" };
type Field = keyof DevelopmentContent;
/** A text with its words marked, or a list with what came and went. */
export type FieldChange = { field: Field; label: string } & (
  | { pieces: Piece[] }
  | { added: string[]; removed: string[]; unchanged: number }
);
export type Names = {
  bodies: Map<string, string>;
  actors: Map<string, string>;
  areas: Map<string, string>;
  /** Titles of published developments. */
  developments: Map<string, string>;
};

export const fieldLabels: Record<Field, string> = {
  title: "What happened",
  bodySlug: "Body",
  decidedOn: "Decided",
  datePrecision: "Precision of the date",
  status: "Status",
  type: "Type",
  summary: "Summary",
  takesEffectOn: "Takes effect",
  period: "Before or after",
  affectedBodySlugs: "Bodies concerned",
  actors: "Actors",
  areaSlugs: "Impact areas",
  linkToWithdrawal: "Link to the withdrawal",
  scope: "Scope",
  form: "Form of an arrangement",
  carriesForward: "Carries forward",
  sources: "Sources",
  verificationNote: "What was read",
  noteForReviewer: "Note for the reviewer",
  retractedBecause: "Retracted because",
  mergedInto: "Merged into",
};

const order = Object.keys(fieldLabels) as Field[];

/** What is told of a change: not the note for the reviewer, and of a date and its precision only one. */
const toldChanges = (before: DevelopmentContent, after: DevelopmentContent): Field[] =>
  changedFields(before, after).filter(
    (field) => field !== "noteForReviewer" && !(field === "datePrecision" && before.decidedOn !== after.decidedOn),
  );

export const countChanges = (before: DevelopmentContent, after: DevelopmentContent): number =>
  toldChanges(before, after).length;

/** The fields that differ, in the order of the form. */
export function compareContents(before: DevelopmentContent, after: DevelopmentContent, names: Names): FieldChange[] {
  const changed = toldChanges(before, after);
  return order
    .filter((field) => changed.includes(field))
    .map((field) => ({
      field,
      label: fieldLabels[field],
      ...(isList(field)
        ? compareLists(entries(before, field, names), entries(after, field, names))
        : { pieces: compareWords(say(before, field, names), say(after, field, names)) }),
    }));
}

/** The filled fields in which both versions say the same, in words. */
export function unchangedFields(before: DevelopmentContent, after: DevelopmentContent, names: Names) {
  const changed = changedFields(before, after);
  return order
    .filter((field) => !changed.includes(field) && field !== "datePrecision" && field !== "noteForReviewer")
    .map((field) => ({ field, label: fieldLabels[field], text: say(after, field, names) }))
    .filter(({ text }) => text !== "");
}

const lists = ["affectedBodySlugs", "actors", "areaSlugs", "carriesForward", "sources"] as const;
type ListField = (typeof lists)[number];
const isList = (field: Field): field is ListField => (lists as readonly string[]).includes(field);

const mostEdits = 600;

/** Words marked; changes with only a space between them are told as one. */
export function compareWords(before: string, after: string): Piece[] {
  const pieces: Piece[] = [];
  let removed = "";
  let added = "";
  const settle = () => {
    if (removed) pieces.push({ text: removed, change: "removed" });
    if (added) pieces.push({ text: added, change: "added" });
    removed = "";
    added = "";
  };
  // Texts with little in common are told as a whole: looking for the shortest way between them takes seconds.
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostEdits }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  for (const [index, part] of parts.entries()) {
    const bridge = removed !== "" && added !== "" && /^[ \t]+$/.test(part.value) && index < parts.length - 1;
    if (part.removed) removed += part.value;
    else if (part.added) added += part.value;
    else if (bridge) {
      removed += part.value;
      added += part.value;
    } else {
      settle();
      pieces.push({ text: part.value, change: "same" });
    }
  }
  settle();
  return pieces;
}

function compareLists(before: string[], after: string[]) {
  return {
    added: after.filter((entry) => !before.includes(entry)),
    removed: before.filter((entry) => !after.includes(entry)),
    unchanged: after.filter((entry) => before.includes(entry)).length,
  };
}

function entries(content: DevelopmentContent, field: ListField, names: Names): string[] {
  const name = {
    affectedBodySlugs: (slug: string) => names.bodies.get(slug) ?? slug,
    carriesForward: (slug: string) => names.developments.get(slug) ?? slug,
    areaSlugs: (slug: string) => names.areas.get(slug) ?? slug,
    actors: ({ slug, role }: ActorInRole) => `${names.actors.get(slug) ?? slug}: ${sayRole(role).toLowerCase()}`,
    sources: ({ title, publisher, kind, url }: Source) =>
      [title, [publisher, kind].filter(Boolean).join(", "), url].filter(Boolean).join(". "),
  };
  return (content[field] as never[]).map(name[field] as (entry: never) => string);
}

/** A field in words; "" where nothing is known. */
export function say(content: DevelopmentContent, field: keyof DevelopmentContent, names: Names): string {
  const { decidedOn, datePrecision, takesEffectOn, bodySlug, status, type, period, linkToWithdrawal, scope, form } =
    content;
  if (isList(field)) return entries(content, field, names).join("\n");
  switch (field) {
    case "bodySlug":
      return bodySlug ? (names.bodies.get(bodySlug) ?? bodySlug) : "";
    case "decidedOn":
      return decidedOn ? sayDay(decidedOn, datePrecision ?? "day") : "";
    case "datePrecision":
      return datePrecision ? `${datePrecision} known` : "";
    case "takesEffectOn":
      return takesEffectOn ? sayDay(takesEffectOn) : "";
    case "status":
      return status ? sayStatus(status) : "";
    case "type":
      return type ? sayType(type) : "";
    case "period":
      return period ? sayPeriod(period) : "";
    case "linkToWithdrawal":
      return sayLink(linkToWithdrawal);
    case "mergedInto":
      return content.mergedInto ? (names.developments.get(content.mergedInto) ?? content.mergedInto) : "";
    case "form":
      return form ? sayForm(form) : "";
    case "scope":
      return sayScope(scope);
    default:
      return content[field] ?? "";
  }
}
