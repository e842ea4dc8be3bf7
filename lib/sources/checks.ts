import { desc, eq, lt, sql } from "drizzle-orm";
import { bodies, people, sourceChecks, watchedSources } from "@/db/schema";
import type { SourceCheckOutcome } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";

/** What editors say of the pages they look at: the digest tells readers how many were checked. */

export type CheckedSource = {
  url: string;
  name: string;
  body: string;
  usualGapDays: number | null;
  last: { outcome: SourceCheckOutcome; by: string; at: Date } | null;
};

/** Watched pages, those checked longest before an instant first: a mark made after it moves no line. */
export async function listCheckedSources({ db, caller }: Context, before: Date): Promise<CheckedSource[]> {
  requireCan(caller, "desk.open");
  const earlier = sql`(select max(checked_at) from ${sourceChecks}
    where ${sourceChecks.url} = ${watchedSources.url} and ${lt(sourceChecks.checkedAt, before)})`;
  const last = db
    .selectDistinctOn([sourceChecks.url], {
      url: sourceChecks.url,
      outcome: sourceChecks.outcome,
      by: sql<string>`${people.name}`.as("by"),
      at: sourceChecks.checkedAt,
    })
    .from(sourceChecks)
    .innerJoin(people, eq(people.id, sourceChecks.checkedBy))
    .orderBy(sourceChecks.url, desc(sourceChecks.checkedAt), desc(sourceChecks.id))
    .as("last");
  const rows = await db
    .select({
      ...{ url: watchedSources.url, name: watchedSources.name, body: shortBodyName },
      usualGapDays: watchedSources.usualGapDays,
      outcome: last.outcome,
      by: last.by,
      at: last.at,
    })
    .from(watchedSources)
    .innerJoin(bodies, eq(bodies.slug, watchedSources.bodySlug))
    .leftJoin(last, eq(last.url, watchedSources.url))
    .orderBy(sql`${earlier} asc nulls first, ${watchedSources.usualGapDays} nulls last`, watchedSources.name);
  return rows.map(({ outcome, by, at, ...source }) => ({
    ...source,
    last: outcome && by && at ? { outcome, by, at } : null,
  }));
}

/** The body whose page it is; null for a page that is not watched. */
export async function findWatchedBody({ db }: Pick<Context, "db">, url: string): Promise<string | null> {
  const [source] = await db.select().from(watchedSources).where(eq(watchedSources.url, url));
  return source?.bodySlug ?? null;
}

/** One click: looked at, and nothing new, or not to be reached. */
export async function checkSource(
  { db, caller, now }: Context,
  url: string,
  outcome: SourceCheckOutcome,
): Promise<void> {
  requireCan(caller, "desk.open");
  const [source] = await db.select().from(watchedSources).where(eq(watchedSources.url, url));
  if (!source) throw new NotFound("This page is not on the watch list.");
  await db.insert(sourceChecks).values({ url, outcome, checkedBy: caller.id, checkedAt: now });
}
