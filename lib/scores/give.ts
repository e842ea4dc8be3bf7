import { and, eq, isNull } from "drizzle-orm";
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
 * Readers see it at once. `areaVersion` is the wording of the area that the scorer had before them.
 */
export async function giveScore(
  { db, caller, now }: Context,
  { developmentId, areaSlug, areaVersion }: { developmentId: number; areaSlug: string; areaVersion: number },
  score: Score,
): Promise<void> {
  await db.transaction(async (tx) => {
    requireCan(caller, "scores.give");
    await lockDevelopment(tx, developmentId);
    const [published] = await tx
      .select({ id: p.id, retracted: p.retracted })
      .from(p)
      .where(and(eq(p.developmentId, developmentId), isNull(p.knownUntil)));
    if (!published) throw new NotFound("This development is not published.");
    if (published.retracted)
      throw new Invalid({ direction: "This development was retracted: there is nothing to score." });
    const [impact] = await tx
      .select({ areaSlug: publicationAreas.areaSlug })
      .from(publicationAreas)
      .where(and(eq(publicationAreas.publicationId, published.id), eq(publicationAreas.areaSlug, areaSlug)));
    if (!impact) throw new Invalid({ direction: "The published version does not name this impact area any more." });
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
