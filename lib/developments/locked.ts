import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { developments, reviews, revisions } from "@/db/schema";
import type { EditorialState } from "@/db/vocabulary";
import { NotFound } from "@/lib/errors";
import type { Revision } from "@/lib/revisions/append";

export type LockedDevelopment = typeof developments.$inferSelect & { head: Revision };

/**
 * A development with its newest revision, locked until the transaction ends. Every write takes this
 * lock first, so writers of one development stand in line and none can overwrite another.
 */
export async function lockDevelopment(tx: Transaction, id: number): Promise<LockedDevelopment> {
  // Both are sent at once; the second waits for the lock with the first. Rows elsewhere may be written meanwhile that
  // refer to this one: who publishes a later stage would else wait for it, and hold what this one waits for.
  const [[row], [head]] = await Promise.all([
    tx.select().from(developments).where(eq(developments.id, id)).for("no key update"),
    tx.select().from(revisions).where(eq(revisions.developmentId, id)).orderBy(desc(revisions.number)).limit(1),
  ]);
  if (!row) throw new NotFound("There is no development with this number.");
  if (!head) throw new Error(`Development ${id} has no revision.`);
  return { ...row, head };
}

export async function findWaitingReview(tx: Transaction, developmentId: number) {
  const [waiting] = await tx
    .select()
    .from(reviews)
    .where(and(eq(reviews.developmentId, developmentId), isNull(reviews.outcome)));
  return waiting ?? null;
}

/** The approved revision the public sees now, retracted or not; null before the first approval. */
export async function findApprovedRevision(tx: Transaction, developmentId: number): Promise<Revision | null> {
  const [row] = await tx
    .select({ revision: revisions })
    .from(reviews)
    .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
    .where(and(eq(reviews.developmentId, developmentId), eq(reviews.outcome, "approved")))
    .orderBy(desc(reviews.decidedAt), desc(reviews.id))
    .limit(1);
  return row?.revision ?? null;
}

/** Writes the editorial state and the approved revision that follow from reviews. */
export async function settleState(tx: Transaction, developmentId: number): Promise<EditorialState> {
  const [approved, waiting] = await Promise.all([
    findApprovedRevision(tx, developmentId),
    findWaitingReview(tx, developmentId),
  ]);
  const state = approved
    ? approved.content.retractedBecause === null
      ? "published"
      : "retracted"
    : waiting
      ? "in-review"
      : "draft";
  await tx
    .update(developments)
    .set({ state, approvedRevisionId: approved?.id ?? null })
    .where(sql`${developments.id} = ${developmentId}`);
  return state;
}
