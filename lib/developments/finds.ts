import { inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, listedVersions, publications as p } from "@/db/schema";
import { type Bits, clearBit, setBit } from "./bits";
import { textArray } from "./conditions";
import { findInSets } from "./find-in-sets";
import { bitsIn } from "./id-bytes";
import { searching } from "./lists";
import { foundMark } from "./marks";
import { grown } from "./members";
import { searchQuery } from "./search";
import { listedAt } from "./visible";

/** What searches find of all that is held, each answer with the data version at which it holds. */

export type Found = {
  version: number;
  /** The search as the database asks it, as text. */
  query: string;
  /** The developments that are listed with it. */
  listed: Bits;
  /** The publications of the past versions that hold it; null where they were not asked for. */
  past: Bits | null;
};

type Asked = { past: boolean };

/** Versions that may be found: with `past` also those that are not the known ones any more. */
const among = ({ past }: Asked): SQL => (past ? sql`not ${p.retracted}` : listedAt(null));

/** What the sets of words tell, or else the index of texts. */
export const find = async (db: Database, q: string, asked: Asked): Promise<Found> =>
  (await findInSets(db, q, asked)) ?? findByIndex(db, q, asked);

/** Takes half a second for a common word of a million texts. The ids come as bytes. */
export async function findByIndex(db: Database, q: string, { past }: Asked): Promise<Found> {
  const idsOf = (column: typeof p.id | typeof p.developmentId, which: SQL) =>
    sql`string_agg(int4send(${column}::int), ''::bytea) filter (where ${which})`;
  const [row] = await searching(db, { q }, (db) =>
    db.execute<{ version: string; query: string; listed: Buffer | null; past: Buffer | null }>(sql`
      select v.version, search.query::text as query, found.listed, found.past
      from ${dataVersions} v, (select ${searchQuery(q)} as query offset 0) search, lateral (
        select ${idsOf(p.developmentId, isNull(p.knownUntil))} as listed,
          ${idsOf(p.id, sql`${p.knownUntil} is not null`)} as past
        from ${p} where ${among({ past })} and ${p.search} @@ search.query) found`),
  );
  return {
    version: Number(row?.version ?? 0),
    query: row?.query ?? "",
    listed: bitsIn(row?.listed ?? Buffer.alloc(0)),
    past: past ? bitsIn(row?.past ?? Buffer.alloc(0)) : null,
  };
}

/** The same with what changed since; all of it anew where the record was rebuilt. */
export async function findAgain(db: Database, q: string, { version, query, listed, past }: Found): Promise<Found> {
  const asked = { past: past !== null };
  const rows = await db.execute<{
    version: string;
    rebuilt: string;
    id: string | null;
    publication: string | null;
    is_past: boolean | null;
  }>(sql`
    select v.version, v.rebuilt, changed.development_id as id, found.publication, found.is_past
    from ${dataVersions} v
      left join ${listedVersions} changed on changed.version > ${version}
      left join lateral (
        select ${p.id} as publication, ${p.knownUntil} is not null as is_past from ${p}
        where ${p.developmentId} = changed.development_id and ${among(asked)}
          and ${p.search} @@ ${query}::tsquery
      ) found on true`);
  if (Number(rows[0]?.rebuilt ?? 0) > version) return find(db, q, asked);
  const changed = rows.flatMap(({ id }) => (id === null ? [] : [Number(id)]));
  const listedAnew = rows.flatMap(({ id, is_past }) => (is_past === false ? [Number(id)] : []));
  const pastAnew = rows.flatMap(({ publication, is_past }) => (is_past ? [Number(publication)] : []));
  return {
    version: Number(rows[0]?.version ?? version),
    query,
    listed: inPlaceOf(changed, listed, listedAnew),
    // What was written anew has other publications: nothing is held of those that are gone.
    past: past && inPlaceOf([], past, pastAnew),
  };
}

/** With some ids, and without others. */
function inPlaceOf(gone: number[], bits: Bits, come: number[]): Bits {
  const last = come.reduce((last, id) => Math.max(last, id), 0);
  const all = grown(bits, new Uint32Array(Math.max(bits.length, (last >>> 5) + 1)));
  for (const id of gone) clearBit(all, id);
  for (const id of come) setBit(all, id);
  return all;
}

/** By publication the marks of the searches that find it; without searches there is no version to agree with. */
export type FoundAmong = { version: number | null; marks: ReadonlyMap<number, string[]> };

/** Which searches, by what was typed as the database asks it, find each version of some developments. */
export async function findAmong(
  db: Database,
  searches: ReadonlyMap<string, string>,
  developmentIds: number[],
  asked: Asked,
): Promise<FoundAmong> {
  const marks = new Map<number, string[]>();
  if (searches.size === 0) return { version: null, marks };
  const typed = [...searches.keys()];
  const rows = await db.execute<{ version: string; id: string | null; place: string }>(sql`
    select v.version, found.id, found.place from ${dataVersions} v left join (
      select ${p.id} as id, search.place from ${p}, unnest(${textArray([...searches.values()])})
        with ordinality as search (query, place)
      where ${inArray(p.developmentId, developmentIds)} and ${among(asked)} and ${p.search} @@ search.query::tsquery
    ) found on true`);
  for (const { id, place } of rows) {
    const q = typed[Number(place) - 1];
    if (id !== null && q !== undefined) marks.set(Number(id), [...(marks.get(Number(id)) ?? []), foundMark(q)]);
  }
  return { version: Number(rows[0]?.version ?? 0), marks };
}
