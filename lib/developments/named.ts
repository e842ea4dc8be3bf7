import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { actorGroups, actors, bodies, impactAreas } from "@/db/schema";
import type { BodyKind } from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import { heldNames } from "./held-marks";

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

type Held = { version: number; named: Promise<Named[]> };

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryNamed?: WeakMap<Database, Held> };

/** Areas in their order, bodies, actors and groups by their labels; read again after any of them changed. */
export async function listNamed(db: Database): Promise<Named[]> {
  const version = await heldNames(db);
  if (version === null) return readNamed(db);
  shared.plenaryNamed ??= new WeakMap();
  const known = shared.plenaryNamed.get(db);
  if (known && known.version >= version) return known.named;
  const held = { version, named: readNamed(db) };
  shared.plenaryNamed.set(db, held);
  // Who comes next tries again.
  held.named.catch(() => shared.plenaryNamed?.delete(db));
  return held.named;
}

const readNamed = async (db: Database): Promise<Named[]> => [
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
];
