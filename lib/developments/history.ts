import { and, asc, eq, sql } from "drizzle-orm";
import type { DevelopmentContent } from "@/db/content";
import { corrections, publications as p, people, reviews, revisions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";
import { knownAt } from "./visible";

export type ApprovedRevision = {
  id: number;
  number: number;
  hash: string;
  content: DevelopmentContent;
  /** Everybody who wrote part of it since the approved one before. */
  authors: string[];
  /** Null for backfill, which nobody here reviewed. */
  approvedBy: string | null;
  recordedAt: Date;
  approvedAt: Date;
  backfill: boolean;
  /** What its reviewer said was wrong before, where a letter had carried it. */
  corrects: string | null;
};

export type History = { developmentId: number; title: string; retracted: boolean; revisions: ApprovedRevision[] };

/** The names of everybody who wrote part of an approved revision. */
export const authorsOf = (revisionId: typeof revisions.id) => sql<string[]>`array(
  select writer.name from ${people} writer where writer.id in (select unapproved_authors(${revisionId})) order by writer.name)`;

/** Every approved version of a published development, oldest first; the note for the reviewer is left out. */
export async function getHistory({ db }: Pick<Context, "db">, slug: string): Promise<History> {
  const [current] = await db
    .select({ id: p.developmentId, title: p.title, retracted: p.retracted })
    .from(p)
    .where(and(eq(p.slug, slug), knownAt(null)));
  if (!current) throw new NotFound("This development is not in the record.");
  const rows = await db
    .select({
      id: revisions.id,
      number: revisions.number,
      hash: revisions.hash,
      content: revisions.content,
      authors: authorsOf(revisions.id),
      approvedBy: sql<string | null>`(select name from ${people} reviewer where reviewer.id = ${reviews.decidedBy})`,
      recordedAt: revisions.recordedAt,
      approvedAt: p.approvedAt,
      backfill: revisions.backfill,
      corrects: corrections.reason,
    })
    .from(p)
    .innerJoin(reviews, eq(reviews.id, p.reviewId))
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .leftJoin(corrections, eq(corrections.reviewId, p.reviewId))
    .where(and(eq(p.developmentId, current.id), eq(p.knownFrom, p.approvedAt)))
    .orderBy(asc(p.knownFrom), asc(p.id));
  return {
    developmentId: current.id,
    title: current.title,
    retracted: current.retracted,
    revisions: rows.map((row) => ({ ...row, content: { ...row.content, noteForReviewer: "" } })),
  };
}
