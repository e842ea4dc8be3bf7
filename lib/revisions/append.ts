import { desc, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { developments, revisions } from "@/db/schema";
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

type First = Pick<Revision, "developmentId" | "authorId" | "recordedAt" | "backfill" | "content">;

/** The first versions of new developments, and their heads. Returns the revision of each development. */
export async function firstRevisions(tx: Transaction, firsts: First[]): Promise<Map<number, number>> {
  if (firsts.length === 0) return new Map();
  const rows = await tx
    .insert(revisions)
    .values(
      firsts.map((first) => {
        const chained = { ...first, number: 1, previousHash: null };
        return { ...chained, hash: revisionHash({ ...chained, baseNumber: null }) };
      }),
    )
    .returning({ id: revisions.id, developmentId: revisions.developmentId });
  await tx.execute(sql`
    update ${developments} set head_revision_id = one.id
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as one (id bigint, "developmentId" bigint)
    where ${developments.id} = one."developmentId"`);
  return new Map(rows.map(({ id, developmentId }) => [developmentId, id]));
}
