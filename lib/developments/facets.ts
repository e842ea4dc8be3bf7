import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { actors, bodies, impactAreas, publications as p, publicationActors, publicationAreas } from "@/db/schema";
import {
  actorRoles,
  bodyKinds,
  developmentStatuses,
  developmentTypes,
  directionWords,
  periods,
  withdrawalLinks,
} from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { sayBodyKind, sayDirection, sayLink, sayPeriod, sayRole, sayStatus, sayType } from "@/lib/labels";
import { impactMatches, matching, mentionMatches, without } from "./conditions";
import type { Filters, ManyWord } from "./filters";
import { countDevelopments } from "./timeline";
import { countMonths } from "./trend";
import type { Facets, FacetValue } from "./views";

type Counted = { value: string; n: number };

const count = sql<number>`count(*)::int`;

/** For each filter word its values, with the number of developments under all the other filters. */
export async function listFacets({ db }: Pick<Context, "db">, filters: Filters): Promise<Facets> {
  const [total, months, areas, bodyNames, actorNames, ...counted] = await Promise.all([
    countDevelopments({ db }, filters),
    countMonths({ db }, filters),
    db
      .select({ value: impactAreas.slug, label: impactAreas.name })
      .from(impactAreas)
      .orderBy(asc(impactAreas.position)),
    counts(db, p.bodySlug, without(filters, "body")),
    countMentions(db, publicationActors.actorSlug, filters, "actor"),
    countKinds(db, without(filters, "kind")),
    countImpacts(db, publicationAreas.areaSlug, filters, "area"),
    countImpacts(db, publicationAreas.direction, filters, "direction"),
    counts(db, p.type, without(filters, "type")),
    counts(db, p.status, without(filters, "status")),
    countMentions(db, publicationActors.role, filters, "role"),
    counts(db, p.link, without(filters, "link")),
    counts(db, p.period, without(filters, "period")),
  ]);
  const [kind, area, direction, type, status, role, link, period] = counted.map(
    (rows) => new Map(rows.map((row) => [row.value, row.n])),
  ) as Map<string, number>[];
  const words = <Word extends string>(
    word: ManyWord,
    list: readonly Word[],
    label: (value: Word) => string,
    n: Map<string, number> | undefined,
  ) => list.map((value) => facetValue(filters, word, value, label(value), n?.get(value) ?? 0));
  return {
    total,
    months,
    facets: {
      area: areas.map(({ value, label }) => facetValue(filters, "area", value, label, area?.get(value) ?? 0)),
      direction: words("direction", directionWords, sayDirection, direction),
      period: words("period", periods, sayPeriod, period).reverse(),
      kind: words("kind", bodyKinds, sayBodyKind, kind),
      body: await named(db, filters, "body", bodyNames),
      type: words("type", developmentTypes, sayType, type),
      status: words("status", developmentStatuses, sayStatus, status),
      actor: await named(db, filters, "actor", actorNames),
      role: words("role", actorRoles, sayRole, role),
      link: words("link", withdrawalLinks, sayLink, link),
    },
  };
}

function facetValue(filters: Filters, word: ManyWord, value: string, label: string, n: number): FacetValue {
  return { value, label, n, chosen: (filters[word] as string[]).includes(value) };
}

async function counts(db: Database, column: PgColumn, filters: Filters): Promise<Counted[]> {
  const value = sql<string | null>`${column}`;
  const rows = await db.select({ value, n: count }).from(p).where(matching(filters)).groupBy(column);
  return rows.flatMap(({ value, n }) => (value === null ? [] : [{ value, n }]));
}

async function countKinds(db: Database, filters: Filters): Promise<Counted[]> {
  const rows = await db
    .select({ value: bodies.kind, n: count })
    .from(p)
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(matching(filters))
    .groupBy(bodies.kind);
  return rows;
}

async function countImpacts(db: Database, column: PgColumn, filters: Filters, word: "area" | "direction") {
  return countParts(
    db,
    sql`${publicationAreas} on ${publicationAreas.publicationId} = ${p.id}`,
    column,
    and(matching(without(filters, "area", "direction")), impactMatches(without(filters, word))),
  );
}

async function countMentions(db: Database, column: PgColumn, filters: Filters, word: "actor" | "role") {
  return countParts(
    db,
    sql`${publicationActors} on ${publicationActors.publicationId} = ${p.id}`,
    column,
    and(matching(without(filters, "actor", "role")), mentionMatches(without(filters, word))),
  );
}

async function countParts(db: Database, join: SQL, column: PgColumn, where: SQL | undefined): Promise<Counted[]> {
  const rows = await db.execute<Counted>(sql`
    select ${column} as value, count(distinct ${p.id})::int as n
    from ${p} join ${join} where ${where} group by ${column}`);
  return [...rows];
}

/** Bodies or actors by name, most named first; a chosen one stays in the list at zero. */
async function named(
  db: Database,
  filters: Filters,
  word: "body" | "actor",
  counted: Counted[],
): Promise<FacetValue[]> {
  const numbers = new Map(counted.map((row) => [row.value, row.n]));
  const slugs = [...new Set([...numbers.keys(), ...filters[word]])];
  if (slugs.length === 0) return [];
  const names =
    word === "body"
      ? await db
          .select({ slug: bodies.slug, name: shortBodyName })
          .from(bodies)
          .where(and(inArray(bodies.slug, slugs), eq(bodies.listing, "listed")))
      : await db
          .select({ slug: actors.slug, name: actors.name })
          .from(actors)
          .where(and(inArray(actors.slug, slugs), eq(actors.listing, "listed")));
  return names
    .map(({ slug, name }) => facetValue(filters, word, slug, name, numbers.get(slug) ?? 0))
    .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label));
}

/** Filter values that name nothing in the record: a misspelt body is said, not silently an empty list. */
export async function unknownNames({ db }: Pick<Context, "db">, filters: Filters): Promise<[ManyWord, string][]> {
  const missing = async (
    word: "body" | "area" | "actor",
    table: typeof bodies | typeof impactAreas | typeof actors,
  ) => {
    if (filters[word].length === 0) return [];
    const visible = "listing" in table ? eq(table.listing, "listed") : undefined;
    const rows = await db
      .select({ slug: table.slug })
      .from(table as typeof bodies)
      .where(and(inArray(table.slug, filters[word]), visible))
      .orderBy(desc(table.slug));
    const found = new Set(rows.map((row) => row.slug));
    return filters[word].filter((slug) => !found.has(slug)).map((slug): [ManyWord, string] => [word, slug]);
  };
  return (await Promise.all([missing("body", bodies), missing("area", impactAreas), missing("actor", actors)])).flat();
}
