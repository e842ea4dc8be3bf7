import { desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, impactAreas, publications as p, publicationAreas } from "@/db/schema";
import { anew } from "@/lib/begun";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context, Reader } from "@/lib/context";
import { hiddenFrom } from "@/lib/scores/visible";
import { type Filters, noFilters } from "./filters";
import { findWords } from "./found-words";
import { heldRows } from "./held-rows";
import { findKeys, writePlace } from "./keys";
import { listNamedAt } from "./named";
import type { DevelopmentPage, DevelopmentRow, ImpactView } from "./views";
import { listedAt } from "./visible";

const pageLength = 50;
export const longestPage = 200;

type Page = { limit?: number; cursor?: string | null };

/** One page of the timeline, by key: it costs the same however far down the list it lies. */
export async function listDevelopments(reader: Reader, filters: Filters, page: Page = {}): Promise<DevelopmentPage> {
  const { data, total, next } = await readPage(reader, filters, page);
  return { data, total, next };
}

type ReadPage = DevelopmentPage & { publicationIds: number[] };

const mostTries = 4;

/**
 * The same with the ids of the publications that are listed; whoever reads all of them has none held for others. A change
 * puts other publications in the place of those of its development: a page that was found before it is found anew.
 */
export async function readPage(
  reader: Reader,
  filters: Filters,
  page: Page,
  how: { hold?: boolean } = {},
): Promise<ReadPage> {
  let { isWhole, ...found } = await findPage(reader, filters, page, how);
  for (let tries = 1; !isWhole && tries < mostTries; tries++) {
    ({ isWhole, ...found } = await anew(() => findPage(reader, filters, page, how)));
  }
  return found;
}

async function findPage(
  { db, caller = null }: Reader,
  filters: Filters,
  page: Page,
  { hold = true }: { hold?: boolean },
): Promise<ReadPage & { isWhole: boolean }> {
  const limit = page.limit ?? pageLength;
  const { keys, total, names, border } = await findKeys(db, filters, { limit: limit + 1, cursor: page.cursor ?? null });
  const last = keys.length > limit ? keys[limit - 1] : undefined;
  const listed = keys.slice(0, limit).map(({ publicationId }) => publicationId);
  const read = (missing: number[]) => readRows(db, missing);
  const found = await (hold ? heldRows(db).get(names, listed, read) : read(listed));
  const ids = listed.filter((id) => found.has(id));
  const rows = ids.flatMap((id) => found.get(id) ?? []);
  const data = await tellRows({ db, caller }, rows, ids, filters);
  return {
    data,
    total,
    next: last ? writePlace(last, filters, border) : null,
    publicationIds: ids,
    isWhole: ids.length === listed.length,
  };
}

/** By the id of the publication, as whoever scores nothing sees them. */
export async function readRows(db: Database, ids: number[]): Promise<Map<number, DevelopmentRow>> {
  const rows = await db
    .select(rowColumns)
    .from(p)
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(inArray(p.id, ids));
  return new Map(rows.map((row) => [row.publicationId, rowOf(row)]));
}

/** With the row itself, not after it: a score puts another publication in its place. */
const impactsOfRow = sql<ImpactView[]>`(
  select coalesce(json_agg(json_build_object(
    'area', json_build_object('slug', ${impactAreas.slug}, 'name', ${impactAreas.name}),
    'direction', ${publicationAreas.direction}, 'median', ${publicationAreas.median}, 'low', ${publicationAreas.low},
    'high', ${publicationAreas.high}, 'scorers', ${publicationAreas.scorers}
  ) order by ${publicationAreas.ordinal}), '[]')
  from ${publicationAreas} join ${impactAreas} on ${impactAreas.slug} = ${publicationAreas.areaSlug}
  where ${publicationAreas.publicationId} = ${p.id})`;

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
  approvedAt: p.approvedAt,
  body: { slug: bodies.slug, name: bodies.name, acronym: bodies.acronym, shortName: shortBodyName, kind: bodies.kind },
  impacts: impactsOfRow,
};

type RawRow = Omit<DevelopmentRow, "firstKnownAt" | "knownSince" | "found"> & {
  publicationId: number;
  revisionId: number;
  firstKnownAt: Date;
  approvedAt: Date;
};

/** Rows that were read apart, as this caller may see them. */
export async function completeRows({ db, caller = null }: Reader, raw: RawRow[]): Promise<DevelopmentRow[]> {
  return tellRows(
    { db, caller },
    raw.map(rowOf),
    raw.map((row) => row.publicationId),
    noFilters,
  );
}

function rowOf(row: RawRow): DevelopmentRow {
  const { id, slug, title, lead, decidedOn, datePrecision, takesEffectOn, period, type, status, link, body } = row;
  const { impacts, sourceCount, primarySourceCount } = row;
  return {
    ...{ id, slug, title, lead, decidedOn, datePrecision, takesEffectOn, period, type, status, link, body },
    ...{ impacts, sourceCount, primarySourceCount },
    firstKnownAt: row.firstKnownAt.toISOString(),
    knownSince: row.approvedAt.toISOString(),
  };
}

/**
 * Rows as a reader gets them: without what is kept from a scorer, for a search with the found words, and of a past day
 * with the names that areas had.
 */
export async function tellRows(
  { db, caller }: Required<Reader>,
  rows: DevelopmentRow[],
  publicationIds: number[],
  { q, asof }: Pick<Filters, "q" | "asof">,
): Promise<DevelopmentRow[]> {
  const [isHidden, found, called] = await Promise.all([
    hiddenFrom(
      db,
      caller,
      rows.map((row) => row.id),
    ),
    q ? findWords(db, rows, publicationIds, q) : [],
    asof ? listAreasThen(db, asof) : null,
  ]);
  const then = (impact: ImpactView): ImpactView => {
    const name = called?.get(impact.area.slug);
    return name ? { ...impact, area: { ...impact.area, name } } : impact;
  };
  return rows.map((row, index) => ({
    ...row,
    impacts: row.impacts.map((impact) => then(isHidden(row.id, impact.area.slug) ? hide(impact) : impact)),
    ...(found[index] ? { found: found[index] } : {}),
  }));
}

async function listAreasThen(db: Database, asof: string): Promise<ReadonlyMap<string, string>> {
  const named = await listNamedAt(db, asof);
  return new Map(named.filter(({ word }) => word === "area").map(({ slug, label }) => [slug, label]));
}

const hide = ({ area }: ImpactView): ImpactView => ({
  area,
  direction: "unscored",
  median: null,
  low: null,
  high: null,
  scorers: 0,
  hidden: true,
});

/** Addresses of the newest published developments, as many as one sitemap may hold. */
export async function listPublishedSlugs({ db }: Pick<Context, "db">): Promise<{ slug: string; approvedAt: Date }[]> {
  return db
    .select({ slug: p.slug, approvedAt: p.approvedAt })
    .from(p)
    .where(listedAt(null))
    .orderBy(desc(p.position), desc(p.developmentId))
    .limit(40_000);
}
