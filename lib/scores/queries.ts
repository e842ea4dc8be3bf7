import { and, asc, desc, eq, inArray, notExists, sql } from "drizzle-orm";
import {
  bodies,
  type DirectionScale,
  impactAreas,
  publications as p,
  people,
  publicationAreas,
  revisions,
  scoreComments,
  scores,
} from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { reworded } from "@/lib/areas/history";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { PersonContext } from "@/lib/context";
import { getDevelopment } from "@/lib/developments/detail";
import type { DevelopmentDetail, ScoreView } from "@/lib/developments/views";
import { listedAt } from "@/lib/developments/visible";
import { NotFound } from "@/lib/errors";
import { isSplit, splitSteps } from "./summary";

/** What the desk shows of scoring. */

export type ToScore = {
  id: number;
  title: string;
  body: string;
  decidedOn: string;
  datePrecision: DatePrecision;
  areas: { slug: string; name: string }[];
};

/** Published developments with an impact that the caller has not scored, newest first; of one area where asked. */
export async function listToScore(
  { db, caller }: PersonContext,
  { area, limit = 20 }: { area?: string | undefined; limit?: number } = {},
): Promise<ToScore[]> {
  requireCan(caller, "scores.give");
  const own = db
    .select({ one: sql`1` })
    .from(scores)
    .where(
      and(
        eq(scores.scorerId, caller.id),
        eq(scores.developmentId, p.developmentId),
        eq(scores.areaSlug, publicationAreas.areaSlug),
      ),
    );
  const rows = await db
    .select({
      id: p.developmentId,
      position: p.position,
      title: p.title,
      body: shortBodyName,
      decidedOn: p.decidedOn,
      datePrecision: p.datePrecision,
      areas: sql<
        ToScore["areas"]
      >`jsonb_agg(jsonb_build_object('slug', ${impactAreas.slug}, 'name', ${impactAreas.name})
        order by ${publicationAreas.ordinal})`,
    })
    .from(p)
    .innerJoin(publicationAreas, eq(publicationAreas.publicationId, p.id))
    .innerJoin(impactAreas, eq(impactAreas.slug, publicationAreas.areaSlug))
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(and(listedAt(null), notExists(own), area ? eq(publicationAreas.areaSlug, area) : undefined))
    .groupBy(p.id, bodies.slug)
    .orderBy(desc(p.position), desc(p.developmentId))
    .limit(limit);
  return rows.map(({ position: _, ...row }) => row);
}

/** The developments the caller scored last. */
export async function listScored({ db, caller }: PersonContext): Promise<{ id: number; title: string }[]> {
  const latest = db
    .select({ id: scores.developmentId, at: sql<number>`max(${scores.id})`.as("at") })
    .from(scores)
    .where(eq(scores.scorerId, caller.id))
    .groupBy(scores.developmentId)
    .as("latest");
  const rows = await db
    .select({ id: p.developmentId, title: p.title, at: latest.at })
    .from(latest)
    .innerJoin(p, and(eq(p.developmentId, latest.id), listedAt(null)))
    .orderBy(desc(latest.at))
    .limit(10);
  return rows.map(({ id, title }) => ({ id, title }));
}

export type Split = { id: number; title: string; area: { slug: string; name: string }; low: number; high: number };

const mostSplit = 20;

/** What the caller scored and others scored so differently that they should talk, newest first. */
export async function listSplit({ db, caller }: PersonContext): Promise<Split[]> {
  const own = db
    .selectDistinct({ developmentId: scores.developmentId, areaSlug: scores.areaSlug })
    .from(scores)
    .where(eq(scores.scorerId, caller.id))
    .as("own");
  const { low, high } = publicationAreas;
  const rows = await db
    .select({ id: p.developmentId, title: p.title, slug: impactAreas.slug, name: impactAreas.name, low, high })
    .from(own)
    .innerJoin(p, and(eq(p.developmentId, own.developmentId), listedAt(null)))
    .innerJoin(
      publicationAreas,
      and(eq(publicationAreas.publicationId, p.id), eq(publicationAreas.areaSlug, own.areaSlug)),
    )
    .innerJoin(impactAreas, eq(impactAreas.slug, own.areaSlug))
    .where(sql`${high} - ${low} >= ${splitSteps}`)
    .orderBy(desc(p.position), desc(p.developmentId), asc(impactAreas.slug))
    .limit(mostSplit);
  return rows.map(({ slug, name, low, high, ...row }) => ({
    ...row,
    ...{ area: { slug, name }, low: low ?? 0, high: high ?? 0 },
  }));
}

export type ImpactToScore = {
  area: { slug: string; name: string; definition: string; scale: DirectionScale; version: number };
  /** The caller's newest score. `reworded`: the scale said something else when it was given. */
  own: { id: number; direction: number | null; confidence: number | null; reason: string; reworded: boolean } | null;
  /** What everybody said, once the caller has; null until then. */
  given: ScoreView[] | null;
  /** Scorers are two steps or more apart. */
  split: boolean;
  comments: { author: string; text: string; writtenAt: Date }[];
};

/** A published development as its scorer sees it: others' scores only where the caller's own is in. Throws NotFound. */
export async function getForScoring(
  ctx: PersonContext,
  developmentId: number,
): Promise<{ development: DevelopmentDetail; impacts: ImpactToScore[] }> {
  const { db, caller } = ctx;
  requireCan(caller, "scores.give");
  const [published] = await db
    .select({ slug: p.slug })
    .from(p)
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .where(and(eq(p.developmentId, developmentId), listedAt(null)));
  if (!published) throw new NotFound("This development is not published.");
  const development = await getDevelopment(ctx, published.slug);
  const slugs = development.impacts.map(({ area }) => area.slug);
  const [areas, own, comments] = await Promise.all([
    slugs.length > 0 ? db.select().from(impactAreas).where(inArray(impactAreas.slug, slugs)) : [],
    db
      .select({
        id: scores.id,
        areaSlug: scores.areaSlug,
        direction: scores.direction,
        confidence: scores.confidence,
        reason: scores.reason,
        reworded,
      })
      .from(scores)
      .where(and(eq(scores.developmentId, developmentId), eq(scores.scorerId, caller.id)))
      .orderBy(asc(scores.id)),
    db
      .select({ comment: scoreComments, author: people.name })
      .from(scoreComments)
      .innerJoin(people, eq(people.id, scoreComments.authorId))
      .where(eq(scoreComments.developmentId, developmentId))
      .orderBy(asc(scoreComments.id)),
  ]);
  const newest = new Map(own.map((score) => [score.areaSlug, score]));
  const impacts = development.impacts.flatMap(({ area: { slug, name }, hidden, low, high }): ImpactToScore[] => {
    const area = areas.find((one) => one.slug === slug);
    const mine = newest.get(slug);
    if (!area) return [];
    return [
      {
        area: { slug, name, definition: area.definition, scale: area.scale, version: area.version },
        own: mine ?? null,
        given: hidden ? null : (development.scores[slug] ?? []),
        split: isSplit({ low, high }),
        comments: hidden
          ? []
          : comments
              .filter(({ comment }) => comment.areaSlug === slug)
              .map(({ comment: { text, writtenAt }, author }) => ({ author, text, writtenAt })),
      },
    ];
  });
  return { development, impacts };
}
