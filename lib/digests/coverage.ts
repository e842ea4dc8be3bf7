import { and, asc, count, eq, gte, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Coverage } from "@/db/issue";
import { reviews, sourceChecks, watchedSources } from "@/db/schema";
import { dayIn } from "@/lib/days";

/** The editors' own checks of watched pages within a window; a page counts by its newest check. */
export async function getCoverage(
  db: Database,
  { startsAt, endsAt, timeZone }: { startsAt: Date; endsAt: Date; timeZone: string },
  published: number,
): Promise<Coverage> {
  const newest = db
    .selectDistinctOn([sourceChecks.url], { url: sourceChecks.url, outcome: sourceChecks.outcome })
    .from(sourceChecks)
    .where(and(gte(sourceChecks.checkedAt, startsAt), lt(sourceChecks.checkedAt, endsAt)))
    .orderBy(sourceChecks.url, sql`${sourceChecks.checkedAt} desc, ${sourceChecks.id} desc`)
    .as("newest");
  const pages = await db
    .select({ name: watchedSources.name, outcome: newest.outcome })
    .from(watchedSources)
    .leftJoin(newest, eq(newest.url, watchedSources.url))
    .orderBy(asc(watchedSources.name));
  const [waiting] = await db
    .select({ n: count() })
    .from(reviews)
    .where(and(lte(reviews.submittedAt, endsAt), or(isNull(reviews.outcome), gte(reviews.decidedAt, endsAt))));
  return {
    watched: pages.length,
    checked: pages.filter(({ outcome }) => outcome !== null && outcome !== "unreachable").length,
    since: dayIn(timeZone, startsAt),
    unreachable: pages.filter(({ outcome }) => outcome === "unreachable").map(({ name }) => name),
    waiting: waiting?.n ?? 0,
    published,
  };
}
