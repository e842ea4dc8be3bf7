import { eq } from "drizzle-orm";
import { developments } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { lockDevelopment } from "./locked";

/**
 * Takes a draft out of the queues without losing it: it stays in the record and is back with its next save. Doing it
 * twice changes nothing.
 */
export async function setAside({ db, caller, now }: Context, id: number): Promise<void> {
  await db.transaction(async (tx) => {
    const development = await lockDevelopment(tx, id);
    requireCan(caller, "development.set-aside", development);
    if (development.setAsideRevisionId === development.head.id) return;
    await tx.update(developments).set({ setAsideRevisionId: development.head.id }).where(eq(developments.id, id));
    await recordAudit(tx, {
      at: now,
      personId: caller.id,
      action: "development.set-aside",
      subject: `development:${id}`,
      detail: { revision: development.head.number },
    });
  });
}
