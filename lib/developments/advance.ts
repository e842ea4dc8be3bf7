import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { developments } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import type { Person } from "@/lib/context";
import { appendRevision, type Revision } from "@/lib/revisions/append";

/** Puts a new version on top of a locked development: its revision, the head that editors go on from, the audit row. */
export async function advanceHead(
  tx: Transaction,
  step: {
    developmentId: number;
    base: Revision | null;
    caller: Person;
    now: Date;
    content: DevelopmentContent;
    action: "created" | "saved" | "restored" | "retraction-proposed";
    detail?: Record<string, unknown>;
  },
): Promise<Revision> {
  const { developmentId, base, caller, now, content, action, detail } = step;
  const revision = await appendRevision(tx, { developmentId, base, authorId: caller.id, recordedAt: now, content });
  await Promise.all([
    tx.update(developments).set({ headRevisionId: revision.id }).where(eq(developments.id, developmentId)),
    recordAudit(tx, {
      at: now,
      personId: caller.id,
      action: `development.${action}`,
      subject: `development:${developmentId}`,
      detail: { revision: revision.number, ...detail },
    }),
  ]);
  return revision;
}
