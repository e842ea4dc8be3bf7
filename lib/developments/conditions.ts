import { and, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, publications as p } from "@/db/schema";
import { unrecorded } from "@/db/vocabulary";
import { type Filters, noFilters } from "./filters";
import { type Family, mark } from "./marks";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/**
 * The filters as SQL over publications. Area and direction hold of the same impact, actor and role of the same
 * mention: "restricts encryption" is not "restricts something, and touches encryption".
 */
export function matching(filters: Filters): SQL {
  return and(listedAt(filters.asof), saying(filters)) as SQL;
}

/** The filters as SQL over publications, whenever they were known. */
export function saying(filters: Filters): SQL | undefined {
  const { q, from, to } = filters;
  return and(
    ofChosenBody(filters) &&
      sql`${p.bodySlug} in (select ${bodies.slug} from ${bodies} where ${ofChosenBody(filters)})`,
    carries(marksOfWord(filters, "body")),
    carries(marksOfWord(filters, "type")),
    carries(marksOfWord(filters, "status")),
    carries(marksOfWord(filters, "link")),
    carries(marksOfWord(filters, "period")),
    carries(marksOfWord(filters, "form")),
    carries(marksOfWord(filters, "span")),
    carries(marksOfWord(filters, "precision")),
    carries(marksOfWord(filters, "scope")),
    carries(impactMarks(filters)),
    carries(mentionMarks(filters)),
    from ? gte(p.decidedOn, from) : undefined,
    to ? lte(p.decidedOn, to) : undefined,
    q ? sql`${p.search} @@ ${searchQuery(q)}` : undefined,
  );
}

type SingleWord = "body" | "type" | "status" | "link" | "period" | "form" | "span" | "precision" | "scope";
const marksOfWord = (filters: Filters, word: SingleWord) => filters[word].map((value) => mark(word, value));

const carries = (marks: string[]) => (marks.length ? sql`${p.marks} && ${textArray(marks)}` : undefined);

export const textArray = (values: string[]): SQL =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;

const impactMarks = ({ area, direction }: Filters) =>
  area.length && direction.length
    ? area.flatMap((slug) => direction.map((word) => mark("impact", slug, word)))
    : [...area.map((slug) => mark("area", slug)), ...direction.map((word) => mark("direction", word))];

const mentionMarks = ({ actor, role }: Filters) =>
  actor.length && role.length
    ? actor.flatMap((slug) => role.map((word) => mark("mention", slug, word)))
    : [...actor.map((slug) => mark("actor", slug)), ...role.map((word) => mark("role", word))];

/** A development stands in a list when it carries one of these marks for each family with a chosen value. */
export type Chosen = { family: Family; marks: string[] };

export async function chosenMarks(db: Database, filters: Filters): Promise<Chosen[]> {
  const marksBy: Chosen[] = [
    { family: "body", marks: (await bodiesOf(db, filters)).map((slug) => mark("body", slug)) },
    { family: "type", marks: marksOfWord(filters, "type") },
    { family: "status", marks: marksOfWord(filters, "status") },
    { family: "link", marks: marksOfWord(filters, "link") },
    { family: "period", marks: marksOfWord(filters, "period") },
    { family: "form", marks: marksOfWord(filters, "form") },
    { family: "span", marks: marksOfWord(filters, "span") },
    { family: "precision", marks: marksOfWord(filters, "precision") },
    { family: "scope", marks: marksOfWord(filters, "scope") },
    { family: "impact", marks: impactMarks(filters) },
    { family: "mention", marks: mentionMarks(filters) },
  ];
  // No body may be of a chosen kind: then nothing is in the list.
  const unmet = (family: Family) => family === "body" && wordsOf.body.some((word) => filters[word].length > 0);
  return marksBy.filter(({ family, marks }) => marks.length > 0 || unmet(family));
}

async function bodiesOf(db: Database, filters: Filters): Promise<string[]> {
  const { body } = filters;
  if (!ofChosenBody(filters)) return body;
  const rows = await db.select({ slug: bodies.slug }).from(bodies).where(ofChosenBody(filters));
  return rows.map((row) => row.slug).filter((slug) => body.length === 0 || body.includes(slug));
}

/** What is known of bodies and not of developments. */
const ofChosenBody = ({ kind, country }: Filters): SQL | undefined =>
  and(
    kind.length ? inArray(bodies.kind, kind) : undefined,
    country.length ? inArray(sql`coalesce(${bodies.country}, ${unrecorded})`, country) : undefined,
  );

/** The words that belong to a family: a development is counted under them together. */
export const wordsOf = {
  body: ["body", "kind", "country"],
  type: ["type"],
  status: ["status"],
  link: ["link"],
  period: ["period"],
  form: ["form"],
  span: ["span"],
  precision: ["precision"],
  scope: ["scope"],
  impact: ["area", "direction"],
  mention: ["actor", "role"],
} as const satisfies Record<Family, (keyof Filters)[]>;

/** The filters without what is said of some words. */
export const without = (filters: Filters, ...words: readonly (keyof Filters)[]): Filters => ({
  ...filters,
  ...Object.fromEntries(words.map((word) => [word, noFilters[word]])),
});
