import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import { developments, publications as p, people, reviews, revisions } from "@/db/schema";
import { can, requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { countChanges } from "@/lib/developments/compare";
import { findSent, type Sent } from "@/lib/digests/corrections";
import { NotFound } from "@/lib/errors";

export type WaitingRow = {
  id: number;
  developmentId: number;
  title: string;
  submittedBy: string;
  submittedAt: Date;
  /** First publication, a change of what is published, or a retraction. */
  what: "new" | "change" | "retraction";
  fields: number;
  /** Whether this caller may say yes or no. */
  mayDecide: boolean;
};

/** Requests that wait for a second person, the oldest first. */
export async function listWaiting({ db, caller }: Context): Promise<WaitingRow[]> {
  requireCan(caller, "review.read");
  const rows = await db
    .select({
      id: reviews.id,
      developmentId: reviews.developmentId,
      content: revisions.content,
      submittedBy: people.name,
      submitterId: reviews.submittedBy,
      submittedAt: reviews.submittedAt,
      published: sql<DevelopmentContent | null>`(select content from ${revisions} shown join ${p} on ${p.revisionId} = shown.id
        where ${p.developmentId} = ${reviews.developmentId} and ${p.knownUntil} is null)`,
      authors: sql<string[]>`array(select unapproved_authors(${reviews.revisionId}))`,
    })
    .from(reviews)
    .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
    .innerJoin(people, eq(people.id, reviews.submittedBy))
    .where(isNull(reviews.outcome))
    .orderBy(asc(reviews.submittedAt), asc(reviews.id))
    .limit(500);
  return rows.map(({ content, published, authors, submitterId, ...row }) => ({
    ...row,
    title: content.title,
    what:
      content.retractedBecause !== null && !published?.retractedBecause ? "retraction" : published ? "change" : "new",
    fields: countChanges(published ?? emptyContent, content),
    mayDecide: can(caller, "review.decide", { submittedBy: submitterId, authors }),
  }));
}

export type ReviewDetail = {
  id: number;
  developmentId: number;
  slug: string | null;
  revision: { id: number; number: number; content: DevelopmentContent };
  published: { number: number; content: DevelopmentContent } | null;
  authors: string[];
  submittedBy: string;
  submittedAt: Date;
  mayDecide: boolean;
  /** Whether this caller sent it, and may take it back. */
  mine: boolean;
  /** The letter it last stood in, or will: then a change needs a note. */
  sentIn: Pick<Sent, "week" | "made"> | null;
  /** The next request this caller may decide. */
  nextId: number | null;
  outcome: string | null;
};

/** One request with what it would change. Throws NotFound. */
export async function getReview(ctx: Context, id: number): Promise<ReviewDetail> {
  const { db, caller, now } = ctx;
  requireCan(caller, "review.read");
  const [row] = await db
    .select({ review: reviews, revision: revisions, slug: developments.slug, submittedBy: people.name })
    .from(reviews)
    .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
    .innerJoin(developments, eq(developments.id, reviews.developmentId))
    .innerJoin(people, eq(people.id, reviews.submittedBy))
    .where(eq(reviews.id, id));
  if (!row) throw new NotFound("There is no such request for review.");
  const { review, revision } = row;
  const [[published], authors, waiting, sent] = await Promise.all([
    db
      .select({ number: revisions.number, content: revisions.content })
      .from(p)
      .innerJoin(revisions, eq(revisions.id, p.revisionId))
      .where(and(eq(p.developmentId, review.developmentId), isNull(p.knownUntil))),
    db
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(sql`${people.id} in (select unapproved_authors(${review.revisionId}))`)
      .orderBy(asc(people.name)),
    db
      .select({ id: reviews.id, authors: sql<string[]>`array(select unapproved_authors(${reviews.revisionId}))` })
      .from(reviews)
      .where(and(isNull(reviews.outcome), gt(reviews.id, id)))
      .orderBy(asc(reviews.id))
      .limit(50),
    findSent({ db, now }, review.developmentId),
  ]);
  const about = { submittedBy: review.submittedBy, authors: authors.map((author) => author.id) };
  return {
    id,
    developmentId: review.developmentId,
    slug: row.slug,
    revision: { id: revision.id, number: revision.number, content: revision.content },
    published: published ?? null,
    authors: authors.map((author) => author.name),
    submittedBy: row.submittedBy,
    submittedAt: review.submittedAt,
    mayDecide: can(caller, "review.decide", about),
    mine: review.submittedBy === caller.id,
    sentIn: sent && { week: sent.week, made: sent.made },
    nextId:
      waiting.find((other) => can(caller, "review.decide", { submittedBy: "", authors: other.authors }))?.id ?? null,
    outcome: review.outcome,
  };
}
