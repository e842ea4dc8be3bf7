import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { areaVersions, impactAreas, people, scores } from "@/db/schema";
import type { Context } from "@/lib/context";
import { meansTheSame, type Wording } from "./wording";

/** One wording of an area; the first has no author where the program loaded it. */
export type AreaVersion = Wording & {
  number: number;
  author: string | null;
  writtenAt: Date;
  reason: string;
  /** How many scores were given against it, changed ones included. */
  scores: number;
};

/** Every wording of an area, the newest first. */
export async function listAreaVersions({ db }: Pick<Context, "db">, slug: string): Promise<AreaVersion[]> {
  const versions = await db
    .select({
      number: areaVersions.number,
      name: areaVersions.name,
      definition: areaVersions.definition,
      scale: areaVersions.scale,
      author: people.name,
      writtenAt: areaVersions.writtenAt,
      reason: areaVersions.reason,
    })
    .from(areaVersions)
    .leftJoin(people, eq(people.id, areaVersions.authorId))
    .where(eq(areaVersions.areaSlug, slug))
    .orderBy(desc(areaVersions.number));
  const given = await db
    .select({ number: scores.areaVersion, n: count() })
    .from(scores)
    .where(eq(scores.areaSlug, slug))
    .groupBy(scores.areaVersion);
  const counts = new Map(given.map(({ number, n }) => [number, n]));
  return versions.map((version) => ({ ...version, scores: counts.get(version.number) ?? 0 }));
}

/** How many scores were given against the definition and the scale that stand now, under whatever name. */
export function countAgainst(versions: AreaVersion[]): number {
  const [newest] = versions;
  if (!newest) return 0;
  const other = versions.findIndex((version) => !meansTheSame(version, newest));
  return versions.slice(0, other === -1 ? undefined : other).reduce((sum, version) => sum + version.scores, 0);
}

/** Of a row of scores: its area had another definition or scale when it was given. */
export const reworded = sql<boolean>`not exists (select from ${areaVersions} then_, ${impactAreas} now_
  where then_.area_slug = scores.area_slug and then_.number = scores.area_version and now_.slug = scores.area_slug
    and then_.definition = now_.definition and then_.scale = now_.scale)`;

/** One wording; null where there is none of that number. */
export async function findWording(
  db: Pick<Database, "select">,
  areaSlug: string,
  number: number,
): Promise<Wording | null> {
  const [row] = await db
    .select({ name: areaVersions.name, definition: areaVersions.definition, scale: areaVersions.scale })
    .from(areaVersions)
    .where(and(eq(areaVersions.areaSlug, areaSlug), eq(areaVersions.number, number)));
  return row ?? null;
}
