import { inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, listedVersions, publications as p } from "@/db/schema";
import { textArray } from "./conditions";
import { idsIn } from "./id-bytes";
import { searching } from "./lists";
import { foundMark } from "./marks";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/** What searches find of all that is listed, each answer with the data version at which it holds. */

/** `query` is the search as the database asks it, as text. */
export type Found = { version: number; query: string; ids: Uint32Array };

/** Finds all, which takes seconds for a common word of a million texts. The ids come as bytes, in their order. */
export async function find(db: Database, q: string): Promise<Found> {
  const [row] = await searching(db, { q }, (db) =>
    db.execute<{ version: string; query: string; ids: Buffer | null }>(sql`
      select v.version, search.query::text as query, (
        select string_agg(int4send(${p.developmentId}::int), ''::bytea) from ${p}
        where ${listedAt(null)} and ${p.search} @@ search.query) as ids
      from ${dataVersions} v, (select ${searchQuery(q)} as query offset 0) search`),
  );
  return { version: Number(row?.version ?? 0), query: row?.query ?? "", ids: idsIn(row?.ids ?? Buffer.alloc(0)) };
}

/** The same with what was listed anew since; all of it anew where the record was rebuilt. */
export async function findAgain(db: Database, q: string, { version, query, ids }: Found): Promise<Found> {
  const rows = await db.execute<{ version: string; rebuilt: string; id: string | null; found: boolean | null }>(sql`
    select v.version, v.rebuilt, changed.development_id as id, listed.found
    from ${dataVersions} v
      left join ${listedVersions} changed on changed.version > ${version}
      left join lateral (
        select ${p.search} @@ ${query}::tsquery as found from ${p}
        where ${p.developmentId} = changed.development_id and ${listedAt(null)}
      ) listed on true`);
  if (Number(rows[0]?.rebuilt ?? 0) > version) return find(db, q);
  const changed = new Set(rows.map(({ id }) => Number(id)));
  const more = rows.flatMap(({ id, found }) => (found ? [Number(id)] : []));
  const left = ids.filter((id) => !changed.has(id));
  return { version: Number(rows[0]?.version ?? version), query, ids: Uint32Array.from([...left, ...more]).sort() };
}

/** By development the marks of the searches that find it; without searches there is no version to agree with. */
export type FoundAmong = { version: number | null; marks: ReadonlyMap<number, string[]> };

/** Which searches, by what was typed as the database asks it, find each of some developments. */
export async function findAmong(
  db: Database,
  searches: ReadonlyMap<string, string>,
  ids: number[],
): Promise<FoundAmong> {
  const marks = new Map<number, string[]>();
  if (searches.size === 0) return { version: null, marks };
  const asked = [...searches.keys()];
  const rows = await db.execute<{ version: string; id: string | null; place: string }>(sql`
    select v.version, found.id, found.place from ${dataVersions} v left join (
      select ${p.developmentId} as id, search.place from ${p}, unnest(${textArray([...searches.values()])})
        with ordinality as search (query, place)
      where ${inArray(p.developmentId, ids)} and ${listedAt(null)} and ${p.search} @@ search.query::tsquery
    ) found on true`);
  for (const { id, place } of rows) {
    const q = asked[Number(place) - 1];
    if (id !== null && q !== undefined) marks.set(Number(id), [...(marks.get(Number(id)) ?? []), foundMark(q)]);
  }
  return { version: Number(rows[0]?.version ?? 0), marks };
}
