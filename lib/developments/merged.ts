import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { publications as p } from "@/db/schema";
import { Invalid } from "@/lib/errors";
import { knownAt } from "./visible";

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

/** What was merged into a development, by then. */
export async function listMerged(
  db: Database,
  slug: string,
  asof: string | null,
): Promise<{ slug: string; title: string }[]> {
  return db
    .select({ slug: p.slug, title: p.title })
    .from(p)
    .where(and(eq(p.mergedInto, slug), knownAt(asof)))
    .orderBy(asc(p.slug));
}
