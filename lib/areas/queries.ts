import { asc, eq } from "drizzle-orm";
import { areaGroups, type DirectionScale, impactAreas } from "@/db/schema";
import type { Context } from "@/lib/context";

export type AreaView = {
  slug: string;
  name: string;
  definition: string;
  group: { slug: string; name: string };
  /** What each direction from -2 to 2 means in this area. */
  scale: DirectionScale;
};

/** The impact areas in the order of the codebook. */
export async function listAreas({ db }: Pick<Context, "db">): Promise<AreaView[]> {
  return db
    .select({
      slug: impactAreas.slug,
      name: impactAreas.name,
      definition: impactAreas.definition,
      group: { slug: areaGroups.slug, name: areaGroups.name },
      scale: impactAreas.scale,
    })
    .from(impactAreas)
    .innerJoin(areaGroups, eq(areaGroups.slug, impactAreas.groupSlug))
    .orderBy(asc(impactAreas.position));
}
