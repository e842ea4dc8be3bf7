import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { developments, reviews, revisions, scores } from "@/db/schema";
import { summariseScores } from "@/lib/scores/summary";
import { spansOf } from "./spans";
import { type Approved, type Carried, followStages } from "./stages";

/** The approved versions of developments, each with the span in which it was the known one and what was known then. */

export type Version = {
  developmentId: number;
  revisionId: number;
  reviewId: number;
  slug: string;
  backfill: boolean;
  content: DevelopmentContent;
  approvedAt: Date;
  knownFrom: Date;
  knownUntil: Date | null;
  firstKnownAt: Date;
};

export async function readVersions(tx: Transaction, developmentIds: number[]): Promise<Version[]> {
  const approved = await tx
    .select({
      developmentId: reviews.developmentId,
      revisionId: reviews.revisionId,
      reviewId: reviews.id,
      slug: developments.slug,
      backfill: revisions.backfill,
      content: revisions.content,
      decidedAt: reviews.decidedAt,
    })
    .from(reviews)
    .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
    .innerJoin(developments, eq(developments.id, reviews.developmentId))
    .where(and(inArray(reviews.developmentId, developmentIds), eq(reviews.outcome, "approved")))
    .orderBy(asc(reviews.developmentId), asc(reviews.decidedAt), asc(reviews.id));
  return approved.map((row, index) => {
    const { slug, decidedAt } = row;
    if (slug === null || decidedAt === null) throw new Error("An approved development has a slug and a time.");
    const next = approved[index + 1];
    const first = approved.find((other) => other.developmentId === row.developmentId);
    return {
      ...row,
      slug,
      approvedAt: decidedAt,
      knownFrom: decidedAt,
      knownUntil: next?.developmentId === row.developmentId ? next.decidedAt : null,
      firstKnownAt: first?.decidedAt ?? decidedAt,
    };
  });
}

/**
 * A score changes what readers see, and so does a new version of an earlier stage: each ends a span and begins the next.
 */
export function splitSpans(version: Version, given: Given[], carried: Carried): Version[] {
  const { knownFrom, knownUntil, content } = version;
  const instants = [
    ...given.filter(({ areaSlug }) => content.areaSlugs.includes(areaSlug)).map(({ scoredAt }) => scoredAt),
    ...[...followStages(content.carriesForward, carried, (versions) => versions).values()].flatMap((versions) =>
      versions.map(({ approvedAt }) => approvedAt),
    ),
  ].map((instant) => instant.getTime());
  const within = instants.filter(
    (at) => at > knownFrom.getTime() && (knownUntil === null || at < knownUntil.getTime()),
  );
  const starts = [...new Set([knownFrom.getTime(), ...within])].sort((a, b) => a - b).map((at) => new Date(at));
  return starts.map((start, index) => ({ ...version, knownFrom: start, knownUntil: starts[index + 1] ?? knownUntil }));
}

export async function readScores(tx: Transaction, developmentIds: number[]): Promise<Map<number, Given[]>> {
  const rows = await tx
    .select()
    .from(scores)
    .where(inArray(scores.developmentId, developmentIds))
    .orderBy(asc(scores.id));
  const given = new Map<number, Given[]>();
  for (const score of rows) given.set(score.developmentId, [...(given.get(score.developmentId) ?? []), score]);
  return given;
}

const latestPerScorer = (given: Given[]): Given[] => [
  ...new Map(given.map((score) => [score.scorerId, score])).values(),
];

export type Given = typeof scores.$inferSelect;

export type Impact = ReturnType<typeof impactsOf>[number];

/** The impacts of a version with what was scored when it began to be the known one. */
export function impactsOf(version: Version, given: Map<number, Given[]>) {
  return version.content.areaSlugs.map((areaSlug) => {
    const directions = (given.get(version.developmentId) ?? [])
      .filter((score) => score.areaSlug === areaSlug)
      .filter((score) => score.scoredAt <= version.knownFrom);
    const latest = latestPerScorer(directions);
    return { areaSlug, given: latest, ...summariseScores(latest.map((score) => score.direction)) };
  });
}

/** The days of a version, from what was known when its span began. A retracted development is no stage by then. */
export function daysOf(version: Version, versions: Version[], carried: Carried) {
  const known = (list: Approved[]) => list.filter(({ approvedAt }) => approvedAt <= version.knownFrom);
  const standing = (list: Approved[]) => {
    const last = known(list).at(-1);
    return last && last.content.retractedBecause === null ? [last] : [];
  };
  const stages = [...followStages(version.content.carriesForward, carried, standing)].flatMap(([slug, last]) =>
    last.length > 0 ? [known(carried.get(slug)?.versions ?? [])] : [],
  );
  const own = known(versions.filter((one) => one.developmentId === version.developmentId));
  const contents = (list: Approved[]) => list.map(({ content }) => content);
  return spansOf(version.content, contents(own), stages.map(contents));
}
