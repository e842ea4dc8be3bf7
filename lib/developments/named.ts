import { eq, sql } from "drizzle-orm";
import { actorGroups, actors, bodies, impactAreas } from "@/db/schema";
import type { BodyKind } from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import { heldByNames } from "./held-by-names";

/** Everything with a name that a filter may ask for. */

export type Named = {
  word: "area" | "body" | "actor" | "group";
  slug: string;
  /** Of a body the shorter one. */
  label: string;
  /** Of a body. */
  kind: BodyKind;
  country: string | null;
};

/** Areas in their order, bodies, actors and groups by their labels. */
export const listNamed = heldByNames(
  "named",
  async (db): Promise<Named[]> => [
    ...(await db.execute<Named>(sql`
    select 'area' as word, ${impactAreas.slug}, ${impactAreas.name} as label, null as kind,
      null as country, ${impactAreas.position} as place from ${impactAreas}
    union all select 'body', ${bodies.slug}, ${shortBodyName}, ${bodies.kind}, ${bodies.country}, 0
      from ${bodies} where ${eq(bodies.listing, "listed")}
    union all select 'actor', ${actors.slug}, ${actors.name}, null, null, 0
      from ${actors} where ${eq(actors.listing, "listed")}
    union all select 'group', ${actorGroups.slug}, ${actorGroups.name}, null, null, 0
      from ${actorGroups}
    order by place, label`)),
  ],
);
