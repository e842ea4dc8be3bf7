import { and, asc, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import {
  actors,
  bodies,
  dataVersions,
  publications as p,
  people,
  publicationActors,
  publicationBodies,
  publicationStages,
  reviews,
  revisions,
  scores,
} from "@/db/schema";
import { reworded } from "@/lib/areas/history";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";
import { type HeldDetail, heldDetails } from "./held-rows";
import { authorsOf } from "./history";
import { readRows, rowColumns, tellRows } from "./timeline";
import type { BodyBadge, DevelopmentDetail, ScoreView, StageView } from "./views";
import { knownAt, listedAt } from "./visible";

/** A published development as it is known now, or was at the end of a past day. Throws NotFound. */
export async function getDevelopment(
  { db, caller = null }: Pick<Context, "db"> & Partial<Pick<Context, "caller">>,
  slug: string,
  asof: string | null = null,
): Promise<DevelopmentDetail> {
  const [known] = await db
    .select({
      id: p.id,
      developmentId: p.developmentId,
      names: sql`(select names from ${dataVersions})`.mapWith(Number),
    })
    .from(p)
    .where(and(eq(p.slug, slug), knownAt(asof)));
  if (!known) throw new NotFound("This development is not in the record.");
  const { id, developmentId, names } = known;
  const [[held], others] = await Promise.all([
    heldDetails(db).get(names, [id], async () => new Map([[id, await readDetail(db, id)]])),
    listOthers(db, { id, developmentId, slug }, asof),
  ]);
  if (!held) throw new NotFound();
  const { row, scores, ...detail } = held;
  const [told = row] = await tellRows({ db, caller }, [row], [id], null);
  const shown = told.impacts.filter(({ hidden }) => !hidden).map(({ area }) => area.slug);
  const as = (how: Other["as"]) =>
    others.filter((other) => other.as === how).map(({ as: _, position: __, ...other }) => other);
  return {
    ...told,
    ...detail,
    merged: as("merged").map(({ slug, title }) => ({ slug, title })),
    carriesForward: as("carried"),
    carriedForwardBy: as("carrying"),
    scores: Object.fromEntries(shown.map((area) => [area, scores[area] ?? []])),
  };
}

async function readDetail(db: Database, id: number): Promise<HeldDetail> {
  const [found] = await db
    .select({
      developmentId: p.developmentId,
      revisionId: p.revisionId,
      knownFrom: p.knownFrom,
      approvedAt: p.approvedAt,
      content: revisions.content,
      number: revisions.number,
      hash: revisions.hash,
      authors: authorsOf(revisions.id),
      approvedBy: sql<string | null>`(select name from ${people} reviewer where reviewer.id = ${reviews.decidedBy})`,
    })
    .from(p)
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .innerJoin(reviews, eq(reviews.id, p.reviewId))
    .where(eq(p.id, id));
  if (!found) throw new NotFound("This development changed just now. Ask again.");
  const { content, developmentId, knownFrom } = found;
  const [rows, affectedBodies, named, scores, revisionCount] = await Promise.all([
    readRows(db, [id]),
    listAffectedBodies(db, id),
    listActors(db, id),
    listScores(db, developmentId, knownFrom),
    countApproved(db, developmentId, knownFrom),
  ]);
  const row = rows.get(id);
  if (!row) throw new NotFound();
  const { summary, verificationNote, retractedBecause, mergedInto, form, scope, sources } = content;
  return {
    row,
    ...{ summary, verificationNote, retractedBecause, mergedInto, form, scope, sources },
    ...{ affectedBodies, actors: named, scores, revisionCount },
    revision: {
      id: found.revisionId,
      number: found.number,
      hash: found.hash,
      approvedAt: found.approvedAt.toISOString(),
      approvedBy: found.approvedBy,
      authors: found.authors,
    },
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

type Other = StageView & { as: "carried" | "carrying" | "merged"; position: number };

/**
 * Other stages as they were known then, in their order, and what was merged into this one. Of stages, retracted ones keep
 * their page but are none.
 */
async function listOthers(
  db: Database,
  { id, developmentId, slug }: { id: number; developmentId: number; slug: string },
  asof: string | null,
): Promise<Other[]> {
  const which = (as: Other["as"], where: SQL | undefined) =>
    db
      .select({
        as: sql<Other["as"]>`${as}`,
        slug: p.slug,
        title: p.title,
        decidedOn: p.decidedOn,
        datePrecision: p.datePrecision,
        status: p.status,
        position: p.position,
      })
      .from(p)
      .where(where);
  const stages = publicationStages;
  const carried = db.select({ id: stages.carriedId }).from(stages).where(eq(stages.publicationId, id));
  const carrying = db.select({ id: stages.publicationId }).from(stages).where(eq(stages.carriedId, developmentId));
  const others = await unionAll(
    which("carried", and(listedAt(asof), inArray(p.developmentId, carried))),
    which("carrying", and(listedAt(asof), inArray(p.id, carrying))),
    which("merged", and(knownAt(asof), eq(p.mergedInto, slug))),
  );
  return others.sort((a, b) => a.position - b.position || a.slug.localeCompare(b.slug));
}

async function listActors(db: Database, publicationId: number): Promise<DevelopmentDetail["actors"]> {
  return db
    .select({ slug: actors.slug, name: actors.name, kind: actors.kind, role: publicationActors.role })
    .from(publicationActors)
    .innerJoin(actors, eq(actors.slug, publicationActors.actorSlug))
    .where(eq(publicationActors.publicationId, publicationId))
    .orderBy(asc(publicationActors.ordinal));
}

/** The latest score of each scorer by area, of those that were given when a span began. */
async function listScores(db: Database, developmentId: number, by: Date): Promise<Record<string, ScoreView[]>> {
  const rows = await db
    .select({ score: scores, scorer: people.name, reworded })
    .from(scores)
    .innerJoin(people, eq(people.id, scores.scorerId))
    .where(and(eq(scores.developmentId, developmentId), lte(scores.scoredAt, by)))
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

async function countApproved(db: Database, developmentId: number, by: Date): Promise<number> {
  return db.$count(p, and(eq(p.developmentId, developmentId), eq(p.knownFrom, p.approvedAt), lte(p.knownFrom, by)));
}
