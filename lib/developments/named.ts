import { eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  actorGroups,
  actors,
  areaVersions,
  bodies,
  impactAreas,
  publications as p,
  publicationBodies,
} from "@/db/schema";
import type { BodyKind } from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import { env } from "@/lib/env";
import { heldByNames } from "./held-by-names";
import { mark } from "./marks";

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
    select word, slug, label, kind, country from (
      select 'area' as word, ${impactAreas.slug}, ${impactAreas.name} as label, null as kind,
        null as country, ${impactAreas.position} as place from ${impactAreas}
      union all select 'body', ${bodies.slug}, ${shortBodyName}, ${bodies.kind}, ${bodies.country}, 0
        from ${bodies} where ${eq(bodies.listing, "listed")}
      union all select 'actor', ${actors.slug}, ${actors.name}, null, null, 0
        from ${actors} where ${eq(actors.listing, "listed")}
      union all select 'group', ${actorGroups.slug}, ${actorGroups.name}, null, null, 0
        from ${actorGroups}
    ) named order by place, lower(label), label`)),
  ],
);

/** The same as it was on a past day: areas as they were called then, without bodies nobody had published yet. */
export async function listNamedAt(db: Database, asof: string | null): Promise<Named[]> {
  const named = await listNamed(db);
  if (asof === null) return named;
  const since = await listSince(db);
  return named.flatMap((one) => {
    const steps = since.get(`${one.word} ${one.slug}`);
    if (!steps) return [one];
    const then = steps.findLast(({ day }) => day <= asof);
    if (one.word === "body") return then ? [one] : [];
    // An area is older than this record.
    return [{ ...one, label: (then ?? steps[0])?.label ?? one.label }];
  });
}

type Since = { word: Named["word"]; slug: string; label: string; day: string };

/** By area the days from which it had each name; by body that was proposed here the day it was first published. */
const listSince = heldByNames("named-since", async (db): Promise<ReadonlyMap<string, Since[]>> => {
  const dayOf = (at: SQL) => sql`((${at}) at time zone ${env().timeZone})::date::text`;
  const firstKnown = sql`(select min(${p.knownFrom}) from ${p}
    where ${p.marks} @> array[${mark("body", "")} || ${bodies.slug}]
      or ${p.id} in (select ${publicationBodies.publicationId} from ${publicationBodies}
        where ${publicationBodies.bodySlug} = ${bodies.slug}))`;
  const rows = await db.execute<Since>(sql`
    select 'area' as word, ${areaVersions.areaSlug} as slug, ${areaVersions.name} as label,
      ${dayOf(sql`${areaVersions.writtenAt}`)} as day, ${areaVersions.number} as place from ${areaVersions}
    union all select 'body', ${bodies.slug}, ${shortBodyName}, ${dayOf(firstKnown)}, 0
      from ${bodies} where ${eq(bodies.listing, "listed")} and ${isNotNull(bodies.proposedBy)}
    order by place`);
  const since = new Map<string, Since[]>();
  for (const row of rows) {
    const one = `${row.word} ${row.slug}`;
    since.set(one, [...(since.get(one) ?? []), row]);
  }
  return since;
});
