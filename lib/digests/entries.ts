import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "@/db/client";
import type { IssueEntry } from "@/db/issue";
import { bodies, corrections, publications as p, reviews, revisions } from "@/db/schema";
import { completeRows, rowColumns } from "@/lib/developments/timeline";
import { knownBefore } from "@/lib/developments/visible";

/** What a week brought: every development with an approval in it, once, as it stood when the week closed. */

export type WeekEntry = {
  developmentId: number;
  revisionId: number;
  publicationId: number;
  decidedOn: string;
  marks: string[];
  entry: IssueEntry;
};

type Window = { startsAt: Date; endsAt: Date };

/**
 * In the order of a letter: by body, the newest first. Backfill is left out, what was retracted by then, and what was
 * only corrected in ways no reader must hear of.
 */
export async function listWeekEntries(db: Database, { startsAt, endsAt }: Window): Promise<WeekEntry[]> {
  const found = await db
    .select({ ...rowColumns, marks: p.marks, content: revisions.content })
    .from(p)
    .innerJoin(reviews, eq(reviews.id, p.reviewId))
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .where(
      and(
        eq(p.retracted, false),
        eq(p.backfill, false),
        gte(reviews.countedAt, startsAt),
        lt(reviews.countedAt, endsAt),
        knownBefore(endsAt),
        isNewsIn(p.developmentId, { startsAt, endsAt }),
      ),
    )
    .orderBy(asc(sql`lower(${bodies.name})`), sql`${p.position} desc`, asc(p.developmentId));
  const rows = await completeRows({ db }, found);
  const updated = await listUpdated(
    db,
    found.map(({ id }) => id),
    endsAt,
  );
  return found.map(({ content, marks, ...row }, index) => ({
    developmentId: row.id,
    revisionId: row.revisionId,
    publicationId: row.publicationId,
    decidedOn: row.decidedOn,
    marks,
    entry: {
      slug: row.slug,
      title: row.title,
      lead: row.lead,
      body: { slug: row.body.slug, name: row.body.name, shortName: row.body.shortName },
      decidedOn: row.decidedOn,
      datePrecision: row.datePrecision,
      status: row.status,
      type: row.type,
      link: row.link,
      areas: (rows[index]?.impacts ?? []).map(({ area, direction, median, scorers }) => ({
        ...area,
        direction,
        median,
        scorers,
      })),
      source: content.sources[0] as IssueEntry["source"],
      sources: content.sources.length,
      updated: updated.has(row.id),
    },
  }));
}

/** Whether a week approved more of a development than minor corrections of what had been sent. */
export const isNewsIn = (developmentId: AnyPgColumn | number, { startsAt, endsAt }: Window) => sql`exists (
  select from ${reviews} brought
  where brought.development_id = ${developmentId} and brought.outcome = 'approved'
    and brought.counted_at >= ${startsAt.toISOString()}::timestamptz
    and brought.counted_at < ${endsAt.toISOString()}::timestamptz
    and not exists (
      select from ${corrections} minor where minor.review_id = brought.id and not minor.material))`;

/** Those that readers had seen in an earlier version. */
async function listUpdated(db: Database, developmentIds: number[], endsAt: Date): Promise<Set<number>> {
  if (developmentIds.length === 0) return new Set();
  const rows = await db
    .select({ id: reviews.developmentId })
    .from(reviews)
    .where(and(inArray(reviews.developmentId, developmentIds), lt(reviews.countedAt, endsAt)))
    .groupBy(reviews.developmentId)
    .having(sql`count(*) > 1`);
  return new Set(rows.map((row) => row.id));
}

/** Holds approvals back until the transaction ends, and waits for those under way: see count_after_close(). */
export async function lockApprovals(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary issue'))`);
}

/** What follows in an approval knows every issue made before it; none is made until the approval ends. */
export async function waitForFreeze(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('plenary issue'))`);
}
