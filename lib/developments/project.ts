import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import {
  actors,
  bodies,
  developments,
  publicationActors,
  publicationAreas,
  publicationBodies,
  publicationSources,
  publications,
  reviews,
  revisions,
  scores,
} from "@/db/schema";
import { summariseScores } from "@/lib/scores/summary";
import { leadOf, plainSummary } from "./lead";
import { timelinePosition } from "./rules";

/**
 * Writes what the public sees of these developments from their approved revisions, replacing what was
 * there. Publishing calls it for one development, the rebuild for all: there is no other way to a
 * public row, so both agree.
 */
export async function projectDevelopments(tx: Transaction, developmentIds: number[]): Promise<void> {
  if (developmentIds.length === 0) return;
  await tx.delete(publications).where(inArray(publications.developmentId, developmentIds));
  const versions = await readVersions(tx, developmentIds);
  if (versions.length === 0) return;
  const names = await listNamed(tx, versions);
  const given = await readScores(tx, developmentIds);

  const inserted = await tx
    .insert(publications)
    .values(versions.map((version) => publicationRow(version, names)))
    .returning({ id: publications.id, reviewId: publications.reviewId });
  const idOfReview = new Map(inserted.map((row) => [row.reviewId, row.id]));

  const parts = { areas: [], actors: [], bodies: [], sources: [] } as {
    areas: (typeof publicationAreas.$inferInsert)[];
    actors: (typeof publicationActors.$inferInsert)[];
    bodies: (typeof publicationBodies.$inferInsert)[];
    sources: (typeof publicationSources.$inferInsert)[];
  };
  for (const version of versions) {
    const publicationId = idOfReview.get(version.reviewId);
    if (publicationId === undefined) throw new Error("A publication was not stored.");
    const { content } = version;
    for (const [ordinal, areaSlug] of content.areaSlugs.entries()) {
      const directions = given
        .filter((score) => score.developmentId === version.developmentId && score.areaSlug === areaSlug)
        .filter((score) => version.knownUntil === null || score.scoredAt < version.knownUntil);
      parts.areas.push({ publicationId, areaSlug, ordinal, ...summariseScores(latestPerScorer(directions)) });
    }
    for (const [ordinal, actor] of content.actors.entries()) {
      parts.actors.push({ publicationId, actorSlug: actor.slug, role: actor.role, ordinal });
    }
    for (const [ordinal, bodySlug] of content.affectedBodySlugs.entries()) {
      parts.bodies.push({ publicationId, bodySlug, ordinal });
    }
    for (const [ordinal, source] of content.sources.entries()) {
      parts.sources.push({ publicationId, ordinal, url: source.url });
    }
  }
  if (parts.areas.length) await tx.insert(publicationAreas).values(parts.areas);
  if (parts.actors.length) await tx.insert(publicationActors).values(parts.actors);
  if (parts.bodies.length) await tx.insert(publicationBodies).values(parts.bodies);
  if (parts.sources.length) await tx.insert(publicationSources).values(parts.sources);
}

type Version = {
  developmentId: number;
  revisionId: number;
  reviewId: number;
  slug: string;
  backfill: boolean;
  content: DevelopmentContent;
  knownFrom: Date;
  knownUntil: Date | null;
  firstKnownAt: Date;
};

async function readVersions(tx: Transaction, developmentIds: number[]): Promise<Version[]> {
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
      knownFrom: decidedAt,
      knownUntil: next?.developmentId === row.developmentId ? next.decidedAt : null,
      firstKnownAt: first?.decidedAt ?? decidedAt,
    };
  });
}

type Names = { bodies: Map<string, string>; actors: Map<string, string> };

/** The searchable names of everybody in these versions. Whoever was only proposed is listed from now on. */
async function listNamed(tx: Transaction, versions: Version[]): Promise<Names> {
  const contents = versions.map((version) => version.content);
  const bodySlugs = [...new Set(contents.flatMap((content) => [content.bodySlug ?? "", ...content.affectedBodySlugs]))];
  const actorSlugs = [...new Set(contents.flatMap((content) => content.actors.map((actor) => actor.slug)))];
  await tx
    .update(bodies)
    .set({ listing: "listed" })
    .where(and(inArray(bodies.slug, bodySlugs), eq(bodies.listing, "proposed")));
  await tx
    .update(actors)
    .set({ listing: "listed" })
    .where(and(inArray(actors.slug, actorSlugs), eq(actors.listing, "proposed")));
  const bodyRows = await tx.select().from(bodies).where(inArray(bodies.slug, bodySlugs));
  const actorRows = await tx.select().from(actors).where(inArray(actors.slug, actorSlugs));
  return {
    bodies: new Map(
      bodyRows.map((row) => [
        row.slug,
        [row.name, row.acronym, row.shortName, ...row.aliases].filter(Boolean).join(" "),
      ]),
    ),
    actors: new Map(actorRows.map((row) => [row.slug, [row.name, ...row.aliases].join(" ")])),
  };
}

async function readScores(tx: Transaction, developmentIds: number[]) {
  return tx.select().from(scores).where(inArray(scores.developmentId, developmentIds)).orderBy(asc(scores.id));
}

function latestPerScorer(given: { scorerId: string; direction: number | null }[]): (number | null)[] {
  return [...new Map(given.map((score) => [score.scorerId, score.direction])).values()];
}

function publicationRow(version: Version, names: Names) {
  const { content, knownFrom, knownUntil, ...identity } = version;
  const { bodySlug, status, decidedOn, datePrecision, period } = content;
  if (!bodySlug || !status || !decidedOn || !datePrecision || !period) {
    throw new Error(`Revision ${version.revisionId} was approved incomplete.`);
  }
  return {
    ...identity,
    knownFrom,
    knownUntil,
    retracted: content.retractedBecause !== null,
    title: content.title,
    lead: leadOf(content.summary),
    type: content.type,
    status,
    decidedOn,
    datePrecision,
    takesEffectOn: content.takesEffectOn,
    period,
    position: timelinePosition(decidedOn, period),
    bodySlug,
    link: content.linkToWithdrawal,
    sourceCount: content.sources.length,
    primarySourceCount: content.sources.filter((source) => source.kind === "primary").length,
    search: searchVector(content, names),
  };
}

/** Word forms and plain words, weighted: title A, bodies B, summary C, actors and sources D. */
function searchVector(content: DevelopmentContent, names: Names) {
  const bodyNames = [content.bodySlug ?? "", ...content.affectedBodySlugs].map((slug) => names.bodies.get(slug) ?? "");
  const actorNames = content.actors.map((actor) => names.actors.get(actor.slug) ?? "");
  const sourceTexts = content.sources.flatMap((source) => [source.title, source.publisher]);
  const parts = [
    ["A", content.title],
    ["B", bodyNames.join(". ")],
    ["C", plainSummary(content.summary)],
    ["D", [...actorNames, ...sourceTexts].join(". ")],
  ] as const;
  const vectors = parts.flatMap(([weight, text]) =>
    (["plenary", "plenary_plain"] as const).map(
      (config) => sql`setweight(to_tsvector(${sql.raw(`'${config}'`)}, ${text}), ${sql.raw(`'${weight}'`)})`,
    ),
  );
  return sql<string>`${sql.join(vectors, sql` || `)}`;
}
