import { diffWordsWithSpace } from "diff";
import type { ActorInRole, DevelopmentContent, Source } from "@/db/content";
import { sayDay } from "@/lib/days";
import { sayLink, sayPeriod, sayRole, sayStatus, sayType } from "@/lib/labels";
import { changedFields } from "@/lib/revisions/merge";

/** Two versions side by side: what a second person and a reader see of a change. */

export type Piece = { text: string; change: "same" | "added" | "removed" };
export type FieldChange = { field: keyof DevelopmentContent; label: string; pieces: Piece[][] };
export type Names = { bodies: Map<string, string>; actors: Map<string, string>; areas: Map<string, string> };

export const fieldLabels: Record<keyof DevelopmentContent, string> = {
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
  sources: "Sources",
  verificationNote: "What was read",
  noteForReviewer: "Note for the reviewer",
  retractedBecause: "Retracted because",
};

/** The fields that differ, in the order of the form: words marked inside text, entries marked inside lists. */
export function compareContents(before: DevelopmentContent, after: DevelopmentContent, names: Names): FieldChange[] {
  const changed = changedFields(before, after).filter(
    (field) => field !== "noteForReviewer" && !(field === "datePrecision" && before.decidedOn !== after.decidedOn),
  );
  const order = Object.keys(fieldLabels);
  return changed
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((field) => ({
      field,
      label: fieldLabels[field],
      pieces: isList(field)
        ? comparePieces(entries(before, field, names), entries(after, field, names))
        : [compareWords(say(before, field, names), say(after, field, names))],
    }));
}

const lists = ["affectedBodySlugs", "actors", "areaSlugs", "sources"] as const;
type ListField = (typeof lists)[number];
const isList = (field: keyof DevelopmentContent): field is ListField => (lists as readonly string[]).includes(field);

export function compareWords(before: string, after: string): Piece[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    change: added ? "added" : removed ? "removed" : "same",
  }));
}

/** Lists as they stand after, with what went away in the place it had before. */
function comparePieces(before: string[], after: string[]): Piece[][] {
  const removed = before.filter((entry) => !after.includes(entry));
  return [
    ...after.map((text): Piece[] => [{ text, change: before.includes(text) ? "same" : "added" }]),
    ...removed.map((text): Piece[] => [{ text, change: "removed" }]),
  ];
}

export function entries(content: DevelopmentContent, field: ListField, names: Names): string[] {
  const name = {
    affectedBodySlugs: (slug: string) => names.bodies.get(slug) ?? slug,
    areaSlugs: (slug: string) => names.areas.get(slug) ?? slug,
    actors: ({ slug, role }: ActorInRole) => `${names.actors.get(slug) ?? slug}: ${sayRole(role).toLowerCase()}`,
    sources: ({ title, publisher, kind, url }: Source) => `${title || url}. ${publisher}, ${kind}. ${url}`,
  };
  return (content[field] as never[]).map(name[field] as (entry: never) => string);
}

/** A field in words; "" where nothing is known. */
export function say(content: DevelopmentContent, field: keyof DevelopmentContent, names: Names): string {
  const { decidedOn, datePrecision, takesEffectOn, bodySlug, status, type, period, linkToWithdrawal } = content;
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
    default:
      return content[field] ?? "";
  }
}
