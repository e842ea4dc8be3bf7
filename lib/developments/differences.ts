import type { Database } from "@/db/client";
import { bitOf, clearBit, countBits, eachInBoth } from "./bits";
import type { Filters } from "./filters";
import { chooseFrom } from "./selection";

/** It came into the list since then, left it, or is in it as another version. */
export type Difference = { id: number; how: "added" | "left" | "changed" };

export type Differences = {
  total: number;
  /** Those that were in the list then and are in it now. */
  changed: number[];
  newest: Difference[];
};

/** Days since 1970 are below it. */
const daysBelow = 2 ** 16;

/**
 * What makes the difference between the list of a past day and today's, without some that are in both: may be as many as
 * there are developments, of which the newest few are told.
 */
export async function selectDifferences(
  db: Database,
  filters: Filters,
  { most, without }: { most: number; without: ReadonlySet<number> },
): Promise<Differences> {
  const { now, past, groups, known, between } = await chooseFrom(db, filters);
  if (!past) return { total: 0, changed: [], newest: [] };
  const came = now.list(groups, between).bits.slice();
  eachInBoth(came, now.list(known, between).bits, (id) => clearBit(came, id));
  const gone = new Map(past.developmentsIn(past.index.list(known, between)));
  for (const id of without) {
    clearBit(came, id);
    gone.delete(id);
  }
  const changed = [...gone.keys()].filter((id) => bitOf(came, id) === 1);
  const before = new Set(changed);
  const left = [...gone].filter(([id]) => !before.has(id));

  const perDay = new Uint32Array(daysBelow);
  const count = (day: number) => {
    perDay[day] = (perDay[day] ?? 0) + 1;
  };
  eachInBoth(came, came, (id) => count(now.knownFrom(id)));
  for (const [, number] of left) count(past.knownUntil(number));
  const firstDay = lastDaysOf(perDay, most);
  const newest: (Difference & { day: number; publicationId: number })[] = [];
  eachInBoth(came, came, (id) => {
    const day = now.knownFrom(id);
    if (day < firstDay) return;
    newest.push({ id, how: before.has(id) ? "changed" : "added", day, publicationId: now.publicationOf(id) });
  });
  for (const [id, number] of left) {
    const [day, publicationId] = [past.knownUntil(number), past.index.publicationOf(number)];
    if (day >= firstDay) newest.push({ id, how: "left", day, publicationId });
  }
  newest.sort((one, other) => other.day - one.day || other.publicationId - one.publicationId);
  return {
    total: countBits(came) + left.length,
    changed,
    newest: newest.slice(0, most).map(({ id, how }) => ({ id, how })),
  };
}

/** The first of the last days in which there are as many. */
function lastDaysOf(perDay: Uint32Array, most: number): number {
  let [day, n] = [perDay.length, 0];
  while (day > 0 && n < most) n += perDay[--day] ?? 0;
  return day;
}
