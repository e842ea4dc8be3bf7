import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import { mostRanked } from "./filters";
import type { Listing } from "./mark-index";
import { searchQuery } from "./search";
import type { Selection } from "./selection";
import { compare, type Place } from "./timeline-order";

type Ranked = Listing & { rank: number };
type RankedPage = { after: (Place & { rank: number }) | null; limit: number };

/** A page of what a search finds, in the order of how well it fits. */
export async function pageByRank(
  db: Database,
  selection: Selection,
  q: string,
  { after, limit }: RankedPage,
): Promise<{ keys: Ranked[]; total: number }> {
  const newest = selection.page({ sort: "newest", after: null, limit: mostRanked });
  const { total } = newest;
  const last = newest.places.at(-1);
  // Before anything is awaited: the list may be another one after it.
  const isBehind = after !== null && last !== undefined && after.rank === 0 && compare(after, last) <= 0;
  const others =
    last && total > mostRanked
      ? selection.page({ sort: "newest", after: isBehind ? after : last, limit }).places.map(unranked)
      : [];
  if (isBehind) return { keys: others, total };
  const ranks = await readRanks(db, q, newest.places);
  const ranked = newest.places
    .map((place): Ranked => ({ ...place, rank: ranks.get(place.publicationId) ?? 0 }))
    .sort((one, other) => byRank(other, one))
    .filter((one) => after === null || byRank(one, after) < 0);
  return { keys: [...ranked, ...others].slice(0, limit), total };
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
