import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { reviews, revisions } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context, Person } from "@/lib/context";
import { Conflict, Invalid, NotFound } from "@/lib/errors";
import type { Revision } from "@/lib/revisions/append";
import { sameValue } from "@/lib/revisions/merge";
import { advanceHead } from "./advance";
import {
  findApprovedRevision,
  findWaitingReview,
  type LockedDevelopment,
  lockDevelopment,
  settleState,
} from "./locked";
import { requireMergeTarget } from "./merged";
import { missingForReview } from "./rules";
import { requireStages } from "./stages";

export type Review = typeof reviews.$inferSelect;

/**
 * Asks for a second person's yes to the newest revision. `revisionId` is what the editor saw: if somebody
 * saved since, nothing is sent. An earlier request that still waits is replaced.
 */
export async function submitDevelopment(ctx: Context, id: number, revisionId: number): Promise<Review> {
  const { db, caller, now } = ctx;
  return db.transaction(async (tx) => {
    const development = await lockDevelopment(tx, id);
    requireCan(caller, "development.submit", development);
    if (development.head.id !== revisionId) {
      throw new Conflict("Somebody saved a newer revision. Look at it, then send it to review.", {
        head: development.head.id,
      });
    }
    return submitHead(tx, caller, now, development);
  });
}

async function submitHead(tx: Transaction, caller: Person, now: Date, development: LockedDevelopment): Promise<Review> {
  const { id, head } = development;
  const missing = missingForReview(head.content);
  if (Object.keys(missing).length > 0) throw new Invalid(missing, "Some fields are still missing.");
  await requireStages(tx, id, head.content.carriesForward);
  await requireMergeTarget(tx, id, head.content.mergedInto);
  const approved = await findApprovedRevision(tx, id);
  if (approved && sameValue({ ...approved.content, noteForReviewer: "" }, { ...head.content, noteForReviewer: "" })) {
    throw new Invalid({ revision: "This is what readers see already. Change something before you send it to review." });
  }
  const waiting = await findWaitingReview(tx, id);
  if (waiting?.revisionId === head.id) return waiting;
  if (waiting) {
    await tx
      .update(reviews)
      .set({ outcome: "withdrawn", decidedBy: caller.id, decidedAt: now, reason: "A newer revision was sent instead." })
      .where(eq(reviews.id, waiting.id));
  }
  const [review] = await tx
    .insert(reviews)
    .values({ developmentId: id, revisionId: head.id, submittedBy: caller.id, submittedAt: now })
    .returning();
  if (!review) throw new Error("The request for review was not stored.");
  await settleState(tx, id);
  await recordAudit(tx, {
    at: now,
    personId: caller.id,
    action: "review.requested",
    subject: `development:${id}`,
    detail: { revision: head.number },
  });
  return review;
}

/** Goes back to what an older revision said, as a new revision on top; it still needs a second person's yes. */
export async function restoreRevision(ctx: Context, id: number, revisionId: number): Promise<Revision> {
  const { db, caller, now } = ctx;
  return db.transaction(async (tx) => {
    const development = await lockDevelopment(tx, id);
    requireCan(caller, "development.restore", development);
    const [older] = await tx
      .select()
      .from(revisions)
      .where(and(eq(revisions.id, revisionId), eq(revisions.developmentId, id)));
    if (!older) throw new NotFound("This development has no such revision.");
    const content = { ...older.content, noteForReviewer: "" };
    if (sameValue(content, { ...development.head.content, noteForReviewer: "" })) {
      throw new Invalid({ revision: `The newest revision says the same as revision ${older.number} already.` });
    }
    const step = { developmentId: id, base: older, caller, now, content, action: "restored" as const };
    return advanceHead(tx, { ...step, detail: { restored: older.number } });
  });
}

/**
 * Proposes that a published development be retracted: what readers see now, marked with the reason, goes to
 * review. Once a second person agrees its page stays and says why; that of a duplicate goes to what it is merged into.
 */
export async function retractDevelopment(
  ctx: Context,
  id: number,
  reason: string,
  mergedInto: string | null = null,
): Promise<Review> {
  const { db, caller, now } = ctx;
  return db.transaction(async (tx) => {
    const development = await lockDevelopment(tx, id);
    requireCan(caller, "development.retract", development);
    const approved = await findApprovedRevision(tx, id);
    if (!approved) throw new NotFound("Nothing of this development is published.");
    const content = { ...approved.content, noteForReviewer: "", retractedBecause: reason, mergedInto };
    const step = { developmentId: id, base: approved, caller, now, content, action: "retraction-proposed" as const };
    const revision = await advanceHead(tx, step);
    return submitHead(tx, caller, now, { ...development, head: revision });
  });
}
