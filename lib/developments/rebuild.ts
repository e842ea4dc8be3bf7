import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listedMarks, markCounts, markSets, publications, reviews } from "@/db/schema";
import { replacePublications } from "./project";
import { changeCounts, changeLists, countChange, type Differences } from "./tally";

/** Makes the public rows where there are none: a migration that changes what they hold leaves that to the projection. */
export async function fillPublications(db: Database): Promise<void> {
  const [{ empty } = { empty: false }] = await db.execute<{ empty: boolean }>(sql`
    select exists (select from ${reviews} where outcome = 'approved') and not exists (select from ${publications}) as empty`);
  if (empty) await rebuildPublications(db);
}

/**
 * Makes every public row anew from revisions and reviews, in one transaction: readers see the old rows
 * until all new ones are there. Returns how many developments were written.
 */
export async function rebuildPublications(db: Database, batch = 500): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${publications} in share row exclusive mode`);
    await tx.delete(publications);
    await tx.delete(listedMarks);
    await tx.delete(markCounts);
    await tx.delete(markSets);
    // Counted all at once: each row of counts would else be written again by every batch.
    const differences: Differences = new Map();
    let written = 0;
    let after = 0;
    for (;;) {
      const rows = await tx
        .selectDistinct({ id: reviews.developmentId })
        .from(reviews)
        .where(and(eq(reviews.outcome, "approved"), gt(reviews.developmentId, after)))
        .orderBy(asc(reviews.developmentId))
        .limit(batch);
      const last = rows.at(-1);
      if (!last) break;
      const ids = rows.map((row) => row.id);
      const change = await replacePublications(tx, ids);
      await changeLists(tx, change);
      countChange(differences, change);
      written += rows.length;
      after = last.id;
    }
    await changeCounts(tx, differences);
    return written;
  });
}
