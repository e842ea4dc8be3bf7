import type {
  ActorRole,
  BodyKind,
  DatePrecision,
  DevelopmentStatus,
  DevelopmentType,
  DirectionStep,
  DirectionWord,
  GovernanceForm,
  Period,
  Scope,
  StageSpan,
  Unrecorded,
  WithdrawalLink,
} from "@/db/vocabulary";

/** The filter words of product and API. Browser-safe and small: reading them from an address is parse-filters.ts. */

export const sorts = ["newest", "oldest", "relevance"] as const;

/**
 * To tell how well a text fits a search takes reading it: where more are found, the newest ones are put in the order of
 * relevance, and the others follow by their dates.
 */
export const mostRanked = 2_000;

/** What readers filter by. Values of one word mean any of them, different words mean all of them. */
export type Filters = {
  body: string[];
  kind: BodyKind[];
  /** Of the body: ISO 3166 in small letters. */
  country: string[];
  area: string[];
  type: (DevelopmentType | Unrecorded)[];
  status: DevelopmentStatus[];
  /** Slugs of actors, or of groups of them (see actorGroup). */
  actor: string[];
  role: ActorRole[];
  link: WithdrawalLink[];
  period: Period[];
  direction: (DirectionWord | DirectionStep)[];
  form: (GovernanceForm | Unrecorded)[];
  span: StageSpan[];
  precision: DatePrecision[];
  scope: Scope[];
  q: string | null;
  from: string | null;
  to: string | null;
  sort: (typeof sorts)[number];
  asof: string | null;
};

export const manyWords = [
  "body",
  "kind",
  "country",
  "area",
  "type",
  "status",
  "actor",
  "role",
  "link",
  "period",
  "direction",
  "form",
  "span",
  "precision",
  "scope",
] as const satisfies (keyof Filters)[];
const oneWords = ["q", "from", "to", "sort", "asof"] as const satisfies (keyof Filters)[];
export const filterWords = [...manyWords, ...oneWords];

export type ManyWord = (typeof manyWords)[number];
export type OneWord = (typeof oneWords)[number];
export type FilterWord = keyof Filters;

export const noFilters: Filters = {
  body: [],
  kind: [],
  country: [],
  area: [],
  type: [],
  status: [],
  actor: [],
  role: [],
  link: [],
  period: [],
  direction: [],
  form: [],
  span: [],
  precision: [],
  scope: [],
  q: null,
  from: null,
  to: null,
  sort: "newest",
  asof: null,
};

/** The value of `actor` for anybody in a group of actors: some groups and actors share their slug. */
export const actorGroup = (slug: string) => `group.${slug}`;

/** The query string of filters, words and values in one fixed order, so that equal filters have one address. */
export const filterQuery = (filters: Partial<Filters>): string => partsOf(filters, filterWords).join("&");

function partsOf(filters: Partial<Filters>, words: readonly FilterWord[]): string[] {
  return words.flatMap((word) => {
    const value = filters[word];
    if (Array.isArray(value)) return value.toSorted().map((one) => `${word}=${encoded(one)}`);
    return value && value !== noFilters[word] ? [`${word}=${encoded(value)}`] : [];
  });
}

/** As URLSearchParams writes it, which takes several times as long: a chart has thousands of addresses. */
const encoded = (value: string): string =>
  /^[\w.*-]*$/.test(value) ? value : new URLSearchParams([["", value]]).toString().slice(1);

export const timelineHref = (filters: Partial<Filters>) => {
  const query = filterQuery(filters);
  return query ? `/timeline?${query}` : "/timeline";
};

const fromPlace = filterWords.indexOf("from");

/** The address of a list between two days, for many pairs of days. */
export function timelineHrefs(filters: Partial<Filters>): (from: string, to: string) => string {
  const before = partsOf(filters, filterWords.slice(0, fromPlace)).map((part) => `${part}&`);
  const after = partsOf(filters, filterWords.slice(fromPlace + 2)).map((part) => `&${part}`);
  const [start, end] = [`/timeline?${before.join("")}`, after.join("")];
  return (from, to) => `${start}from=${encoded(from)}&to=${encoded(to)}${end}`;
}

/** The filters with one value of a word switched on or off. */
export function toggled(filters: Filters, word: ManyWord, value: string): Filters {
  const values: string[] = filters[word];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return { ...filters, [word]: next };
}
