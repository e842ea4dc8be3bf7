import { and, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, publications as p } from "@/db/schema";
import { type Filters, noFilters } from "./filters";
import { type Family, mark } from "./marks";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/**
 * The filters as SQL over publications. Area and direction hold of the same impact, actor and role of the same
 * mention: "restricts encryption" is not "restricts something, and touches encryption".
 */
export function matching(filters: Filters): SQL {
  const { kind, q, from, to } = filters;
  return and(
    listedAt(filters.asof),
    kind.length
      ? sql`${p.bodySlug} in (select ${bodies.slug} from ${bodies} where ${inArray(bodies.kind, kind)})`
      : undefined,
    carries(marksOfWord(filters, "body")),
    carries(marksOfWord(filters, "type")),
    carries(marksOfWord(filters, "status")),
    carries(marksOfWord(filters, "link")),
    carries(marksOfWord(filters, "period")),
    carries(impactMarks(filters)),
    carries(mentionMarks(filters)),
    from ? gte(p.decidedOn, from) : undefined,
    to ? lte(p.decidedOn, to) : undefined,
    q ? sql`${p.search} @@ ${searchQuery(q)}` : undefined,
  ) as SQL;
}

const marksOfWord = (filters: Filters, word: "body" | "type" | "status" | "link" | "period") =>
  filters[word].map((value) => mark(word, value));

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
  const { body, kind } = filters;
  const marksBy: Chosen[] = [
    { family: "body", marks: (await bodiesOf(db, filters)).map((slug) => mark("body", slug)) },
    { family: "type", marks: marksOfWord(filters, "type") },
    { family: "status", marks: marksOfWord(filters, "status") },
    { family: "link", marks: marksOfWord(filters, "link") },
    { family: "period", marks: marksOfWord(filters, "period") },
    { family: "impact", marks: impactMarks(filters) },
    { family: "mention", marks: mentionMarks(filters) },
  ];
  // No body may be of a chosen kind: then nothing is in the list.
  const unmet = (family: Family) => family === "body" && body.length + kind.length > 0;
  return marksBy.filter(({ family, marks }) => marks.length > 0 || unmet(family));
}

async function bodiesOf(db: Database, { body, kind }: Filters): Promise<string[]> {
  if (kind.length === 0) return body;
  const rows = await db.select({ slug: bodies.slug }).from(bodies).where(inArray(bodies.kind, kind));
  return rows.map((row) => row.slug).filter((slug) => body.length === 0 || body.includes(slug));
}

/** The words that belong to a family: a development is counted under them together. */
export const wordsOf = {
  body: ["body", "kind"],
  type: ["type"],
  status: ["status"],
  link: ["link"],
  period: ["period"],
  impact: ["area", "direction"],
  mention: ["actor", "role"],
} as const satisfies Record<Family, (keyof Filters)[]>;

/** The filters without what is said of some words. */
export const without = (filters: Filters, ...words: readonly (keyof Filters)[]): Filters => ({
  ...filters,
  ...Object.fromEntries(words.map((word) => [word, noFilters[word]])),
});
