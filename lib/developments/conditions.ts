import { and, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import { bodies, publications as p, publicationActors, publicationAreas } from "@/db/schema";
import { type Filters, noFilters } from "./filters";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/**
 * The filters as SQL over publications. Area and direction hold of the same impact, actor and role of the same
 * mention: "restricts encryption" is not "restricts something, and touches encryption".
 */
export function matching(filters: Filters): SQL {
  const { body, kind, type, status, link, period, q, from, to } = filters;
  return and(
    listedAt(filters.asof),
    body.length ? inArray(p.bodySlug, body) : undefined,
    kind.length
      ? sql`${p.bodySlug} in (select ${bodies.slug} from ${bodies} where ${inArray(bodies.kind, kind)})`
      : undefined,
    type.length ? inArray(p.type, type) : undefined,
    status.length ? inArray(p.status, status) : undefined,
    link.length ? inArray(p.link, link) : undefined,
    period.length ? inArray(p.period, period) : undefined,
    from ? gte(p.decidedOn, from) : undefined,
    to ? lte(p.decidedOn, to) : undefined,
    q ? sql`${p.search} @@ ${searchQuery(q)}` : undefined,
    somewhere(publicationAreas, publicationAreas.publicationId, impactMatches(filters)),
    somewhere(publicationActors, publicationActors.publicationId, mentionMatches(filters)),
  ) as SQL;
}

export const impactMatches = ({ area, direction }: Pick<Filters, "area" | "direction">) =>
  and(
    area.length ? inArray(publicationAreas.areaSlug, area) : undefined,
    direction.length ? inArray(publicationAreas.direction, direction) : undefined,
  );

export const mentionMatches = ({ actor, role }: Pick<Filters, "actor" | "role">) =>
  and(
    actor.length ? inArray(publicationActors.actorSlug, actor) : undefined,
    role.length ? inArray(publicationActors.role, role) : undefined,
  );

function somewhere(
  table: typeof publicationAreas | typeof publicationActors,
  key: typeof publicationAreas.publicationId | typeof publicationActors.publicationId,
  condition: SQL | undefined,
) {
  return condition ? sql`exists (select from ${table} where ${key} = ${p.id} and ${condition})` : undefined;
}

/** The filters without what is said of some words. */
export const without = (filters: Filters, ...words: (keyof Filters)[]): Filters => ({
  ...filters,
  ...Object.fromEntries(words.map((word) => [word, noFilters[word]])),
});
