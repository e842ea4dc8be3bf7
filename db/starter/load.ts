import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record";
import { projectDevelopments } from "@/lib/developments/project";
import { contentSchema } from "@/lib/developments/schema";
import { appendRevision } from "@/lib/revisions/append";
import type { Database, Transaction } from "../client";
import * as schema from "../schema";
import type { Scope } from "../vocabulary";
import { readStarterFile, type StarterDevelopment } from "./files";

/** Signs what the starter data says: directions are one reader's suggestion, texts were not reviewed here. */
export const starterPersonName = "Starter data (one reader, November 2026)";

/**
 * Loads the starter data into a database without developments, in one transaction; otherwise changes
 * nothing. What it loads is marked as backfill and becomes known at `now`.
 */
export async function loadStarterData(db: Database, now: Date): Promise<{ loaded: boolean }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary starter data'))`);
    const [existing] = await tx.select({ id: schema.developments.id }).from(schema.developments).limit(1);
    if (existing) return { loaded: false };
    await loadAreas(tx, now);
    await loadBodies(tx);
    await loadActors(tx);
    await loadDevelopments(tx, now);
    await loadWithdrawalList(tx);
    await loadDatesClaimsAndSources(tx);
    return { loaded: true };
  });
}

async function loadAreas(tx: Transaction, now: Date) {
  const { groups, areas, audiences } = await readStarterFile("impact-areas");
  await tx
    .insert(schema.areaGroups)
    .values(groups.map(({ slug, name, description }, position) => ({ slug, name, description, position })));
  await tx
    .insert(schema.impactAreas)
    .values(areas.map(({ group, ...area }, position) => ({ ...area, groupSlug: group, position })));
  await tx
    .insert(schema.areaVersions)
    .values(areas.map(({ slug, group: _, ...wording }) => ({ ...wording, areaSlug: slug, number: 1, writtenAt: now })));
  await tx
    .insert(schema.audiences)
    .values(audiences.map(({ slug, name, showFirst }, position) => ({ slug, name, showFirst, position })));
  await tx
    .insert(schema.audienceAreas)
    .values(
      audiences.flatMap((audience) =>
        audience.areas.map((areaSlug, position) => ({ audienceSlug: audience.slug, areaSlug, position })),
      ),
    );
}

async function loadBodies(tx: Transaction) {
  const bodies = await readStarterFile("bodies");
  const shortNames = await readStarterFile("short-names");
  const countries = await readStarterFile("countries");
  const comparisonBodies = new Set(await readStarterFile("comparison-bodies"));
  const known = new Set<string>();
  // Parents first, whatever the order of the file.
  for (let left = bodies; left.length > 0; left = left.filter((body) => !known.has(body.slug))) {
    const ready = left.filter((body) => body.parent === null || known.has(body.parent));
    if (ready.length === 0)
      throw new Error(`Bodies whose parent is missing: ${left.map((body) => body.slug).join(", ")}`);
    await tx.insert(schema.bodies).values(
      ready.map(({ parent, usParticipation: _, ...body }) => ({
        ...body,
        parentSlug: parent,
        shortName: shortNames[body.slug] ?? null,
        country: countries[body.slug] ?? null,
        scope: comparisonBodies.has(body.slug) ? ("comparison" as const) : ("internet" as const),
        aliases: body.nameInMemorandum && body.nameInMemorandum !== body.name ? [body.nameInMemorandum] : [],
        listing: "listed" as const,
      })),
    );
    for (const body of ready) known.add(body.slug);
  }
  await tx
    .insert(schema.usParticipation)
    .values(
      bodies.flatMap((body) =>
        body.usParticipation.map((stage, position) => ({ ...stage, bodySlug: body.slug, position })),
      ),
    );
}

async function loadActors(tx: Transaction) {
  const { groups, actors } = await readStarterFile("actors");
  await tx.insert(schema.actorGroups).values(groups);
  await tx
    .insert(schema.actors)
    .values(actors.map(({ groups: _, ...actor }) => ({ ...actor, listing: "listed" as const })));
  await tx
    .insert(schema.actorGroupMembers)
    .values(actors.flatMap((actor) => actor.groups.map((groupSlug) => ({ groupSlug, actorSlug: actor.slug }))));
}

