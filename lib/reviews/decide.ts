import { eq, max, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { developments, people, reviews, revisions } from "@/db/schema";
import type { ReviewOutcome } from "@/db/vocabulary";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { freeSlugs } from "@/lib/developments/free-slugs";
import { type LockedDevelopment, lockDevelopment, settleState } from "@/lib/developments/locked";
import { requireMergeTarget } from "@/lib/developments/merged";
import { projectDevelopments } from "@/lib/developments/project";
import { missingForReview } from "@/lib/developments/rules";
import { requireStages } from "@/lib/developments/stages";
import { type ChangeNote, recordCorrection, requireChangeNote } from "@/lib/digests/corrections";
import { waitForFreeze } from "@/lib/digests/entries";
import { Conflict, Invalid, NotFound } from "@/lib/errors";
import { hasWords } from "@/lib/text";

type Decided = { developmentId: number; slug: string | null; retracted: boolean };

/**
 * A second person's yes: publishes the revision at once. The same yes twice is one publication. What stood in a letter
 * needs a note on whether its readers must hear of the change.
 */
export async function approveReview(ctx: Context, reviewId: number, note: ChangeNote | null = null): Promise<Decided> {
  return decide(ctx, reviewId, "approved", null, async (tx, review, development) => {
    const missing = missingForReview(review.revision.content);
    if (Object.keys(missing).length > 0) throw new Invalid(missing);
    const { developmentId: id, revision } = review;
    await requireStages(tx, id, revision.content.carriesForward);
    await requireMergeTarget(tx, id, revision.content.mergedInto);
    const retracts = revision.content.retractedBecause !== null;
    const change = { developmentId: id, retracts, restores: development.state === "retracted" && !retracts };
    const sent = await requireChangeNote({ db: tx, now: ctx.now }, change, note);
    await giveSlug(tx, development, revision.content.title);
    return () => recordCorrection(tx, review, sent, note);
  });
}

/** Sends a revision back to its author with what should change. */
export async function requestChanges(ctx: Context, reviewId: number, reason: string): Promise<Decided> {
  if (!hasWords(reason)) throw new Invalid({ reason: "Say what should change, so that the author can do it." });
  return decide(ctx, reviewId, "changes-requested", reason.trim());
}

/** Takes a request for review back, unanswered; the revisions stay. */
export async function withdrawReview(ctx: Context, reviewId: number): Promise<Decided> {
  return decide(ctx, reviewId, "withdrawn", null);
}

type Found = typeof reviews.$inferSelect & { revision: typeof revisions.$inferSelect };

async function decide(
  ctx: Context,
  reviewId: number,
  outcome: ReviewOutcome,
  reason: string | null,
  /** What is done before, and what it returns, after the outcome stands. */
  before?: (tx: Transaction, review: Found, development: LockedDevelopment) => Promise<() => Promise<void>>,
): Promise<Decided> {
  const { db, caller, now } = ctx;
  return db.transaction(async (tx) => {
    const [known] = await tx.select().from(reviews).where(eq(reviews.id, reviewId));
    if (!known) throw new NotFound("There is no such request for review.");
    // Before the development is locked: a freeze holds approvals back, and then asks for developments itself.
    if (outcome === "approved") await waitForFreeze(tx);
    const development = await lockDevelopment(tx, known.developmentId);
    const [review, authors] = await Promise.all([
      readReview(tx, reviewId),
      tx.execute<{ id: string }>(sql`select unapproved_authors(${known.revisionId}) as id`),
    ]);
    requireCan(caller, outcome === "withdrawn" ? "review.withdraw" : "review.decide", {
      submittedBy: review.submittedBy,
      authors: [...authors].map((row) => row.id),
    });
    if (review.outcome === outcome && review.decidedBy === caller.id) {
      return { developmentId: development.id, slug: development.slug, retracted: development.state === "retracted" };
    }
    if (review.outcome !== null) throw await alreadyDecided(tx, review);
    const after = await before?.(tx, review, development);
    await tx
      .update(reviews)
      .set({ outcome, decidedBy: caller.id, decidedAt: await notBefore(tx, development.id, now), reason })
      .where(eq(reviews.id, review.id));
    if (outcome === "approved") await projectDevelopments(tx, [development.id]);
    await after?.();
    const state = await settleState(tx, development.id);
    const [[told]] = await Promise.all([
      tx.select({ slug: developments.slug }).from(developments).where(eq(developments.id, development.id)),
      recordAudit(tx, {
        at: now,
        personId: caller.id,
        action: `review.${outcome}`,
        subject: `development:${development.id}`,
        detail: { revision: review.revision.number, review: review.id },
      }),
    ]);
    return { developmentId: development.id, slug: told?.slug ?? null, retracted: state === "retracted" };
  });
}

/** Clocks of several processes differ a little: a decision never lies before the one it follows. */
async function notBefore(tx: Transaction, developmentId: number, now: Date): Promise<Date> {
  const [last] = await tx
    .select({ at: max(reviews.decidedAt) })
    .from(reviews)
    .where(eq(reviews.developmentId, developmentId));
  return last?.at && last.at > now ? last.at : now;
}

async function readReview(tx: Transaction, reviewId: number): Promise<Found> {
  const [row] = await tx
    .select({ review: reviews, revision: revisions })
    .from(reviews)
    .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
    .where(eq(reviews.id, reviewId));
  if (!row) throw new NotFound("There is no such request for review.");
  return { ...row.review, revision: row.revision };
}

async function alreadyDecided(tx: Transaction, review: Found) {
  const [decider] = review.decidedBy
    ? await tx.select({ name: people.name }).from(people).where(eq(people.id, review.decidedBy))
    : [];
  const words = { approved: "approved", "changes-requested": "sent back", withdrawn: "withdrawn" };
  const what = review.outcome ? words[review.outcome] : "decided";
  return new Conflict(`This was ${what} meanwhile${decider ? ` by ${decider.name}` : ""}.`, {
    outcome: review.outcome,
  });
}

/** Gives a development its address at the first approval, for ever. */
async function giveSlug(tx: Transaction, development: LockedDevelopment, title: string): Promise<void> {
  if (development.slug !== null) return;
  const [slug] = await freeSlugs(tx, [title]);
  await tx.update(developments).set({ slug }).where(eq(developments.id, development.id));
}
