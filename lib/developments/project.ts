import { and, asc, eq, inArray } from "drizzle-orm";
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
import { firstSentence, plainSummary } from "./lead";
import { marksOf } from "./marks";
import { timelinePosition } from "./rules";
import { type SearchNames, searchVector } from "./search";
import { type Change, changeCounts, changeLists, countChange, type Differences, tallied } from "./tally";

/** Writes what the public sees of these developments from their approved revisions, and all that is counted by it. */
export async function projectDevelopments(tx: Transaction, developmentIds: number[]): Promise<void> {
  const change = await replacePublications(tx, developmentIds);
  const differences: Differences = new Map();
  countChange(differences, change);
  await changeLists(tx, change);
  await changeCounts(tx, differences);
}

/**
 * Replaces the public rows of these developments. Publishing does it for one development, the rebuild for all: there
 * is no other way to a public row, so both agree.
 */
export async function replacePublications(tx: Transaction, developmentIds: number[]): Promise<Change> {
  if (developmentIds.length === 0) return { before: [], after: [] };
  const before = await tx
    .delete(publications)
    .where(inArray(publications.developmentId, developmentIds))
    .returning(tallied);
  const versions = await readVersions(tx, developmentIds);
  const after = versions.length > 0 ? await insertPublications(tx, developmentIds, versions) : [];
  return { before, after };
}

async function insertPublications(tx: Transaction, developmentIds: number[], versions: Version[]) {
  const names = await listNamed(tx, versions);
  const given = await readScores(tx, developmentIds);
  const impacts = new Map(versions.map((version) => [version, impactsOf(version, given)]));
  const inserted = await tx
    .insert(publications)
    .values(versions.map((version) => publicationRow(version, impacts.get(version) ?? [], names)))
    .returning({ ...tallied, id: publications.id, reviewId: publications.reviewId });
  const idOfReview = new Map(inserted.map((row) => [row.reviewId, row.id]));
  /** A row for each part of each version, numbered within it. */
  const rowsOf = <Part, Row>(parts: (version: Version) => Part[], row: (part: Part) => Row) =>
    versions.flatMap((version) => {
      const publicationId = idOfReview.get(version.reviewId);
      if (publicationId === undefined) throw new Error("A publication was not stored.");
      return parts(version).map((part, ordinal) => ({ publicationId, ordinal, ...row(part) }));
    });
  const areas = rowsOf(
    (version) => impacts.get(version) ?? [],
    (impact) => impact,
  );
  const named = rowsOf(
    ({ content }) => content.actors,
    ({ slug, role }) => ({ actorSlug: slug, role }),
  );
  const concerned = rowsOf(
    ({ content }) => content.affectedBodySlugs,
    (bodySlug) => ({ bodySlug }),
  );
  const sources = rowsOf(
    ({ content }) => content.sources,
    ({ url }) => ({ url }),
  );
  if (areas.length) await tx.insert(publicationAreas).values(areas);
  if (named.length) await tx.insert(publicationActors).values(named);
  if (concerned.length) await tx.insert(publicationBodies).values(concerned);
  if (sources.length) await tx.insert(publicationSources).values(sources);
  return inserted;
}

type Given = typeof scores.$inferSelect;

/** The impacts of a version with what was scored while it was the known one. */
function impactsOf(version: Version, given: Map<number, Given[]>) {
  return version.content.areaSlugs.map((areaSlug) => {
    const directions = (given.get(version.developmentId) ?? [])
      .filter((score) => score.areaSlug === areaSlug)
      .filter((score) => version.knownUntil === null || score.scoredAt < version.knownUntil);
    return { areaSlug, ...summariseScores(latestPerScorer(directions)) };
  });
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

/** The searchable names of everybody in these versions. Whoever was only proposed is listed from now on. */
async function listNamed(tx: Transaction, versions: Version[]): Promise<SearchNames> {
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

async function readScores(tx: Transaction, developmentIds: number[]): Promise<Map<number, Given[]>> {
  const rows = await tx
    .select()
    .from(scores)
    .where(inArray(scores.developmentId, developmentIds))
    .orderBy(asc(scores.id));
  const given = new Map<number, Given[]>();
  for (const score of rows) given.set(score.developmentId, [...(given.get(score.developmentId) ?? []), score]);
  return given;
}

function latestPerScorer(given: { scorerId: string; direction: number | null }[]): (number | null)[] {
  return [...new Map(given.map((score) => [score.scorerId, score.direction])).values()];
}

function publicationRow(version: Version, areas: ReturnType<typeof impactsOf>, names: SearchNames) {
  const { content, knownFrom, knownUntil, ...identity } = version;
  const { bodySlug, status, decidedOn, datePrecision, period } = content;
  if (!bodySlug || !status || !decidedOn || !datePrecision || !period) {
    throw new Error(`Revision ${version.revisionId} was approved incomplete.`);
  }
  const { type, linkToWithdrawal: link, actors, affectedBodySlugs } = content;
  const summary = plainSummary(content.summary);
  const said = { type, status, decidedOn, datePrecision, period, bodySlug, link };
  return {
    ...identity,
    ...said,
    knownFrom,
    knownUntil,
    retracted: content.retractedBecause !== null,
    title: content.title,
    lead: firstSentence(summary),
    plainSummary: summary,
    takesEffectOn: content.takesEffectOn,
    position: timelinePosition(decidedOn, period),
    sourceCount: content.sources.length,
    primarySourceCount: content.sources.filter((source) => source.kind === "primary").length,
    marks: marksOf({ ...said, areas, actors, affectedBodySlugs }),
    search: searchVector(content, summary, names),
  };
}
