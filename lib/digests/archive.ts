import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { IssueContents, IssueEntry } from "@/db/issue";
import { issueEntries, issues } from "@/db/schema";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";
import { isWeek, type Week } from "@/lib/weeks";
import { asSeenBy } from "./blind";
import { type CorrectionView, correctedIn, listCorrectedIn, listCorrectionsOf } from "./corrections";

/** Frozen issues as everybody can read them. */

export type IssueSummary = {
  week: Week;
  frozenAt: Date;
  /** Developments in it, without those it corrects. */
  n: number;
  corrections: number;
  checked: number;
  first: string | null;
};

/** The newest first. */
export async function listIssues(db: Database, limit = 500, which?: SQL): Promise<IssueSummary[]> {
  const corrected = correctedIn(issues);
  const told = sql`from issue_entries told where told.week = ${issues.week}
    and told.development_id not in (select development_id from (${corrected}) corrected)`;
  const rows = await db
    .select({
      ...{ week: issues.week, frozenAt: issues.frozenAt, contents: issues.contents },
      n: sql<number>`(select count(*)::int ${told})`,
      first: sql<string | null>`(select told.entry ->> 'title' ${told} order by told.ordinal limit 1)`,
      corrections: sql<number>`(select count(distinct development_id)::int from (${corrected}) corrected)`,
    })
    .from(issues)
    .where(and(isNotNull(issues.frozenAt), which))
    .orderBy(desc(issues.week))
    .limit(limit);
  return rows.flatMap(({ week, frozenAt, contents, n, corrections, first }) =>
    frozenAt && contents
      ? [{ week: week as Week, frozenAt, n, corrections, checked: contents.coverage.checked, first }]
      : [],
  );
}

export type IssueView = {
  week: Week;
  frozenAt: Date;
  timeZone: string;
  introduction: string;
  contents: IssueContents;
  /** Of what stood in earlier issues, made in this week. */
  corrected: CorrectionView[];
  /** Without what is told as a correction, each with what was corrected since. */
  entries: (IssueEntry & { corrections: CorrectionView[] })[];
};

/** As its reader may see it, who may have yet to score what it tells. Throws NotFound for what is no frozen issue. */
export async function getIssue({ db, caller }: Pick<Context, "db" | "caller">, week: string): Promise<IssueView> {
  const [issue] = isWeek(week) ? await db.select().from(issues).where(eq(issues.week, week)) : [];
  if (!issue?.frozenAt || !issue.contents) throw new NotFound("There is no issue of that week.");
  const { frozenAt, timeZone, introduction, contents } = issue;
  const [told, corrections, made] = await Promise.all([
    db
      .select({ developmentId: issueEntries.developmentId, entry: issueEntries.entry })
      .from(issueEntries)
      .where(eq(issueEntries.week, week))
      .orderBy(asc(issueEntries.ordinal)),
    listCorrectionsOf(db, week),
    listCorrectedIn(db, issue),
  ]);
  const rows = await asSeenBy({ db, caller }, told);
  return {
    ...{ week: issue.week as Week, frozenAt, timeZone, introduction, contents, corrected: made },
    entries: rows
      .filter(({ entry }) => !made.some(({ slug }) => slug === entry.slug))
      .map(({ entry }) => ({ ...entry, corrections: corrections.filter(({ slug }) => slug === entry.slug) })),
  };
}

/** The issue that went out last, where there is one. */
export const findLastIssue = async (db: Database): Promise<IssueSummary | null> =>
  (await listIssues(db, 1, eq(issues.state, "sent")))[0] ?? null;
