import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, listedMarks, listedVersions, publications, reviews } from "@/db/schema";
import { writeLists } from "./listed-marks";
import { replacePublications } from "./project";

/** Raised whenever what is written beside publications changes its shape: the next start makes all of it anew. */
const projection = 7;

/** Rebuilds what an older release wrote; a migration that changes what public rows hold leaves that to this. */
export async function rebuildOutdated(db: Database): Promise<void> {
  const [written] = await db.select({ projection: dataVersions.projection }).from(dataVersions);
  if (written?.projection !== projection) await rebuildPublications(db);
}

/**
 * Makes every public row anew from revisions and reviews, in one transaction: readers see the old rows
 * until all new ones are there. Returns how many developments were written.
 */
export async function rebuildPublications(db: Database, batch = 500): Promise<number> {
  return db.transaction(async (tx) => {
    // First, as whoever publishes does: else each would wait for what the other holds.
    await tx.select().from(dataVersions).for("update");
    await tx.execute(sql`lock table ${publications} in share row exclusive mode`);
    await tx.delete(publications);
    await tx.delete(listedMarks);
    await tx.delete(listedVersions);
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
      await replacePublications(tx, ids);
      written += rows.length;
      after = last.id;
    }
    await writeLists(tx);
    await tx.update(dataVersions).set({ projection, rebuilt: sql`${dataVersions.version}` });
    return written;
  });
}
