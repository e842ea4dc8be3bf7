import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import { mostRanked } from "./filters";
import type { Listing } from "./mark-index";
import { searchQuery } from "./search";
import type { Selection } from "./selection";
import { compare, type Place } from "./timeline-order";

type Ranked = Listing & { rank: number };

/** Where a page begins; `border` is the last of those that the first page ranked. */
export type RankedPlace = Place & { rank: number; border: Place };

type RankedPage = { keys: Ranked[]; total: number; border: Place | null };

/**
 * A page of what a search finds, in the order of how well it fits. Who walks through pages keeps the border between those
 * that are ranked and those that follow by their dates: nothing that did not change crosses it meanwhile.
 */
export async function pageByRank(
  db: Database,
  selection: Selection,
  q: string,
  { after, limit }: { after: RankedPlace | null; limit: number },
): Promise<RankedPage> {
  // What came since the border was drawn stands before it.
  const newest = selection.page({ sort: "newest", after: null, limit: after ? 2 * mostRanked : mostRanked });
  const { total } = newest;
  const border = after?.border ?? newest.places.at(-1) ?? null;
  if (!border) return { keys: [], total, border };
  // Before anything is awaited: the list may be another one after it.
  const isBehind = after !== null && compare(after, border) < 0;
  const others = selection.page({ sort: "newest", after: isBehind ? after : border, limit }).places.map(unranked);
  if (isBehind) return { keys: others, total, border };
  const places = newest.places.filter((place) => compare(place, border) >= 0);
  const ranks = await readRanks(db, q, places);
  const ranked = places
    .map((place): Ranked => ({ ...place, rank: ranks.get(place.publicationId) ?? 0 }))
    .sort((one, other) => byRank(other, one))
    .filter((one) => after === null || byRank(one, after) < 0);
  return { keys: [...ranked, ...others].slice(0, limit), total, border };
}

const unranked = (place: Listing): Ranked => ({ ...place, rank: 0 });

const byRank = (one: Place & { rank: number }, other: Place & { rank: number }): number =>
  one.rank - other.rank || compare(one, other);

async function readRanks(db: Database, q: string, places: Listing[]): Promise<ReadonlyMap<number, number>> {
  const ids = places.map(({ publicationId }) => publicationId);
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; rank: number }>(sql`
    select ${p.id}, ts_rank_cd(${p.search}, query.q) as rank
    from ${p}, (select ${searchQuery(q)} as q offset 0) query where ${p.id} = any(${`{${ids.join()}}`}::bigint[])`);
  return new Map(rows.map(({ id, rank }) => [Number(id), rank]));
}
