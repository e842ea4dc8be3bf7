import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import {
  actorGroupMembers,
  actors,
  bodies,
  dataVersions,
  listedVersions,
  publicationActors,
  publicationAreas,
  publicationBodies,
  publicationSources,
  publicationStages,
  publications,
} from "@/db/schema";
import { type StageSpan, stageSpans } from "@/db/vocabulary";
import { firstSentence, plainSummary } from "./lead";
import { type Change, changeLists, listedBy } from "./listed-marks";
import { marksOf } from "./marks";
import { timelinePosition } from "./rules";
import { type SearchNames, searchVector } from "./search";
import { type Carried, listCarried, listCarrying } from "./stages";
import {
  daysOf,
  type Given,
  type Impact,
  impactsOf,
  readScores,
  readVersions,
  splitSpans,
  type Version,
} from "./versions";

/**
 * Writes what the public sees of these developments from their approved revisions, and all that is counted by it. What
 * does not wait for each other goes to the database together: others stand in line meanwhile.
 */
export async function projectDevelopments(tx: Transaction, developmentIds: number[]): Promise<void> {
  // One after another, from the first read on: two may touch the same later stage.
  const [data] = await tx.select().from(dataVersions).for("update");
  const ids = [...developmentIds, ...(await listCarrying(tx, developmentIds))];
  const change = await replacePublications(tx, ids);
  await Promise.all([noteListed(tx, ids, (data?.version ?? 0) + 1), changeLists(tx, change)]);
}

/** Nobody has seen this version yet, and whoever sees a later one sees all of it. */
async function noteListed(tx: Transaction, developmentIds: number[], version: number): Promise<void> {
  if (developmentIds.length === 0) return;
  await tx
    .insert(listedVersions)
    .values([...new Set(developmentIds)].map((developmentId) => ({ developmentId, version })))
    .onConflictDoUpdate({ target: listedVersions.developmentId, set: { version } });
}

/**
 * Replaces the public rows of these developments. Publishing does it for one development, the rebuild for all: there
 * is no other way to a public row, so both agree.
 */
export async function replacePublications(tx: Transaction, developmentIds: number[]): Promise<Change> {
  if (developmentIds.length === 0) return { before: [], after: [] };
  const [before, given, approved] = await Promise.all([
    tx.delete(publications).where(inArray(publications.developmentId, developmentIds)).returning(listedBy),
    readScores(tx, developmentIds),
    readVersions(tx, developmentIds),
  ]);
  const carried = await listCarried(
    tx,
    approved.flatMap(({ content }) => content.carriesForward),
  );
  const versions = approved.flatMap((version) => splitSpans(version, given.get(version.developmentId) ?? [], carried));
  const after = versions.length > 0 ? await insertPublications(tx, { given, carried }, versions) : [];
  return { before, after };
}

async function insertPublications(
  tx: Transaction,
  { given, carried }: { given: Map<number, Given[]>; carried: Carried },
  versions: Version[],
) {
  const names = await listNamed(tx, versions);
  const impacts = new Map(versions.map((version) => [version, impactsOf(version, given)]));
  const rows = versions.map((version) =>
    publicationRow(version, impacts.get(version) ?? [], { names, spans: daysOf(version, versions, carried) }),
  );
  const inserted = (
    await Promise.all(
      slices(rows).map((some) =>
        tx
          .insert(publications)
          .values(some)
          .returning({
            ...listedBy,
            id: publications.id,
            reviewId: publications.reviewId,
            knownFrom: publications.knownFrom,
          }),
      ),
    )
  ).flat();
  const keyOf = (row: Pick<Version, "reviewId" | "knownFrom">) => `${row.reviewId} ${row.knownFrom.getTime()}`;
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]));
  /** A row for each part of each version, numbered within it. */
  const rowsOf = <Part, Row>(parts: (version: Version) => Part[], row: (part: Part) => Row) =>
    versions.flatMap((version) => {
      const publicationId = ids.get(keyOf(version));
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
  const stages = rowsOf(
    ({ content }) => content.carriesForward.flatMap((slug) => carried.get(slug)?.id ?? []),
    (carriedId) => ({ carriedId }),
  );
  await Promise.all([
    ...slices(stages).map((some) => tx.insert(publicationStages).values(some)),
    ...slices(areas).map((some) => tx.insert(publicationAreas).values(some)),
    ...slices(named).map((some) => tx.insert(publicationActors).values(some)),
    ...slices(concerned).map((some) => tx.insert(publicationBodies).values(some)),
    ...slices(sources).map((some) => tx.insert(publicationSources).values(some)),
  ]);
  return inserted;
}

/** A statement takes 65,535 values at most, and a row of a publication is some thirty. */
const rowsAtOnce = 1_000;

const slices = <Row>(rows: Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, place) =>
    rows.slice(place * rowsAtOnce, (place + 1) * rowsAtOnce),
  );

