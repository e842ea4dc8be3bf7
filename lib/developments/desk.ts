import { and, asc, desc, eq, gt, isNull, ne, not, type SQL, sql } from "drizzle-orm";
import type { DevelopmentContent } from "@/db/content";
import { bodies, developments, publications as p, people, reviews, revisions } from "@/db/schema";
import type { DatePrecision, EditorialState, ReviewOutcome } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context, PersonContext } from "@/lib/context";
import { NotFound } from "@/lib/errors";
import { missingForReview } from "./rules";

/** What people of the desk see: drafts and everything that waits. Nothing here reaches a reader. */

export type DeskRow = {
  id: number;
  title: string;
  state: EditorialState;
  author: string;
  mine: boolean;
  /** Taken out of the queues since its last save. */
  aside: boolean;
  savedAt: Date;
  number: number;
  body: string | null;
  decidedOn: string | null;
  datePrecision: DatePrecision | null;
  /** The reason of the last refusal, while nothing was sent since. */
  sentBack: string | null;
  /** What it lacks before it can be sent. */
  lacking: string[];
  /** What was and was not read. */
  note: string;
};

/**
 * Drafts and developments with unsent changes, the newest first: so many of the caller's and so many of others, that
 * nobody's import hides somebody else's work.
 */
export async function listDrafts(ctx: Context, limit = 200): Promise<DeskRow[]> {
  const { caller } = ctx;
  requireCan(caller, "desk.open");
  const own = eq(developments.createdBy, caller.id);
  const lists = await Promise.all([own, not(own)].map((whose) => readDrafts({ ...ctx, caller }, whose, limit)));
  return lists.flat();
}

/** How many there are, without those that were set aside. */
export async function countDrafts({ db, caller }: Context): Promise<{ own: number; others: number }> {
  requireCan(caller, "desk.open");
  const [row] = await db
    .select({
      own: sql<number>`count(*) filter (where ${developments.createdBy} = ${caller.id})::int`,
      others: sql<number>`count(*) filter (where ${developments.createdBy} <> ${caller.id})::int`,
    })
    .from(developments)
    .where(and(isUnsent, not(isAside)));
  return row ?? { own: 0, others: 0 };
}

const isUnsent = sql`${developments.unapproved} and not exists (
  select from reviews waiting where waiting.development_id = ${developments.id} and waiting.outcome is null)`;
const isAside = sql<boolean>`${developments.setAsideRevisionId} is not distinct from ${developments.headRevisionId}`;

async function readDrafts({ db, caller }: PersonContext, whose: SQL, limit: number): Promise<DeskRow[]> {
  const rows = await db
    .select({
      id: developments.id,
      state: developments.state,
      content: revisions.content,
      body: sql<
        string | null
      >`(select ${shortBodyName} from ${bodies} where ${bodies.slug} = ${revisions.content}->>'bodySlug')`,
      author: people.name,
      createdBy: developments.createdBy,
      savedAt: revisions.recordedAt,
      number: revisions.number,
      aside: isAside,
      sentBack: sql<string | null>`(
        select case when last.outcome = 'changes-requested' then last.reason end from reviews last
        where last.development_id = ${developments.id} order by last.id desc limit 1)`,
    })
    .from(developments)
    .innerJoin(revisions, eq(revisions.id, developments.headRevisionId))
    .innerJoin(people, eq(people.id, revisions.authorId))
    .where(and(isUnsent, whose))
    .orderBy(desc(revisions.recordedAt), desc(developments.id))
    .limit(limit);
  return rows.map(({ createdBy, content, ...row }) => ({
    ...row,
    title: content.title,
    decidedOn: content.decidedOn,
    datePrecision: content.datePrecision,
    mine: createdBy === caller.id,
    lacking: Object.values(missingForReview(content)),
    note: content.verificationNote,
  }));
}

