import type { ActorInRole } from "@/db/content";
import {
  type DatePrecision,
  type DirectionStep,
  type DirectionWord,
  directionSteps,
  type GovernanceForm,
  type Period,
  type Scope,
  type StageSpan,
  unrecorded,
  type WithdrawalLink,
} from "@/db/vocabulary";
import { actorGroup } from "./filters";
import type { MonthCount } from "./views";

/**
 * What a publication is found and counted by, one word for each value of each filter: "type:law", "area:encryption".
 * "impact:encryption/negative" holds of one impact and "mention:brazil/host" of one mention, so that a filter by both
 * words asks for one mark.
 */
export const mark = (word: MarkWord, ...values: string[]) => `${word}:${values.join("/")}`;

/** Carried by every listed publication: the list without a filter, and the length of each other one. */
export const everything = "everything";

const families = {
  body: "body",
  type: "type",
  status: "status",
  link: "link",
  period: "period",
  form: "form",
  span: "span",
  precision: "precision",
  scope: "scope",
  area: "impact",
  direction: "impact",
  impact: "impact",
  opinion: "impact",
  scorer: "impact",
  actor: "mention",
  role: "mention",
  mention: "mention",
  month: "month",
  concerns: "concerns",
  found: "found",
  known: "known",
} as const;

type MarkWord = keyof typeof families;
export type Family = Exclude<(typeof families)[MarkWord], "month" | "concerns" | "found" | "known">;

/** Told of, but not filtered by. */
export const unlisted: MarkWord[] = ["month", "opinion", "scorer"];
/** Filtered by, but not told of. */
const uncounted: MarkWord[] = ["concerns", "found", "known"];

/** Carried, only where marks are held in memory, by what a search finds. */
export const foundMark = (q: string) => mark("found", q);

/** Carried, only where marks are held in memory, by versions that were the known ones at the end of a day. */
export const knownMark = (day: string) => mark("known", day);

/** Carried because somebody asked for it. */
export const isAskedFor = (text: string) => ["found", "known"].includes(wordOf(text));

/** The newest direction of one person; null is "unclear". */
type Given = { scorerId: string; direction: number | null };

type Marked = {
  bodySlug: string;
  type: string | null;
  status: string;
  link: WithdrawalLink;
  period: Period;
  decidedOn: string;
  datePrecision: DatePrecision;
  areas: { areaSlug: string; direction: DirectionWord; step: DirectionStep | null; given: Given[] }[];
  scope: Scope;
  form: GovernanceForm | null;
  spans: StageSpan[];
  actors: ActorInRole[];
  /** The groups of its actors, by their slugs. */
  groups: ReadonlyMap<string, string[]>;
  affectedBodySlugs: string[];
};

export function marksOf(publication: Marked): string[] {
  const { bodySlug, type, status, link, period, datePrecision, form, spans, areas, affectedBodySlugs } = publication;
  return [
    ...new Set([
      mark("body", bodySlug),
      mark("type", type ?? unrecorded),
      mark("status", status),
      mark("link", link),
      mark("period", period),
      mark("form", form ?? unrecorded),
      ...spans.map((span) => mark("span", span)),
      mark("precision", datePrecision),
      mark("scope", publication.scope),
      monthMark(publication),
      ...(areas.length === 0 ? [mark("area", unrecorded)] : []),
      ...areas.flatMap(({ areaSlug, direction, step, given }) => [
        mark("area", areaSlug),
        ...[direction, step ?? []].flat().flatMap((one) => [mark("direction", one), mark("impact", areaSlug, one)]),
        ...opinionMarks(areaSlug, given),
      ]),
      ...mentionMarks(publication),
      ...affectedBodySlugs.map((slug) => mark("concerns", slug)),
    ]),
  ];
}

/** How many people gave each direction from -2 to +2 to an impact, as one word; and who they are. */
function opinionMarks(areaSlug: string, given: Given[]): string[] {
  const clear = given.filter(({ direction }) => direction !== null);
  if (clear.length === 0) return [];
  const numbers = directions.map((step) => clear.filter(({ direction }) => direction === step).length);
  return [
    mark("opinion", areaSlug, numbers.join(".")),
    ...clear.map(({ scorerId }) => mark("scorer", areaSlug, scorerId)),
  ];
}

const directions = [-2, -1, 0, 1, 2];

/** Scores make marks without end. */
const mostKnown = 20_000;

/** Reads a mark once: a chart asks for the same ones in each of a thousand cells. */
function readOnce<Read>(read: (text: string) => Read): (text: string) => Read {
  const known = new Map<string, Read>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = read(text);
      if (known.size >= mostKnown) known.clear();
      known.set(text, found);
    }
    return found;
  };
}

/** Numbers of people by direction from -2 to +2 for one area; null for any other mark. */
export const readOpinion = readOnce((text): { area: string; numbers: number[] } | null => {
  const [area = "", numbers = ""] = text.startsWith("opinion:") ? text.slice(8).split("/") : [];
  return area ? { area, numbers: numbers.split(".").map(Number) } : null;
});

/** Whoever is in a group is counted for it, too; who is in none, under the group of those. */
function mentionMarks({ actors, groups }: Marked): string[] {
  if (actors.length === 0) return [mark("actor", unrecorded)];
  return actors.flatMap(({ slug, role }) => [
    mark("role", role),
    ...[slug, ...(groups.get(slug) ?? [unrecorded]).map(actorGroup)].flatMap((one) => [
      mark("actor", one),
      mark("mention", one, role),
    ]),
  ]);
}

function monthMark({ decidedOn, datePrecision, period, link }: Marked): string {
  return mark("month", decidedOn.slice(0, 7), datePrecision === "year" ? "year" : "month", period, link);
}

/** What a month mark says; null for any other mark. */
export const readMonth = readOnce((text): Omit<MonthCount, "n"> | null => {
  const [month = "", precision, period, link] = text.startsWith("month:") ? text.slice(6).split("/") : [];
  return month ? ({ month, precision, period, link } as Omit<MonthCount, "n">) : null;
});

const wordOf = readOnce((text) => text.split(":", 1)[0] as MarkWord);

/** Whether the list of those who carry a mark is kept in the order of the timeline. */
export const isListed = (text: string) => !unlisted.includes(wordOf(text));

/** Whether a facet or a chart counts those who carry a mark. */
export const isCounted = (text: string) => !uncounted.includes(wordOf(text));

/** Whether a facet counts those who carry a mark; who gave which scores is for charts only. */
export const isFacet = (text: string) => isCounted(text) && !["opinion", "scorer"].includes(wordOf(text));

/** The words that are chosen together, such as area and direction; none for `everything`. */
export const familyOf = (text: string) => families[wordOf(text)];

/** Whether no impact has two of these directions: "negative" holds of whatever "restricts" does. */
export const addUp = (directions: string[]): boolean =>
  !directions.some((one) => one === "negative" || one === "positive") ||
  !directions.some((one) => directionSteps.some((step) => step === one));

/** Whether no development carries two of these marks, all of one family, so that their counts may be added. */
export function areExclusive(family: Family, marks: string[]): boolean {
  if (family !== "impact" && family !== "mention" && family !== "span") return true;
  // A development has one impact on an area, and with it one direction there; an actor may have several roles.
  if (marks.length <= 1) return true;
  const [areas, directions] = [0, 1].map((part) => marks.map((text) => text.split("/")[part] ?? ""));
  return family === "impact" && new Set(areas).size === 1 && addUp(directions ?? []);
}
