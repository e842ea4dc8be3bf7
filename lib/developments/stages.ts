import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { developments, publications as p, publicationStages, reviews, revisions } from "@/db/schema";
import { Invalid } from "@/lib/errors";

/** Developments that are stages of one another. */

export type Approved = { content: DevelopmentContent; approvedAt: Date };

export type Carried = Map<string, { id: number; versions: Approved[] }>;

/** The approved versions of developments, by slug, and of all that any of these versions carries forward. */
export async function listCarried(tx: Transaction, slugs: string[]): Promise<Carried> {
  const found: Carried = new Map();
  for (let asked = [...new Set(slugs)]; asked.length > 0; ) {
    const rows = await tx
      .select({
        id: developments.id,
        slug: sql<string>`${developments.slug}`,
        content: revisions.content,
        approvedAt: sql<Date>`${reviews.decidedAt}`.mapWith(reviews.decidedAt),
      })
      .from(developments)
      .innerJoin(reviews, and(eq(reviews.developmentId, developments.id), eq(reviews.outcome, "approved")))
      .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
      .where(inArray(developments.slug, asked))
      .orderBy(asc(reviews.decidedAt));
    for (const { id, slug, ...version } of rows) {
      const one = found.get(slug) ?? { id, versions: [] };
      one.versions.push(version);
      found.set(slug, one);
    }
    const next = rows.flatMap(({ content }) => content.carriesForward);
    asked = [...new Set(next)].filter((slug) => !found.has(slug));
  }
  return found;
}

/** All that these stages lead back to, each with the versions that `until` leaves of it: only their links are followed. */
export function followStages(
  slugs: string[],
  carried: Carried,
  until: (versions: Approved[]) => Approved[],
): Map<string, Approved[]> {
  const found = new Map<string, Approved[]>();
  // A map is walked to its end, also to what is added on the way.
  const add = (slug: string) => {
    if (!found.has(slug)) found.set(slug, until(carried.get(slug)?.versions ?? []));
  };
  slugs.forEach(add);
  for (const versions of found.values()) {
    for (const { content } of versions) content.carriesForward.forEach(add);
  }
  return found;
}

/** Developments that carry these forward, at whatever distance: their days may change with these. */
export async function listCarrying(tx: Transaction, developmentIds: number[]): Promise<number[]> {
  const found = new Set(developmentIds);
  // Step by step, each by its index: in one recursive statement every publication would be read to join the second step.
  for (let asked = developmentIds; asked.length > 0; ) {
    const rows = await tx
      .selectDistinct({ id: p.developmentId })
      .from(publicationStages)
      .innerJoin(p, eq(p.id, publicationStages.publicationId))
      .where(inArray(publicationStages.carriedId, asked));
    asked = rows.map(({ id }) => id).filter((id) => !found.has(id));
    for (const id of asked) found.add(id);
  }
  return [...found].filter((id) => !developmentIds.includes(id));
}

/** Refuses stages that are not published, and any that in the end carries this development forward itself. */
export async function requireStages(tx: Transaction, developmentId: number, carriesForward: string[]): Promise<void> {
  if (carriesForward.length === 0) return;
  // Two approvals at once could each close a half of a circle.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary stages'))`);
  const published = await tx
    .select({ slug: p.slug })
    .from(p)
    .where(and(inArray(p.slug, carriesForward), isNull(p.knownUntil)));
  const missing = carriesForward.filter((slug) => !published.some((row) => row.slug === slug));
  if (missing.length > 0) {
    throw new Invalid({ carriesForward: `“${missing[0]}” is not published: choose a published development.` });
  }
  const carried = await listCarried(tx, carriesForward);
  // As they are now: a link that was corrected may be turned round.
  const stages = followStages(carriesForward, carried, (versions) => versions.slice(-1));
  if ([...stages.keys()].some((slug) => carried.get(slug)?.id === developmentId)) {
    throw new Invalid({
      carriesForward: "This goes in a circle: what is named here carries this development forward.",
    });
  }
}
