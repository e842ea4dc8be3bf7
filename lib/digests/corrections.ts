import { and, desc, eq, gte, inArray, isNotNull, lt, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { corrections, developments, issueEntries, issues, publications as p, reviews, revisions } from "@/db/schema";
import type { ChangeKind } from "@/db/vocabulary";
import { compareContents, say } from "@/lib/developments/compare";
import { listNames } from "@/lib/developments/names";
import { env } from "@/lib/env";
import { Invalid } from "@/lib/errors";
import { hasWords } from "@/lib/text";
import { addWeeks, weekAt, windowOf } from "@/lib/weeks";
import { longestGapWeeks } from "./due";
import { isNewsIn } from "./entries";

/** Changes to what was sent. */

/** What became of one development that was sent: from what a reader was sent to what stands now. */
export type CorrectionView = {
  developmentId: number;
  slug: string;
  title: string;
  /** What reviewers said was wrong, the oldest first. */
  reasons: string[];
  material: boolean;
  retracted: boolean;
  /** It was told as retracted, and is so no longer. */
  restored: boolean;
  /** When it was corrected last. */
  decidedAt: Date;
  /** None where it stands again as it was sent. */
  changes: { label: string; before: string; after: string }[];
};

type World = { db: Database; now: Date };

/** Where a development stands in a letter: the week, whether its issue is made yet, and the revision in it. */
export type Sent = { week: string; made: boolean; revisionId: number };

/** The newest issue that carried a development, or will once it is made; null where none does. */
export async function findSent(world: World, developmentId: number): Promise<Sent | null> {
  const [sent] = await world.db
    .select({ week: issueEntries.week, revisionId: issueEntries.revisionId })
    .from(issueEntries)
    .innerJoin(issues, eq(issues.week, issueEntries.week))
    .where(and(eq(issueEntries.developmentId, developmentId), isNotNull(issues.frozenAt)))
    .orderBy(desc(issueEntries.week))
    .limit(1);
  const due = await findDue(world, developmentId);
  if (due && !(sent && sent.week >= due.week)) return { ...due, made: false };
  return sent ? { ...sent, made: true } : null;
}

/** What an issue will carry whose week is closed and which is not made yet: from then on a change is a correction. */
async function findDue({ db, now }: World, developmentId: number): Promise<Omit<Sent, "made"> | null> {
  const { timeZone } = env();
  const thisWeek = weekAt(now, timeZone);
  const versions = await db
    .select({ revisionId: p.revisionId, countedAt: reviews.countedAt, knownUntil: p.knownUntil })
    .from(p)
    .innerJoin(reviews, eq(reviews.id, p.reviewId))
    .where(
      and(
        ...[eq(p.developmentId, developmentId), eq(p.retracted, false), eq(p.backfill, false)],
        lt(reviews.countedAt, windowOf(thisWeek, timeZone).startsAt),
        gte(reviews.countedAt, windowOf(addWeeks(thisWeek, -longestGapWeeks), timeZone).startsAt),
      ),
    )
    .orderBy(desc(reviews.countedAt), desc(p.id));
  const weeks = versions.flatMap(({ countedAt }) => (countedAt ? [weekAt(countedAt, timeZone)] : []));
  for (const week of new Set(weeks)) {
    const window = windowOf(week, timeZone);
    const stood = versions.find(
      ({ countedAt, knownUntil }) =>
        countedAt && countedAt < window.endsAt && (knownUntil === null || knownUntil >= window.endsAt),
    );
    const [due] = await db
      .select({
        made: sql<boolean>`exists (
        select from ${issues} where ${issues.week} = ${week} and ${issues.frozenAt} is not null)`,
      })
      .from(developments)
      .where(and(eq(developments.id, developmentId), isNewsIn(developmentId, window)));
    // What was made later is known by its entries.
    if (due?.made) return null;
    if (due && stood) return { week, revisionId: stood.revisionId };
  }
  return null;
}

type Correction = typeof corrections.$inferSelect;
/** Corrections of one development, the oldest first, between two of its revisions. */
type Told = { made: Correction[]; slug: string | null; before: number; after: number };

/** In words: each field that differs, before and after. */
async function tell(db: Database, told: Told[]): Promise<CorrectionView[]> {
  const ids = told.flatMap(({ before, after }) => [before, after]);
  if (ids.length === 0) return [];
  const contents = await db
    .select({ id: revisions.id, content: revisions.content })
    .from(revisions)
    .where(inArray(revisions.id, ids));
  const byId = new Map(contents.map(({ id, content }) => [id, content]));
  const names = await listNames({ db }, [...byId.values()]);
  return told.flatMap(({ made, slug, ...between }) => {
    const [before, after] = [byId.get(between.before), byId.get(between.after)];
    const last = made.at(-1);
    if (!before || !after || !slug || !last) return [];
    const changes = compareContents(before, after, names)
      .filter(({ field }) => field !== "retractedBecause" && field !== "verificationNote")
      .map(({ field, label }) => ({ label, before: say(before, field, names), after: say(after, field, names) }));
    return [
      {
        ...{ developmentId: last.developmentId, slug, title: after.title, changes },
        reasons: [...new Set(made.map(({ reason }) => reason))],
        material: made.some(({ material }) => material),
        retracted: after.retractedBecause !== null,
        restored: before.retractedBecause !== null && after.retractedBecause === null,
        decidedAt: last.decidedAt,
      },
    ];
  });
}

/**
 * Corrections as a letter or an issue tells them, one for each development: from the revision that was sent (in the
 * order of `ids`; missing in letters made before it was kept) to the one that stood when the week closed.
 */
export async function listCorrections(
  db: Database,
  { ids, sent, endsAt }: { ids: number[]; sent: number[]; endsAt: Date },
): Promise<CorrectionView[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      ...{ made: corrections, slug: developments.slug },
      closing: sql<string>`(${approvedBefore(corrections.developmentId, sql`${endsAt.toISOString()}::timestamptz`)})`,
    })
    .from(corrections)
    .innerJoin(developments, eq(developments.id, corrections.developmentId))
    .where(inArray(corrections.id, ids))
    .orderBy(corrections.id);
  const told = new Map<number, Told>();
  for (const { made, slug, closing } of rows) {
    const before = told.get(made.developmentId)?.before ?? sent[ids.indexOf(made.id)] ?? made.sentRevisionId;
    const all = [...(told.get(made.developmentId)?.made ?? []), made];
    told.set(made.developmentId, { made: all, slug, before, after: Number(closing) });
  }
  return tell(db, [...told.values()]);
}

