import { and, asc, desc, eq, isNotNull, type SQL } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { IssueContents, IssueEntry } from "@/db/issue";
import { issueEntries, issues } from "@/db/schema";
import { NotFound } from "@/lib/errors";
import { isWeek, type Week } from "@/lib/weeks";
import { type CorrectionView, listCorrectionsOf } from "./corrections";

/** Frozen issues as everybody can read them. */

export type IssueSummary = { week: Week; frozenAt: Date; n: number; first: string | null };

/** The newest first. */
export async function listIssues(db: Database, limit = 500, which?: SQL): Promise<IssueSummary[]> {
  const rows = await db
    .select({
      week: issues.week,
      frozenAt: issues.frozenAt,
      contents: issues.contents,
      first: issueEntries.entry,
    })
    .from(issues)
    .leftJoin(issueEntries, eq(issueEntries.week, issues.week))
    .where(and(isNotNull(issues.frozenAt), which))
    .orderBy(desc(issues.week), asc(issueEntries.ordinal))
    .limit(limit * 50);
  const byWeek = new Map<string, IssueSummary>();
  for (const { week, frozenAt, first } of rows) {
    const known = byWeek.get(week);
    if (known) known.n += 1;
    else if (frozenAt)
      byWeek.set(week, { week: week as Week, frozenAt, n: first ? 1 : 0, first: first?.title ?? null });
  }
  return [...byWeek.values()].slice(0, limit);
}

export type IssueView = {
  week: Week;
  frozenAt: Date;
  timeZone: string;
  introduction: string;
  contents: IssueContents;
  entries: (IssueEntry & { corrections: CorrectionView[] })[];
};

/** Throws NotFound for what is no frozen issue. */
export async function getIssue(db: Database, week: string): Promise<IssueView> {
  const [issue] = isWeek(week) ? await db.select().from(issues).where(eq(issues.week, week)) : [];
  if (!issue?.frozenAt || !issue.contents) throw new NotFound("There is no issue of that week.");
  const { frozenAt, timeZone, introduction, contents } = issue;
  const [rows, corrections] = await Promise.all([
    db
      .select({ entry: issueEntries.entry })
      .from(issueEntries)
      .where(eq(issueEntries.week, week))
      .orderBy(asc(issueEntries.ordinal)),
    listCorrectionsOf(db, week),
  ]);
  return {
    ...{ week: issue.week as Week, frozenAt, timeZone, introduction, contents },
    entries: rows.map(({ entry }) => ({
      ...entry,
      corrections: corrections.filter(({ slug }) => slug === entry.slug),
    })),
  };
}

/** The issue that went out last, where there is one. */
export const findLastIssue = async (db: Database): Promise<IssueSummary | null> =>
  (await listIssues(db, 1, eq(issues.state, "sent")))[0] ?? null;
