import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publications as p } from "@/db/schema";
import { Invalid } from "@/lib/errors";

/** Duplicates that were merged into another development. */

/** Refuses a merge into what is not published, is retracted, or is the development itself. */
export async function requireMergeTarget(
  tx: Transaction,
  developmentId: number,
  mergedInto: string | null,
): Promise<void> {
  if (!mergedInto) return;
  // Two merged into each other at once would both lose their page.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary merges'))`);
  const [target] = await tx
    .select({ id: p.developmentId, retracted: p.retracted })
    .from(p)
    .where(and(eq(p.slug, mergedInto), isNull(p.knownUntil)));
  if (!target) throw new Invalid({ mergedInto: `“${mergedInto}” is not a published development.` });
  if (target.id === developmentId) throw new Invalid({ mergedInto: "A development cannot be merged into itself." });
  if (target.retracted) throw new Invalid({ mergedInto: "That development is retracted: choose the one that stands." });
}
