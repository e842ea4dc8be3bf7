import { desc, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { revisions } from "@/db/schema";
import { revisionHash } from "./chain";

export type Revision = typeof revisions.$inferSelect;

/** Adds a version to the end of a development's chain. The caller holds the row lock of the development. */
export async function appendRevision(
  tx: Transaction,
  input: {
    developmentId: number;
    base: Pick<Revision, "id" | "number"> | null;
    authorId: string;
    recordedAt: Date;
    backfill?: boolean;
    content: DevelopmentContent;
  },
): Promise<Revision> {
  const [last] = await tx
    .select({ number: revisions.number, hash: revisions.hash })
    .from(revisions)
    .where(eq(revisions.developmentId, input.developmentId))
    .orderBy(desc(revisions.number))
    .limit(1);
  const chained = {
    developmentId: input.developmentId,
    number: (last?.number ?? 0) + 1,
    baseNumber: input.base?.number ?? null,
    authorId: input.authorId,
    recordedAt: input.recordedAt,
    backfill: input.backfill ?? false,
    content: input.content,
    previousHash: last?.hash ?? null,
  };
  const { baseNumber: _, ...row } = chained;
  const [revision] = await tx
    .insert(revisions)
    .values({ ...row, baseRevisionId: input.base?.id ?? null, hash: revisionHash(chained) })
    .returning();
  if (!revision) throw new Error("The revision was not stored.");
  return revision;
}