/** The revision of a development that stood at an instant, as issues count: what a letter of that week held of it. */
export const approvedBefore = (developmentId: SQL | AnyPgColumn, instant: SQL | AnyPgColumn): SQL => sql`
  select stood.revision_id from ${reviews} stood
  where stood.development_id = ${developmentId} and stood.outcome = 'approved' and stood.counted_at < ${instant}
  order by stood.counted_at desc, stood.decided_at desc, stood.id desc limit 1`;

/** Corrections of what an issue carried, made after it, for the note on its page. */
export async function listCorrectionsOf(db: Database, week: string): Promise<CorrectionView[]> {
  const rows = await db
    .select({ made: corrections, slug: developments.slug, before: issueEntries.revisionId })
    .from(issueEntries)
    .innerJoin(issues, eq(issues.week, issueEntries.week))
    .innerJoin(corrections, eq(corrections.developmentId, issueEntries.developmentId))
    .innerJoin(developments, eq(developments.id, corrections.developmentId))
    .innerJoin(reviews, eq(reviews.id, corrections.reviewId))
    .where(and(eq(issueEntries.week, week), lte(issues.endsAt, reviews.countedAt)))
    .orderBy(corrections.id);
  return tell(
    db,
    rows.map(({ made, slug, before }) => ({ made: [made], slug, before, after: made.revisionId })),
  );
}

/** The material corrections of a week, of what stood in issues before it: its letters open with them. */
export const correctedIn = ({ startsAt, endsAt }: Record<"startsAt" | "endsAt", Date | AnyPgColumn>) => sql`
  select ${corrections.id} as id, ${corrections.developmentId} as development_id,
    ${corrections.sentRevisionId} as sent_revision_id from ${corrections}
  join ${reviews} on ${reviews.id} = ${corrections.reviewId}
  where ${corrections.material} and ${reviews.countedAt} >= ${instant(startsAt)} and ${reviews.countedAt} < ${instant(endsAt)}`;

