import { asc, eq, sql } from "drizzle-orm";
import { bodies, watchedSources } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";

export type WatchedSource = {
  url: string;
  name: string;
  body: string;
  /** How many days usually pass between changes; null where nobody guessed. */
  usualGapDays: number | null;
};

/** The pages editors look at for new developments, those that change most often first. */
export async function listWatchedSources({ db, caller }: Context): Promise<WatchedSource[]> {
  requireCan(caller, "desk.open");
  return db
    .select({
      url: watchedSources.url,
      name: watchedSources.name,
      body: shortBodyName,
      usualGapDays: watchedSources.usualGapDays,
    })
    .from(watchedSources)
    .innerJoin(bodies, eq(bodies.slug, watchedSources.bodySlug))
    .orderBy(sql`${watchedSources.usualGapDays} nulls last`, asc(watchedSources.name));
}
