import { count, countDistinct } from "drizzle-orm";
import { scores } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";

export type ScoresOfArea = { given: number; scorers: number };

/** How many scores were given in each area, changed ones included, and by how many people; by its slug. */
export async function countScoresByArea({ db, caller }: Context): Promise<ReadonlyMap<string, ScoresOfArea>> {
  requireCan(caller, "areas.manage");
  const rows = await db
    .select({ area: scores.areaSlug, given: count(), scorers: countDistinct(scores.scorerId) })
    .from(scores)
    .groupBy(scores.areaSlug);
  return new Map(rows.map(({ area, ...counts }) => [area, counts]));
}
