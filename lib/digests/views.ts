import { asc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { audienceAreas, audiences } from "@/db/schema";
import { sayFilters } from "@/lib/charts/say-filters";
import { filterQuery } from "@/lib/developments/filters";
import { readFilter } from "@/lib/subscriptions/filter";

/** What people subscribe to, in words. */

/** A subscribed view in words: the name of its audience, or its filters. */
export const sayView = async (db: Database, filter: string): Promise<string> =>
  sayViewAmong(db, await listAudiences(db), filter);

/** The same where the audiences are known. */
export async function sayViewAmong(db: Database, audiences: Audience[], filter: string): Promise<string> {
  if (filter === "") return "everything";
  const audience = audiences.find((one) => one.filter === filter);
  return audience?.name ?? (await sayFilters({ db }, readFilter(filter)));
}

export type Audience = { slug: string; name: string; filter: string };

/** The presets of the codebook, each as a filter by its areas. */
export async function listAudiences(db: Database): Promise<Audience[]> {
  const rows = await db
    .select({ slug: audiences.slug, name: audiences.name, area: audienceAreas.areaSlug })
    .from(audiences)
    .innerJoin(audienceAreas, eq(audienceAreas.audienceSlug, audiences.slug))
    .orderBy(asc(audiences.position), asc(audienceAreas.position));
  const areas = (slug: string) => rows.filter((row) => row.slug === slug).map(({ area }) => area);
  return [...new Map(rows.map(({ slug, name }) => [slug, name]))].map(([slug, name]) => ({
    ...{ slug, name },
    filter: filterQuery({ area: areas(slug) }),
  }));
}
