import { asc, eq } from "drizzle-orm";
import { areaGroups, type DirectionScale, impactAreas } from "@/db/schema";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";

export type AreaView = {
  slug: string;
  name: string;
  definition: string;
  group: { slug: string; name: string };
  /** What each direction from -2 to 2 means in this area. */
  scale: DirectionScale;
  /** Of its wording; raised by each change. */
  version: number;
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
      version: impactAreas.version,
    })
    .from(impactAreas)
    .innerJoin(areaGroups, eq(areaGroups.slug, impactAreas.groupSlug))
    .orderBy(asc(impactAreas.position));
}

/** Throws NotFound. */
export async function getArea(ctx: Pick<Context, "db">, slug: string): Promise<AreaView> {
  const area = (await listAreas(ctx)).find((one) => one.slug === slug);
  if (!area) throw new NotFound("There is no such impact area.");
  return area;
}
