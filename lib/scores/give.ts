import { and, desc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { impactAreas, publications as p, publicationAreas, scoreComments, scores } from "@/db/schema";
import { findWording } from "@/lib/areas/history";
import { meansTheSame } from "@/lib/areas/wording";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { lockDevelopment } from "@/lib/developments/locked";
import { projectDevelopments } from "@/lib/developments/project";
import { Forbidden, Invalid, NotFound } from "@/lib/errors";
import { sayMedian } from "@/lib/labels";
import type { Score } from "./schema";
import { hiddenFrom } from "./visible";

/** Says something to the other scorers of an impact; only whoever has scored it may. */
export async function commentOnScores(
  { db, caller, now }: Context,
  { developmentId, areaSlug }: { developmentId: number; areaSlug: string },
  text: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    requireCan(caller, "scores.give");
    const isHidden = await hiddenFrom(tx, caller, [developmentId]);
    if (isHidden(developmentId, areaSlug)) throw new Forbidden("Score this impact first: until then it is blind.");
    await tx.insert(scoreComments).values({ developmentId, areaSlug, authorId: caller.id, text, writtenAt: now });
    await recordAudit(tx, {
      at: now,
      personId: caller.id,
      action: "score.discussed",
      subject: `development:${developmentId}`,
      detail: { area: areaSlug },
    });
  });
}

/**
 * Gives one person's score to one impact of a published development. A later one counts instead, the old one stays.
 * Readers see it at once. `areaVersion` is the wording of the area that the scorer had before them; `over` the score that
 * they saw as theirs, null for none. Throws Invalid where it is another one now, given in another window.
 */
export async function giveScore(
  { db, caller, now }: Context,
  { developmentId, areaSlug, areaVersion, over }: Scored,
  score: Score,
): Promise<void> {
  await db.transaction(async (tx) => {
    requireCan(caller, "scores.give");
    await lockDevelopment(tx, developmentId);
    // Asked at once: to score an earlier stage, too, puts other rows in the place of these.
    const named = and(eq(publicationAreas.publicationId, p.id), eq(publicationAreas.areaSlug, areaSlug));
    const [published] = await tx
      .select({ retracted: p.retracted, impact: publicationAreas.areaSlug })
      .from(p)
      .leftJoin(publicationAreas, named)
      .where(and(eq(p.developmentId, developmentId), isNull(p.knownUntil)));
    if (!published) throw new NotFound("This development is not published.");
    if (published.retracted)
      throw new Invalid({ direction: "This development was retracted: there is nothing to score." });
    if (!published.impact)
      throw new Invalid({ direction: "The published version does not name this impact area any more." });
    if (over !== undefined) {
      const newest = await findNewest(tx, { developmentId, areaSlug, scorerId: caller.id });
      // Sent twice.
      if (newest && newest.id !== over && isSame(newest, score)) return;
      requireSeen(newest, over);
    }
    const against = await requireSameScale(tx, areaSlug, areaVersion);
    await tx
      .insert(scores)
      .values({ developmentId, areaSlug, areaVersion: against, scorerId: caller.id, scoredAt: now, ...score });
    await recordAudit(tx, {
      at: now,
      personId: caller.id,
      action: "score.given",
      subject: `development:${developmentId}`,
      detail: { area: areaSlug },
    });
    await projectDevelopments(tx, [developmentId]);
  });
}

type Scored = { developmentId: number; areaSlug: string; areaVersion: number; over?: number | null };

type Given = typeof scores.$inferSelect;

async function findNewest(
  tx: Transaction,
  { developmentId, areaSlug, scorerId }: Pick<Given, "developmentId" | "areaSlug" | "scorerId">,
): Promise<Given | null> {
  const of = and(eq(scores.developmentId, developmentId), eq(scores.areaSlug, areaSlug), eq(scores.scorerId, scorerId));
  const [newest] = await tx.select().from(scores).where(of).orderBy(desc(scores.id)).limit(1);
  return newest ?? null;
}

const isSame = (one: Given, other: Score) =>
  one.direction === other.direction && one.confidence === other.confidence && one.reason === other.reason;

function requireSeen(newest: Given | null, over: number | null): void {
  if (!newest || newest.id === over) return;
  const { direction, reason } = newest;
  const said = `${direction === null ? "unclear" : sayMedian(direction)}, “${reason.replace(/\.$/, "")}”`;
  throw new Invalid({
    direction: `You scored this in another window since you opened this page: ${said}. Save again to let this count instead; that one is kept.`,
  });
}

/** The wording that stands, until the transaction ends. Throws Invalid where the scorer read another scale. */
async function requireSameScale(tx: Transaction, areaSlug: string, read: number): Promise<number> {
  const [area] = await tx.select().from(impactAreas).where(eq(impactAreas.slug, areaSlug)).for("share");
  const before = await findWording(tx, areaSlug, read);
  if (!area || !before || !meansTheSame(before, area)) {
    throw new Invalid({
      direction: "The scale of this area was changed since you opened this page. Read its steps, then save again.",
    });
  }
  return area.version;
}
