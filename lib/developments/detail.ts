import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  actors,
  bodies,
  publications as p,
  people,
  publicationActors,
  publicationBodies,
  reviews,
  revisions,
  scores,
} from "@/db/schema";
import { reworded } from "@/lib/areas/history";
import type { Context } from "@/lib/context";
import { addDays } from "@/lib/days";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { authorsOf } from "./history";
import { listMerged } from "./merged";
import { completeRows, rowColumns } from "./timeline";
import type { BodyBadge, DevelopmentDetail, ScoreView, StageView } from "./views";
import { knownAt, listedAt } from "./visible";

/** A published development as it is known now, or was at the end of a past day. Throws NotFound. */
export async function getDevelopment(
  { db, caller = null }: Pick<Context, "db"> & Partial<Pick<Context, "caller">>,
  slug: string,
  asof: string | null = null,
): Promise<DevelopmentDetail> {
  const [found] = await db
    .select({
      ...rowColumns,
      content: revisions.content,
      number: revisions.number,
      hash: revisions.hash,
      authors: authorsOf(revisions.id),
      approvedBy: sql<string | null>`(select name from ${people} reviewer where reviewer.id = ${reviews.decidedBy})`,
    })
    .from(p)
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .innerJoin(reviews, eq(reviews.id, p.reviewId))
    .where(and(eq(p.slug, slug), knownAt(asof)));
  if (!found) throw new NotFound("This development is not in the record.");
  const { content, ...row } = found;
  const [[complete], affectedBodies, named, signed, revisionCount, carriesForward, carriedForwardBy, merged] =
    await Promise.all([
      completeRows({ db, caller }, [row]),
      listAffectedBodies(db, row.publicationId),
      listActors(db, row.publicationId),
      listScores(db, row.id, asof),
      countApproved(db, row.id, asof),
      listStages(
        db,
        asof,
        sql`${p.developmentId} in (select carried_id from publication_stages where publication_id = ${row.publicationId})`,
      ),
      listStages(
        db,
        asof,
        sql`${p.id} in (select publication_id from publication_stages where carried_id = ${row.id})`,
      ),
      listMerged(db, row.slug, asof),
    ]);
  if (!complete) throw new NotFound();
  return {
    ...complete,
    summary: content.summary,
    verificationNote: content.verificationNote,
    retractedBecause: content.retractedBecause,
    mergedInto: content.mergedInto,
    merged,
    form: content.form,
    scope: content.scope,
    carriesForward,
    carriedForwardBy,
    affectedBodies,
    actors: named,
    scores: Object.fromEntries(
      complete.impacts.filter(({ hidden }) => !hidden).map(({ area }) => [area.slug, signed[area.slug] ?? []]),
    ),
    sources: content.sources,
    revision: {
      id: row.revisionId,
      number: found.number,
      hash: found.hash,
      approvedAt: found.approvedAt.toISOString(),
      approvedBy: found.approvedBy,
      authors: found.authors,
    },
    revisionCount,
  };
}

/** When a development first became known here; null when it is not in the record at all. */
export async function findFirstKnown({ db }: Pick<Context, "db">, slug: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: p.firstKnownAt })
    .from(p)
    .where(and(eq(p.slug, slug), knownAt(null)));
  return row?.at ?? null;
}

async function listAffectedBodies(db: Database, publicationId: number): Promise<BodyBadge[]> {
  return db
    .select(rowColumns.body)
    .from(publicationBodies)
    .innerJoin(bodies, eq(bodies.slug, publicationBodies.bodySlug))
    .where(eq(publicationBodies.publicationId, publicationId))
    .orderBy(asc(publicationBodies.ordinal));
}

/** Other stages as they were known then; retracted ones keep their page but are no stage. */
async function listStages(db: Database, asof: string | null, which: SQL): Promise<StageView[]> {
  return db
    .select({
      slug: p.slug,
      title: p.title,
      decidedOn: p.decidedOn,
      datePrecision: p.datePrecision,
      status: p.status,
    })
    .from(p)
    .where(and(listedAt(asof), which))
    .orderBy(asc(p.position));
}

async function listActors(db: Database, publicationId: number): Promise<DevelopmentDetail["actors"]> {
  return db
    .select({ slug: actors.slug, name: actors.name, kind: actors.kind, role: publicationActors.role })
    .from(publicationActors)
    .innerJoin(actors, eq(actors.slug, publicationActors.actorSlug))
    .where(eq(publicationActors.publicationId, publicationId))
    .orderBy(asc(publicationActors.ordinal));
}

/** The latest score of each scorer by area, as far as it was given by then. */
async function listScores(
  db: Database,
  developmentId: number,
  asof: string | null,
): Promise<Record<string, ScoreView[]>> {
  const given: SQL | undefined =
    asof === null
      ? undefined
      : sql`${scores.scoredAt} < (${addDays(asof, 1)}::timestamp at time zone ${env().timeZone})`;
  const rows = await db
    .select({ score: scores, scorer: people.name, reworded })
    .from(scores)
    .innerJoin(people, eq(people.id, scores.scorerId))
    .where(and(eq(scores.developmentId, developmentId), given))
    .orderBy(asc(scores.id));
  const latest = new Map(rows.map((row) => [`${row.score.areaSlug} ${row.score.scorerId}`, row]));
  const byArea: Record<string, ScoreView[]> = {};
  for (const { score, scorer, reworded } of latest.values()) {
    const { areaSlug, direction, confidence, reason } = score;
    const list = byArea[areaSlug] ?? [];
    list.push({ direction, confidence, reason, scorer, reworded });
    byArea[areaSlug] = list;
  }
  return byArea;
}

async function countApproved(db: Database, developmentId: number, asof: string | null): Promise<number> {
  const known =
    asof === null ? undefined : sql`${p.knownFrom} < (${addDays(asof, 1)}::timestamp at time zone ${env().timeZone})`;
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(p)
    .where(and(eq(p.developmentId, developmentId), eq(p.knownFrom, p.approvedAt), known));
  return row?.n ?? 0;
}
