import { and, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import type { Reader } from "@/lib/context";
import { asksBlindly, isBlindTo } from "@/lib/developments/blind-list";
import { type Difference, selectDifferences } from "@/lib/developments/differences";
import type { Filters } from "@/lib/developments/filters";
import { knownAt } from "@/lib/developments/visible";

/** A development that makes the difference between a past day and today. */
export type Changed = {
  slug: string;
  title: string;
  /** It came into the list, left it (changed so, or retracted), or is in it with other content. */
  how: Difference["how"];
};

/** `isBlind`: kept from a scorer, whom it would tell the directions of today's list. */
export type ChangedSince = { changes: Changed[]; total: number; isBlind: boolean };

const shown = 100;

/** What makes a chart of a past day differ from today's, newest change first, and how many there are in all. */
export async function listChangedSince({ db, caller = null }: Reader, filters: Filters): Promise<ChangedSince> {
  const { asof } = filters;
  if (asof === null) return { changes: [], total: 0, isBlind: false };
  const today = { ...filters, asof: null };
  if (await asksBlindly({ db, caller }, today)) return { changes: [], total: 0, isBlind: true };
  const isBlind = await isBlindTo({ db, caller }, today);
  const without = new Set<number>();
  for (;;) {
    const { changed, newest, total } = await selectDifferences(db, filters, { most: shown, without });
    // That somebody scored is no news to whoever is not to know how.
    const onlyScored = isBlind ? await listOnlyScored(db, asof, changed) : [];
    if (onlyScored.length === 0) return { changes: await nameChanges(db, newest), total, isBlind: false };
    for (const id of onlyScored) without.add(id);
  }
}

/** Those of which a past day knew the same revision. */
async function listOnlyScored(db: Database, asof: string, changed: number[]): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select ${p.developmentId} as id from ${p}
    where ${p.developmentId} = any(${`{${changed.join()}}`}::bigint[]) and (${knownAt(null)} or ${knownAt(asof)})
    group by 1 having count(distinct ${p.revisionId}) = 1`);
  return [...rows].map(({ id }) => Number(id));
}

async function nameChanges(db: Database, changes: Difference[]): Promise<Changed[]> {
  const ids = changes.map(({ id }) => id);
  const rows = await db
    .select({ id: p.developmentId, slug: p.slug, title: p.title })
    .from(p)
    .where(and(inArray(p.developmentId, ids), isNull(p.knownUntil)));
  const named = new Map(rows.map(({ id, ...name }) => [id, name]));
  return changes.flatMap(({ id, how }) => {
    const name = named.get(id);
    return name ? [{ ...name, how }] : [];
  });
}