async function loadDevelopments(tx: Transaction, now: Date) {
  const [reader] = await tx
    .insert(schema.people)
    .values({ name: starterPersonName, role: "contributor", active: false, createdAt: now })
    .returning();
  if (!reader) throw new Error("The signer of the starter data was not stored.");
  // Oldest first, so that of two on one day the one named first in the file stands first on the timeline.
  const developments = (await readStarterFile("developments")).reverse();
  const comparisonCases = new Set(await readStarterFile("comparison-cases"));
  const published: number[] = [];
  for (const development of developments) {
    const id = await loadDevelopment(tx, development, {
      readerId: reader.id,
      now,
      scope: comparisonCases.has(development.slug) ? "comparison" : "internet",
    });
    if (development.editorialState === "published") published.push(id);
  }
  await projectDevelopments(tx, published);
  await recordAudit(tx, {
    at: now,
    personId: null,
    action: "starter-data.loaded",
    subject: "record",
    detail: { developments: developments.length, published: published.length },
  });
}

async function loadDevelopment(
  tx: Transaction,
  development: StarterDevelopment,
  { readerId, now, scope }: { readerId: string; now: Date; scope: Scope },
) {
  const { slug, editorialState, impacts, verificationNote, ...said } = development;
  const content = contentSchema.parse({
    ...said,
    areaSlugs: impacts.map((impact) => impact.area),
    verificationNote: verificationNote ?? "",
    noteForReviewer: "",
    retractedBecause: null,
    mergedInto: null,
    scope,
    form: null,
    carriesForward: [],
  });
  const [row] = await tx
    .insert(schema.developments)
    .values({ slug, state: editorialState, createdBy: readerId, createdAt: now })
    .returning();
  if (!row) throw new Error(`${slug} was not stored.`);
  const revision = await appendRevision(tx, {
    developmentId: row.id,
    base: null,
    authorId: readerId,
    recordedAt: now,
    backfill: true,
    content,
  });
  const approvedRevisionId = editorialState === "published" ? revision.id : null;
  await tx
    .update(schema.developments)
    .set({ headRevisionId: revision.id, approvedRevisionId })
    .where(sql`id = ${row.id}`);
  const scored = impacts.filter((impact) => impact.direction !== null);
  if (scored.length > 0) {
    await tx.insert(schema.scores).values(
      scored.map((impact) => ({
        developmentId: row.id,
        areaSlug: impact.area,
        areaVersion: 1,
        scorerId: readerId,
        direction: impact.direction,
        reason: impact.rationale ?? "",
        scoredAt: now,
        backfill: true,
      })),
    );
  }
  if (editorialState === "published") {
    await tx.insert(schema.reviews).values({
      developmentId: row.id,
      revisionId: revision.id,
      submittedBy: readerId,
      submittedAt: now,
      outcome: "approved",
      decidedAt: now,
    });
  }
  return row.id;
}

async function loadWithdrawalList(tx: Transaction) {
  const { entries, developmentSlug, instrument, sourceUrl, inclusionRule } = await readStarterFile("withdrawal-list");
  await tx.insert(schema.withdrawalLists).values({ developmentSlug, instrument, sourceUrl, inclusionRule });
  await tx.insert(schema.withdrawalEntries).values(entries);
}

async function loadDatesClaimsAndSources(tx: Transaction) {
  const { milestones, exitRules } = await readStarterFile("milestones");
  await tx.insert(schema.milestones).values(milestones);
  await tx.insert(schema.exitRules).values(exitRules);
  const { source, claims } = await readStarterFile("claims");
  const sourceSlug = "us-withdraws-from-internet-freedom-bodies";
  await tx.insert(schema.claimSources).values({ ...source, slug: sourceSlug });
  await tx.insert(schema.claims).values(claims.map((claim, position) => ({ ...claim, sourceSlug, position })));
  await tx.insert(schema.watchedSources).values(await readStarterFile("watched-sources"));
}
