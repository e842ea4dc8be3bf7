import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { IssueEntry } from "@/db/issue";
import { people } from "@/db/schema";
import type { Caller, Context } from "@/lib/context";
import { filterQuery } from "@/lib/developments/filters";
import { hiddenFrom } from "@/lib/scores/visible";
import { readFilter } from "@/lib/subscriptions/filter";

/** What letters keep from those who may score: what others said of an impact before their own score is in. */

type Told = { developmentId: number; entry: IssueEntry };

/** Entries of a letter as somebody sees them who may score. */
export async function asSeenBy<Entry extends Told>(
  { db, caller }: Pick<Context, "db" | "caller">,
  entries: Entry[],
): Promise<Entry[]> {
  const ids = entries.map(({ developmentId }) => developmentId);
  const isHidden = await hiddenFrom(db, caller, ids);
  return entries.map((one) => ({
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
}

/** The person a letter was made for; nobody once they cannot sign in any more. */
export async function findScorer(db: Database, id: string): Promise<Caller> {
  const { name, email, role } = people;
  const [person] = await db
    .select({ id: people.id, name, email, role })
    .from(people)
    .where(and(eq(people.id, id), eq(people.active, true)));
  return person ? { ...person, email: person.email ?? "" } : null;
}

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
  const ids = entries.map(({ developmentId }) => developmentId);
  const isHidden = await hiddenFrom(db, await findScorer(db, scorerId), ids);
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
