import { and, sql } from "drizzle-orm";
import { publications as p } from "@/db/schema";
import type { Reader } from "@/lib/context";
import { asksBlindly, isBlindTo } from "@/lib/developments/blind-list";
import { saying } from "@/lib/developments/conditions";
import type { Filters } from "@/lib/developments/filters";
import { changesSince } from "@/lib/developments/visible";

/** A development that makes the difference between a past day and today. */
export type Changed = {
  slug: string;
  title: string;
  /** It came into the list, left it (changed so, or retracted), or is in it with other content. */
  how: "added" | "left" | "changed";
};

/** `isBlind`: kept from a scorer, whom it would tell the directions of today's list. */
export type ChangedSince = { changes: Changed[]; total: number; isBlind: boolean };

const shown = 100;

/** What makes a chart of a past day differ from today's, newest change first, and how many there are in all. */
export async function listChangedSince({ db, caller = null }: Reader, filters: Filters): Promise<ChangedSince> {
  if (filters.asof === null) return { changes: [], total: 0, isBlind: false };
  const today = { ...filters, asof: null };
  if (await asksBlindly({ db, caller }, today)) return { changes: [], total: 0, isBlind: true };
  // That somebody scored is no news to whoever is not to know how.
  const otherThanScores = (await isBlindTo({ db, caller }, today))
    ? sql`having count(distinct ${p.revisionId}) > 1 or count(*) = 1`
    : sql``;
  const { sign, changed } = changesSince(filters.asof);
  const rows = await db.execute<{ slug: string; title: string; how: Changed["how"]; total: number }>(sql`
    with difference as (
      select ${p.developmentId} as id, min(${sign}) as least, max(${sign}) as most, max(${p.knownFrom}) as at
      from ${p} where ${and(changed, saying(filters))} group by 1 ${otherThanScores}
    )
    select now.slug, now.title, count(*) over ()::int as total,
      case when least = most then case when least < 0 then 'added' else 'left' end else 'changed' end as how
    from difference join ${p} now on now.development_id = difference.id and now.known_until is null
    order by at desc, now.slug limit ${shown}`);
  const changes = [...rows].map(({ slug, title, how }) => ({ slug, title, how }));
  return { changes, total: rows[0]?.total ?? 0, isBlind: false };
}