/** The same for somebody who got every issue, each with the revision that the last one held of it. */
export async function findCorrectedIn(
  db: Database,
  window: Record<"startsAt" | "endsAt", Date>,
): Promise<{ correctionIds: number[]; sentRevisionIds: number[] }> {
  const rows = await db.execute<{ id: string; held: string }>(sql`
    select corrected.id, coalesce((
      select (${approvedBefore(sql`corrected.development_id`, sql`told.ends_at`)}) from issues told
      where told.frozen_at is not null and told.ends_at <= ${instant(window.startsAt)} and (
        exists (select from issue_entries where issue_entries.week = told.week
          and issue_entries.development_id = corrected.development_id)
        or exists (select from corrections earlier join reviews on reviews.id = earlier.review_id
          where earlier.development_id = corrected.development_id and earlier.material
            and reviews.counted_at >= told.starts_at and reviews.counted_at < told.ends_at))
      order by told.week desc limit 1
    ), corrected.sent_revision_id) as held from (${correctedIn(window)}) corrected order by corrected.id`);
  return {
    correctionIds: [...rows].map(({ id }) => Number(id)),
    sentRevisionIds: [...rows].map(({ held }) => Number(held)),
  };
}

/** In words. */
export async function listCorrectedIn(
  db: Database,
  window: Record<"startsAt" | "endsAt", Date>,
): Promise<CorrectionView[]> {
  const { correctionIds, sentRevisionIds } = await findCorrectedIn(db, window);
  return listCorrections(db, { ids: correctionIds, sent: sentRevisionIds, endsAt: window.endsAt });
}

const instant = (at: Date | AnyPgColumn) => (at instanceof Date ? sql`${at.toISOString()}::timestamptz` : at);

/** What reviewers said was wrong in a development that had been sent, until an instant; the oldest first. */
export async function listReasons(
  db: Database,
  developmentId: number,
  until: Date,
): Promise<{ reason: string; decidedAt: Date; revisionId: number; week: string | null }[]> {
  return db
    .select({
      ...{ reason: corrections.reason, decidedAt: corrections.decidedAt, revisionId: corrections.revisionId },
      week: sql<
        string | null
      >`(select max(week) from ${issueEntries} where ${issueEntries.revisionId} = ${corrections.sentRevisionId})`,
    })
    .from(corrections)
    .where(and(eq(corrections.developmentId, developmentId), lte(corrections.decidedAt, until)))
    .orderBy(corrections.id);
}

/** What a reviewer says of a change to something that was sent. */
export type ChangeNote = { kind: ChangeKind; reason: string };

/** Throws Invalid where a change to something that was sent comes without a word on it. */
export async function requireChangeNote(
  world: World,
  { developmentId, retracts, restores }: { developmentId: number; retracts: boolean; restores: boolean },
  note: ChangeNote | null,
): Promise<Sent | null> {
  const sent = await findSent(world, developmentId);
  if (!sent) return null;
  if (!note) {
    throw new Invalid({
      change: `This stands in the letter of ${sent.week}. Say whether its readers must hear of the change.`,
    });
  }
  if (note.kind === "news" && retracts) {
    throw new Invalid({ change: "A retraction is no news: say whether its readers must hear of it." });
  }
  if (note.kind !== "material" && restores) {
    throw new Invalid({ change: "Its readers may have heard that it was retracted: they must hear of this, too." });
  }
  if (note.kind !== "news" && !hasWords(note.reason)) {
    throw new Invalid({ changeReason: "Say in a sentence what was wrong." });
  }
  return sent;
}

/** Notes the correction, in the transaction of its approval. */
export async function recordCorrection(
  tx: Database,
  review: { id: number; developmentId: number; revisionId: number },
  sent: { revisionId: number } | null,
  note: ChangeNote | null,
): Promise<void> {
  if (!sent || !note || note.kind === "news") return;
  const [decided] = await tx.select().from(reviews).where(eq(reviews.id, review.id));
  if (!decided?.decidedAt || !decided.decidedBy) return;
  await tx.insert(corrections).values({
    developmentId: review.developmentId,
    reviewId: review.id,
    sentRevisionId: sent.revisionId,
    revisionId: review.revisionId,
    material: note.kind === "material",
    reason: note.reason.trim(),
    decidedBy: decided.decidedBy,
    decidedAt: decided.decidedAt,
  });
}
