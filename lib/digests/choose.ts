import { and, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import { chosenMarks } from "@/lib/developments/conditions";
import { searchQuery } from "@/lib/developments/search";
import { rootMessage } from "@/lib/errors";
import { readFilter } from "@/lib/subscriptions/filter";
import type { WeekEntry } from "./entries";

/**
 * Which entries of a week each subscribed view holds. The week is in memory, indexed by marks, so that a view costs a
 * few look-ups and not a query; only a view with a search asks the database.
 */
export async function chooseEntries(
  db: Database,
  entries: WeekEntry[],
  filters: string[],
): Promise<Map<string, number[]>> {
  const byMark = new Map<string, number[]>();
  for (const { developmentId, marks } of entries) {
    for (const mark of marks) {
      const list = byMark.get(mark);
      if (list) list.push(developmentId);
      else byMark.set(mark, [developmentId]);
    }
  }
  const chosen = new Map<string, number[]>();
  for (const filter of filters) {
    const { from, to, q, ...words } = readFilter(filter);
    const sets: Set<number>[] = [];
    for (const { marks } of await chosenMarks(db, { from, to, q, ...words })) {
      sets.push(new Set(marks.flatMap((mark) => byMark.get(mark) ?? [])));
    }
    if (q) {
      const found = findInSearch(db, entries, q).catch((error) => {
        // One view holds up the letters of all: whoever is to mend that must know which.
        throw new Error(`The view “${filter}” of some subscriber cannot be searched: ${rootMessage(error)}`);
      });
      sets.push(await found);
    }
    chosen.set(
      filter,
      entries
        .filter(({ decidedOn }) => (!from || decidedOn >= from) && (!to || decidedOn <= to))
        .map(({ developmentId }) => developmentId)
        .filter((id) => sets.every((set) => set.has(id))),
    );
  }
  return chosen;
}

async function findInSearch(db: Database, entries: WeekEntry[], q: string): Promise<Set<number>> {
  const ids = entries.map(({ publicationId }) => publicationId);
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: p.developmentId })
    .from(p)
    .where(and(inArray(p.id, ids), sql`${p.search} @@ ${searchQuery(q)}`));
  return new Set(rows.map((row) => row.id));
}
