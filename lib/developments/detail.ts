import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
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
import type { Context, Reader } from "@/lib/context";
import { NotFound } from "@/lib/errors";
import { type HeldDetail, heldDetails } from "./held-rows";
import { authorsOf } from "./history";
import { stageDays } from "./spans";
import { readRows, rowColumns, tellRows } from "./timeline";
import type { BodyBadge, DevelopmentDetail, ScoreView, StageView } from "./views";
import { knownAt, listedAt } from "./visible";

/** A published development as it is known now, or was at the end of a past day. Throws NotFound. */
export async function getDevelopment(
  { db, caller = null }: Reader,
  slug: string,
  asof: string | null = null,
): Promise<DevelopmentDetail> {
  const { held, id, others } = await findHeld(db, slug, asof);
  const { row, scores, versions, ...detail } = held;
  const [told = row] = await tellRows({ db, caller }, [row], [id], { q: null, asof });
  const shown = told.impacts.filter(({ hidden }) => !hidden).map(({ area }) => area.slug);
  const as = (how: Other["as"]) =>
    others.filter((other) => other.as === how).map(({ as: _, position: __, ...other }) => other);
  const version = versions.at(-1);
  const carriesForward = as("carried");
  return {
    ...told,
    ...detail,
    stageDays: version ? stageDays(version, versions, carriesForward) : {},
    merged: as("merged").map(({ slug, title }) => ({ slug, title })),
    carriesForward,
    carriedForwardBy: as("carrying"),
    scores: Object.fromEntries(shown.map((area) => [area, scores[area] ?? []])),
  };
}

const mostTries = 4;

/** What a change puts another publication in the place of meanwhile is found anew. */
async function findHeld(db: Database, slug: string, asof: string | null) {
  for (let tries = 1; ; tries++) {
    const { known, others } = await findKnown(db, slug, asof);
    if (!known) throw new NotFound("This development is not in the record.");
    const { id, names } = known;
    const held = (await heldDetails(db).get(names, [id], () => readDetail(db, id))).get(id);
    if (held) return { held, id, others };
    if (tries === mostTries) throw new NotFound("This development changes just now. Ask again.");
  }
}

/** By the id of the publication; of one that is gone by now nothing. */
async function readDetail(db: Database, id: number): Promise<Map<number, HeldDetail>> {
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
  if (!found) return new Map();
  const { content, developmentId, knownFrom } = found;
  const [affectedBodies, named, scores, versions] = await Promise.all([
    listAffectedBodies(db, id),
    listActors(db, id),
    listScores(db, developmentId, knownFrom),
    listApproved(db, developmentId, knownFrom),
  ]);
  // Last: as long as it is there, all of it was.
  const row = (await readRows(db, [id])).get(id);
  if (!row) return new Map();
  const { summary, verificationNote, retractedBecause, mergedInto, form, scope, sources } = content;
  const detail = {
    row,
    ...{ summary, verificationNote, retractedBecause, mergedInto, form, scope, sources },
    ...{ affectedBodies, actors: named, scores, versions, revisionCount: versions.length },
    revision: {
      id: found.revisionId,
      number: found.number,
      hash: found.hash,
      approvedAt: found.approvedAt.toISOString(),
      approvedBy: found.approvedBy,
      authors: found.authors,
    },
  };
  return new Map([[id, detail]]);
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
type Known = { id: string; development: string; names: string } & Record<Other["as"], boolean>;

/** The publication known under an address then, and what stands beside it: all that a held page does not know. */
async function findKnown(
  db: Database,
  slug: string,
  asof: string | null,
): Promise<{ known: { id: number; names: number } | null; others: Other[] }> {
  // Most stand alone, and to plan the question for all that could stand beside one takes longer than the rest.
  const stages = publicationStages;
  const merged = alias(p, "merged");
  const [row] = await db.execute<Known>(sql`
    select ${p.id}, ${p.developmentId} as development, (select names from ${dataVersions}) as names,
      exists (select from ${stages} where ${stages.publicationId} = ${p.id}) as carried,
      exists (select from ${stages} where ${stages.carriedId} = ${p.developmentId}) as carrying,
      exists (select from ${p} merged where ${merged.mergedInto} = ${p.slug}) as merged
    from ${p} where ${and(eq(p.slug, slug), knownAt(asof))}`);
  if (!row) return { known: null, others: [] };
  const { id, development } = row;
  const beside: Record<Other["as"], SQL | undefined> = {
    carried: sql`${p.developmentId} in (select ${stages.carriedId} from ${stages} where ${stages.publicationId} = ${id})`,
    carrying: sql`${p.id} in (select ${stages.publicationId} from ${stages} where ${stages.carriedId} = ${development})`,
    merged: eq(p.mergedInto, slug),
  };
  const kinds = (["carried", "carrying", "merged"] as const).filter((as) => row[as]);
  const others = kinds.length === 0 ? [] : await listOthers(db, kinds, beside, asof);
  return { known: { id: Number(id), names: Number(row.names) }, others };
}

/**
 * Other stages as they were known then, in their order, and what was merged, all of one moment. Of stages, retracted ones
 * keep their page but are none.
 */
async function listOthers(
  db: Database,
  kinds: Other["as"][],
  beside: Record<Other["as"], SQL | undefined>,
  asof: string | null,
): Promise<Other[]> {
  const each = kinds.map(
    (as) => sql`
      select ${as}::text as "as", ${p.slug}, ${p.title}, ${p.decidedOn}::text as "decidedOn",
        ${p.datePrecision} as "datePrecision", ${p.status}, ${p.position}
      from ${p} where ${and(as === "merged" ? knownAt(asof) : listedAt(asof), beside[as])}`,
  );
  const others = await db.execute<Other>(sql.join(each, sql` union all `));
  return [...others].sort((a, b) => a.position - b.position || a.slug.localeCompare(b.slug));
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
  const given = new Map<string, typeof rows>();
  for (const row of rows) {
    const key = `${row.score.areaSlug} ${row.score.scorerId}`;
    given.set(key, [...(given.get(key) ?? []), row]);
  }
  const byArea: Record<string, ScoreView[]> = {};
  for (const [latest, before] of [...given.values()].map((list) => [list.at(-1), list.at(-2)])) {
    if (!latest) continue;
    const { scorer, reworded } = latest;
    const { areaSlug, direction, confidence, reason, scoredAt } = latest.score;
    const changed = before ? { from: before.score.direction, at: scoredAt.toISOString() } : null;
    const list = byArea[areaSlug] ?? [];
    list.push({ direction, confidence, reason, scorer, reworded, changed });
    byArea[areaSlug] = list;
  }
  return byArea;
}

/** Each approved version until then, oldest first. */
async function listApproved(db: Database, developmentId: number, by: Date) {
  return db
    .select({
      status: p.status,
      decidedOn: p.decidedOn,
      datePrecision: p.datePrecision,
      takesEffectOn: p.takesEffectOn,
    })
    .from(p)
    .where(and(eq(p.developmentId, developmentId), eq(p.knownFrom, p.approvedAt), lte(p.knownFrom, by)))
    .orderBy(asc(p.knownFrom), asc(p.id));
}