export type Draft = {
  id: number;
  slug: string | null;
  state: EditorialState;
  head: { id: number; number: number; author: string; recordedAt: Date; content: DevelopmentContent };
  approved: { id: number; number: number } | null;
  waiting: { id: number; revisionId: number; submittedBy: string; mine: boolean } | null;
  lastDecision: { outcome: ReviewOutcome; by: string | null; reason: string | null; at: Date | null } | null;
};

/** One development as an editor goes on with it. Throws NotFound. */
export async function getDraft({ db, caller }: Context, id: number): Promise<Draft> {
  requireCan(caller, "desk.open");
  const [row] = await db
    .select({ development: developments, head: revisions, author: people.name })
    .from(developments)
    .innerJoin(revisions, eq(revisions.id, developments.headRevisionId))
    .innerJoin(people, eq(people.id, revisions.authorId))
    .where(eq(developments.id, id));
  if (!row) throw new NotFound("There is no development with this number.");
  requireCan(caller, "development.read", row.development);
  const [[approved], [waiting], [last]] = await Promise.all([
    db
      .select({ id: revisions.id, number: revisions.number })
      .from(p)
      .innerJoin(revisions, eq(revisions.id, p.revisionId))
      .where(and(eq(p.developmentId, id), isNull(p.knownUntil))),
    db
      .select({ id: reviews.id, revisionId: reviews.revisionId, by: people.name, submittedBy: reviews.submittedBy })
      .from(reviews)
      .innerJoin(people, eq(people.id, reviews.submittedBy))
      .where(and(eq(reviews.developmentId, id), isNull(reviews.outcome))),
    db
      .select({ outcome: reviews.outcome, by: people.name, reason: reviews.reason, at: reviews.decidedAt })
      .from(reviews)
      .leftJoin(people, eq(people.id, reviews.decidedBy))
      .where(eq(reviews.developmentId, id))
      .orderBy(desc(reviews.id))
      .limit(1),
  ]);
  const { head, development, author } = row;
  return {
    id,
    slug: development.slug,
    state: development.state,
    head: { id: head.id, number: head.number, author, recordedAt: head.recordedAt, content: head.content },
    approved: approved ?? null,
    waiting: waiting
      ? {
          id: waiting.id,
          revisionId: waiting.revisionId,
          submittedBy: waiting.by,
          mine: waiting.submittedBy === caller.id,
        }
      : null,
    lastDecision: last?.outcome ? { ...last, outcome: last.outcome } : null,
  };
}

/** Who else saved after a revision, by name. */
export async function listOthersSince({ db, caller }: Context, id: number, revisionId: number): Promise<string[]> {
  requireCan(caller, "desk.open");
  const rows = await db
    .selectDistinct({ name: people.name })
    .from(revisions)
    .innerJoin(people, eq(people.id, revisions.authorId))
    .where(and(eq(revisions.developmentId, id), gt(revisions.id, revisionId), ne(revisions.authorId, caller.id)));
  return rows.map((row) => row.name);
}

export type RevisionRow = {
  id: number;
  number: number;
  author: string;
  recordedAt: Date;
  content: DevelopmentContent;
  approved: boolean;
};

/** Every saved version, the newest first. */
export async function listRevisions({ db, caller }: Context, id: number, limit = 300): Promise<RevisionRow[]> {
  requireCan(caller, "desk.open");
  const rows = await db
    .select({ revision: revisions, author: people.name })
    .from(revisions)
    .innerJoin(people, eq(people.id, revisions.authorId))
    .where(eq(revisions.developmentId, id))
    .orderBy(desc(revisions.number))
    .limit(limit);
  const approved = await db
    .select({ id: reviews.revisionId })
    .from(reviews)
    .where(and(eq(reviews.developmentId, id), eq(reviews.outcome, "approved")))
    .orderBy(asc(reviews.id));
  const yes = new Set(approved.map((row) => row.id));
  return rows.map(({ revision, author }) => {
    const { id, number, recordedAt, content } = revision;
    return { id, number, recordedAt, content, author, approved: yes.has(id) };
  });
}
