import type { Database } from "@/db/client";
import type { IssueEntry } from "@/db/issue";
import type { Context } from "@/lib/context";
import { filterQuery } from "@/lib/developments/filters";
import { hiddenFrom, type IsHidden, leftToScore } from "@/lib/scores/visible";
import { readFilter } from "@/lib/subscriptions/filter";

/** What letters keep from those who may score: what others said of an impact before their own score is in. */

type Told = { developmentId: number; entry: IssueEntry };

const idsOf = (entries: Told[]) => entries.map(({ developmentId }) => developmentId);

/** Entries of a letter as somebody sees them who may score. */
export const asSeenBy = async <Entry extends Told>(
  { db, caller }: Pick<Context, "db" | "caller">,
  entries: Entry[],
): Promise<Entry[]> => hide(entries, await hiddenFrom(db, caller, idsOf(entries)));

/** The same for whoever scored when the week closed: the letter is theirs, whatever they may do since. */
export const asSeenByScorer = async <Entry extends Told>(
  db: Database,
  scorerId: string,
  entries: Entry[],
): Promise<Entry[]> => hide(entries, await leftToScore(db, scorerId, idsOf(entries)));

const hide = <Entry extends Told>(entries: Entry[], isHidden: IsHidden): Entry[] =>
  entries.map((one) => ({
    ...one,
    entry: {
      ...one.entry,
      areas: one.entry.areas.map((area) =>
        isHidden(one.developmentId, area.slug)
          ? { ...area, direction: "unscored" as const, median: null, scorers: 0, hidden: true as const }
          : area,
      ),
    },
  }));

/** A kept view as wide as it is without its directions. */
export const withoutDirections = (filter: string): string => filterQuery({ ...readFilter(filter), direction: [] });

/**
 * Which entries a view holds for somebody who scores. One by directions holds all that they have yet to score, whatever
 * others said of it: that it is missing would tell.
 */
export async function choiceOfScorer(
  db: Database,
  scorerId: string,
  entries: Told[],
  chosen: ReadonlyMap<string, number[]>,
): Promise<(filter: string) => number[]> {
  const isHidden = await leftToScore(db, scorerId, idsOf(entries));
  const areasOf = new Map(entries.map(({ developmentId, entry }) => [developmentId, entry.areas]));
  return (filter) => {
    const { area, direction } = readFilter(filter);
    const held = chosen.get(filter) ?? [];
    if (direction.length === 0) return held;
    const isLeft = (id: number) =>
      areasOf.get(id)?.some(({ slug }) => (area.length === 0 || area.includes(slug)) && isHidden(id, slug));
    return (chosen.get(withoutDirections(filter)) ?? []).filter((id) => held.includes(id) || isLeft(id));
  };
}