type Named = SearchNames & { groups: Map<string, string[]> };

/** The searchable names of everybody in these versions. Whoever was only proposed is listed from now on. */
async function listNamed(tx: Transaction, versions: Version[]): Promise<Named> {
  const contents = versions.map((version) => version.content);
  const bodySlugs = [...new Set(contents.flatMap((content) => [content.bodySlug ?? "", ...content.affectedBodySlugs]))];
  const actorSlugs = [...new Set(contents.flatMap((content) => content.actors.map((actor) => actor.slug)))];
  const [bodyRows, actorRows, memberRows] = await Promise.all([
    tx.select().from(bodies).where(inArray(bodies.slug, bodySlugs)),
    tx.select().from(actors).where(inArray(actors.slug, actorSlugs)),
    tx.select().from(actorGroupMembers).where(inArray(actorGroupMembers.actorSlug, actorSlugs)),
  ]);
  // Seldom: each of these statements raises the data version, also where it finds nothing.
  if (bodyRows.some(({ listing }) => listing === "proposed")) {
    const proposed = and(inArray(bodies.slug, bodySlugs), eq(bodies.listing, "proposed"));
    await tx.update(bodies).set({ listing: "listed" }).where(proposed);
  }
  if (actorRows.some(({ listing }) => listing === "proposed")) {
    const proposed = and(inArray(actors.slug, actorSlugs), eq(actors.listing, "proposed"));
    await tx.update(actors).set({ listing: "listed" }).where(proposed);
  }
  const groups = new Map<string, string[]>();
  for (const { actorSlug, groupSlug } of memberRows)
    groups.set(actorSlug, [...(groups.get(actorSlug) ?? []), groupSlug]);
  return {
    bodies: new Map(
      bodyRows.map((row) => [
        row.slug,
        [row.name, row.acronym, row.shortName, ...row.aliases].filter(Boolean).join(" "),
      ]),
    ),
    actors: new Map(actorRows.map((row) => [row.slug, [row.name, ...row.aliases].join(" ")])),
    groups,
  };
}

function publicationRow(
  version: Version,
  areas: Impact[],
  { names, spans }: { names: Named; spans: Record<StageSpan, number | null> },
) {
  const { content, ...identity } = version;
  const { bodySlug, status, decidedOn, datePrecision, period } = content;
  if (!bodySlug || !status || !decidedOn || !datePrecision || !period) {
    throw new Error(`Revision ${version.revisionId} was approved incomplete.`);
  }
  const { type, linkToWithdrawal: link, actors, affectedBodySlugs, scope, form } = content;
  const summary = plainSummary(content.summary);
  const said = { type, status, decidedOn, datePrecision, period, bodySlug, link };
  return {
    ...identity,
    ...said,
    retracted: content.retractedBecause !== null,
    mergedInto: content.mergedInto,
    title: content.title,
    lead: firstSentence(summary),
    plainSummary: summary,
    takesEffectOn: content.takesEffectOn,
    daysToAdoption: spans["to-adoption"],
    daysToEffect: spans["to-effect"],
    position: timelinePosition(decidedOn, period),
    sourceCount: content.sources.length,
    primarySourceCount: content.sources.filter((source) => source.kind === "primary").length,
    marks: marksOf({
      ...said,
      ...{ scope, form, areas, actors, affectedBodySlugs },
      spans: stageSpans.filter((span) => spans[span] !== null),
      groups: names.groups,
    }),
    search: searchVector(content, summary, names),
  };
}
