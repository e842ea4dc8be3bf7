import type { IssueEntry } from "@/db/issue";
import type { Context } from "@/lib/context";
import { hiddenFrom } from "@/lib/scores/visible";

/** Entries of a letter as somebody sees them who may score: without what others said before their own score is in. */
export async function asSeenBy<Entry extends { developmentId: number; entry: IssueEntry }>(
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
