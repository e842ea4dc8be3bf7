import { and, asc, getTableColumns, gt, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { revisions } from "@/db/schema";
import { revisionHash } from "./chain";

export type BrokenLink = { developmentId: number; number: number; what: string };

/** As it was stored and hashed, without the fields that came later. */
const storedContent = sql<DevelopmentContent>`${revisions.content}`;

/**
 * Recomputes every hash, a batch of developments at a time, and names the first link that does not hold;
 * null when all do. Also returns how many revisions were read.
 */
export async function verifyChains(db: Database, batch = 500): Promise<{ checked: number; broken: BrokenLink | null }> {
  let checked = 0;
  let after = 0;
  for (;;) {
    const ids = await db
      .selectDistinct({ id: revisions.developmentId })
      .from(revisions)
      .where(gt(revisions.developmentId, after))
      .orderBy(asc(revisions.developmentId))
      .limit(batch);
    const last = ids.at(-1);
    if (!last) return { checked, broken: null };
    const rows = await db
      .select({ ...getTableColumns(revisions), content: storedContent })
      .from(revisions)
      .where(and(gt(revisions.developmentId, after), lte(revisions.developmentId, last.id)))
      .orderBy(asc(revisions.developmentId), asc(revisions.number));
    const broken = firstBroken(rows);
    if (broken) return { checked, broken };
    checked += rows.length;
    after = last.id;
  }
}

function firstBroken(rows: (typeof revisions.$inferSelect)[]): BrokenLink | null {
  const numbers = new Map(rows.map((row) => [row.id, row.number]));
  let previous: (typeof rows)[number] | undefined;
  for (const row of rows) {
    if (previous?.developmentId !== row.developmentId) previous = undefined;
    const { developmentId, number } = row;
    const link = { developmentId, number };
    if (number !== (previous?.number ?? 0) + 1) return { ...link, what: "a revision before it is missing" };
    if (row.previousHash !== (previous?.hash ?? null)) {
      return { ...link, what: "it does not carry the hash of the revision before it" };
    }
    const baseNumber = row.baseRevisionId === null ? null : (numbers.get(row.baseRevisionId) ?? null);
    const { authorId, recordedAt, backfill, content, previousHash } = row;
    const hash = revisionHash({
      developmentId,
      number,
      baseNumber,
      authorId,
      recordedAt,
      backfill,
      content,
      previousHash,
    });
    if (hash !== row.hash) return { ...link, what: "its content does not match its hash" };
    previous = row;
  }
  return null;
}
