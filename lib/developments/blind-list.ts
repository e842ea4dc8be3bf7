import { and, eq, inArray, sql } from "drizzle-orm";
import { publications as p, publicationAreas, scores } from "@/db/schema";
import { unrecorded } from "@/db/vocabulary";
import { can } from "@/lib/auth/access";
import type { Reader } from "@/lib/context";
import { matching } from "./conditions";
import { countMarks } from "./counts";
import { type Filters, noFilters } from "./filters";
import { mark } from "./marks";

/**
 * Whether a list holds an impact, in the chosen areas, that the caller may score and has not: what is counted, filtered
 * or drawn by direction would tell of it, one list less another, however long the list.
 */
export async function isBlindTo({ db, caller = null }: Reader, filters: Filters): Promise<boolean> {
  if (!can(caller, "scores.give") || caller === null) return false;
  const list: Filters = { ...filters, direction: [], sort: "newest" };
  const areas = filters.area.filter((slug) => slug !== unrecorded);
  const chosen = filters.area.length > 0 ? areas.map((slug) => mark("area", slug)) : null;
  const isCounted = (one: string) => chosen?.includes(one) ?? (one.startsWith(mark("area", "")) && one !== noArea);
  const counts = await countMarks({ db }, list, "impact");
  const impacts = [...counts].reduce((sum, [one, n]) => (isCounted(one) ? sum + n : sum), 0);
  if (impacts === 0) return false;
  const given = sql<number>`count(distinct (${scores.developmentId}, ${scores.areaSlug}))::int`;
  if (filters.asof === null) {
    // Whoever gave fewer scores than that has not given all of these: no need to look which.
    const [all] = await db.select({ n: given }).from(scores).where(eq(scores.scorerId, caller.id));
    if (impacts > (all?.n ?? 0)) return true;
  }
  const [own] = await db
    .select({ n: given })
    .from(scores)
    .innerJoin(p, eq(p.developmentId, scores.developmentId))
    .innerJoin(
      publicationAreas,
      and(eq(publicationAreas.publicationId, p.id), eq(publicationAreas.areaSlug, scores.areaSlug)),
    )
    .where(
      and(
        eq(scores.scorerId, caller.id),
        matching(list),
        areas.length > 0 ? inArray(scores.areaSlug, areas) : undefined,
      ),
    );
  if (impacts <= (own?.n ?? 0)) return false;
  return filters.asof === null || hasLeftToScore({ db }, list, { scorerId: caller.id, areas });
}

/** Of a past day only what can still be scored: what the published version does not name any more waits for nobody. */
async function hasLeftToScore(
  { db }: Pick<Reader, "db">,
  list: Filters,
  { scorerId, areas }: { scorerId: string; areas: string[] },
): Promise<boolean> {
  const [left] = await db.execute(sql`
    select 1 from ${p} join ${publicationAreas} on ${publicationAreas.publicationId} = ${p.id}
    where ${and(matching(list), areas.length > 0 ? inArray(publicationAreas.areaSlug, areas) : undefined)}
      and exists (
        select from ${p} now join publication_areas stands on stands.publication_id = now.id
        where now.development_id = ${p.developmentId} and now.known_until is null and not now.retracted
          and stands.area_slug = ${publicationAreas.areaSlug})
      and not exists (
        select from ${scores} where ${scores.developmentId} = ${p.developmentId}
          and ${scores.areaSlug} = ${publicationAreas.areaSlug} and ${scores.scorerId} = ${scorerId})
    limit 1`);
  return left !== undefined;
}

/** Whether a list is asked for by directions that the caller is not to see. */
export const asksBlindly = async (reader: Reader, filters: Filters): Promise<boolean> =>
  filters.direction.length > 0 && (await isBlindTo(reader, filters));

/**
 * Whether a list by directions, all of it scored, must not be told together with what lies beside it: the same directions
 * of another body, area or type.
 */
export const isBlindBeside = async (reader: Reader, { direction, asof }: Filters): Promise<boolean> =>
  direction.length > 0 && (await isBlindTo(reader, { ...noFilters, asof }));

const noArea = mark("area", unrecorded);
