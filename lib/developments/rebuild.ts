import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications, reviews } from "@/db/schema";
import { projectDevelopments } from "./project";

/**
 * Makes every public row anew from revisions and reviews, in one transaction: readers see the old rows
 * until all new ones are there. Returns how many developments were written.
 */
export async function rebuildPublications(db: Database, batch = 500): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${publications} in share row exclusive mode`);
    await tx.delete(publications);
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
      if (!last) return written;
      await projectDevelopments(
        tx,
        rows.map((row) => row.id),
      );
      written += rows.length;
      after = last.id;
    }
  });
}
