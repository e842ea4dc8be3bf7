import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, impactAreas, publications as p, publicationAreas, revisions } from "@/db/schema";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { readCursor, writeCursor } from "@/lib/cursor";
import { matching } from "./conditions";
import type { Filters } from "./filters";
import { plainSummary } from "./lead";
import { foundStart, markFound, searchQuery } from "./search";
import type { DevelopmentPage, DevelopmentRow, ImpactView } from "./views";
import { listedAt } from "./visible";

const pageLength = 50;
export const longestPage = 200;

/** One page of the timeline, by key: it costs the same however far down the list it lies. */
export async function listDevelopments(
  { db }: Pick<Context, "db">,
  filters: Filters,
  page: { limit?: number; cursor?: string | null } = {},
): Promise<DevelopmentPage> {
  const limit = page.limit ?? pageLength;
  const matches = matching(filters);
  const rank = filters.sort === "relevance" && filters.q ? rankOf(filters.q) : null;
  const rows = await db
    .select({ ...rowColumns, position: p.position, rank: rank ?? sql<number>`0` })
    .from(p)
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(and(matches, page.cursor ? afterCursor(filters.sort, page.cursor, rank) : undefined))
    .orderBy(...orderOf(filters.sort, rank))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const [data, total] = await Promise.all([
    completeRows(db, shown, filters.q),
    page.cursor || last ? countDevelopments({ db }, filters) : rows.length,
  ]);
  const next = last ? [...(rank ? [last.rank] : []), last.position, last.id] : null;
  return { data, total, next: next && writeCursor(filters.sort, next) };
}

export async function countDevelopments({ db }: Pick<Context, "db">, filters: Filters): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(p).where(matching(filters));
  return row?.n ?? 0;
}

const rankOf = (q: string) => sql<number>`ts_rank_cd(${p.search}, ${searchQuery(q)})`;

function orderOf(sort: Filters["sort"], rank: SQL | null) {
  if (sort === "oldest") return [asc(p.position), asc(p.developmentId)];
  return [...(rank ? [desc(rank)] : []), desc(p.position), desc(p.developmentId)];
}

function afterCursor(sort: Filters["sort"], cursor: string, rank: SQL | null): SQL {
  const key = sql`${p.position}, ${p.developmentId}`;
  if (rank) {
    const [score, position, id] = readCursor(cursor, sort, ["real", "int", "bigint"]);
    return sql`(${rank}, ${key}) < (${score}::real, ${position}::int, ${id}::bigint)`;
  }
  const [position, id] = readCursor(cursor, sort, ["int", "bigint"]);
  const at = sql`(${position}::int, ${id}::bigint)`;
  return sort === "oldest" ? sql`(${key}) > ${at}` : sql`(${key}) < ${at}`;
}

export const rowColumns = {
  id: p.developmentId,
  publicationId: p.id,
  revisionId: p.revisionId,
  slug: p.slug,
  title: p.title,
  lead: p.lead,
  decidedOn: p.decidedOn,
  datePrecision: p.datePrecision,
  takesEffectOn: p.takesEffectOn,
  period: p.period,
  type: p.type,
  status: p.status,
  link: p.link,
  sourceCount: p.sourceCount,
  primarySourceCount: p.primarySourceCount,
  firstKnownAt: p.firstKnownAt,
  knownFrom: p.knownFrom,
  body: { slug: bodies.slug, name: bodies.name, acronym: bodies.acronym, shortName: shortBodyName, kind: bodies.kind },
};

type RawRow = Omit<DevelopmentRow, "impacts" | "firstKnownAt" | "knownSince" | "found"> & {
  publicationId: number;
  revisionId: number;
  firstKnownAt: Date;
  knownFrom: Date;
};

/** Adds to rows what stands in other tables: impacts, and for a search the found words. */
export async function completeRows(db: Database, rows: RawRow[], q: string | null = null): Promise<DevelopmentRow[]> {
  const [impacts, found] = await Promise.all([
    listImpacts(
      db,
      rows.map((row) => row.publicationId),
    ),
    q ? findWords(db, rows, q) : [],
  ]);
  return rows.map((row, index) => {
    const { id, slug, title, lead, decidedOn, datePrecision, takesEffectOn, period, type, status, link, body } = row;
    const { sourceCount, primarySourceCount } = row;
    const told = { id, slug, title, lead, decidedOn, datePrecision, takesEffectOn, period, type, status, link, body };
    return {
      ...told,
      impacts: impacts.get(row.publicationId) ?? [],
      sourceCount,
      primarySourceCount,
      firstKnownAt: row.firstKnownAt.toISOString(),
      knownSince: row.knownFrom.toISOString(),
      ...(found[index] ? { found: found[index] } : {}),
    };
  });
}

async function listImpacts(db: Database, publicationIds: number[]): Promise<Map<number, ImpactView[]>> {
  const impacts = new Map<number, ImpactView[]>();
  if (publicationIds.length === 0) return impacts;
  const rows = await db
    .select({ impact: publicationAreas, name: impactAreas.name })
    .from(publicationAreas)
    .innerJoin(impactAreas, eq(impactAreas.slug, publicationAreas.areaSlug))
    .where(inArray(publicationAreas.publicationId, publicationIds))
    .orderBy(asc(publicationAreas.publicationId), asc(publicationAreas.ordinal));
  for (const { impact, name } of rows) {
    const { publicationId, areaSlug, direction, median, low, high, scorers } = impact;
    const list = impacts.get(publicationId) ?? [];
    list.push({ area: { slug: areaSlug, name }, direction, median, low, high, scorers });
    impacts.set(publicationId, list);
  }
  return impacts;
}

async function findWords(db: Database, rows: RawRow[], q: string) {
  if (rows.length === 0) return [];
  const contents = await db
    .select({ id: revisions.id, summary: sql<string>`${revisions.content}->>'summary'` })
    .from(revisions)
    .where(
      inArray(
        revisions.id,
        rows.map((row) => row.revisionId),
      ),
    );
  const summaries = new Map(contents.map((row) => [row.id, plainSummary(row.summary)]));
  const texts = rows.map((row) => ({ title: row.title, summary: summaries.get(row.revisionId) ?? "" }));
  const marked = await markFound(db, q, texts);
  // Found elsewhere (a body, an actor, a source): the first sentence says more than the first words.
  return marked.map(({ title, extract }, index) => ({
    title,
    extract: extract.includes(foundStart) ? extract : (rows[index]?.lead ?? ""),
  }));
}

/** Addresses of the newest published developments, as many as one sitemap may hold. */
export async function listPublishedSlugs({ db }: Pick<Context, "db">): Promise<{ slug: string; knownFrom: Date }[]> {
  return db
    .select({ slug: p.slug, knownFrom: p.knownFrom })
    .from(p)
    .where(listedAt(null))
    .orderBy(desc(p.position), desc(p.developmentId))
    .limit(40_000);
}
