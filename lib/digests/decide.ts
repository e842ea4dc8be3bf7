import { and, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries } from "@/db/schema";

/** A person's word on uncertain or failed letters: send them again, under the same Message-ID, or count them as delivered. */
export async function decideDeliveries(
  db: Database,
  at: Date,
  ids: number[],
  decision: "send-again" | "delivered",
): Promise<number> {
  const rows = await db
    .update(deliveries)
    .set(
      decision === "delivered"
        ? { state: "accepted", settledAt: at }
        : // The hours in which it was tried before are over.
          { state: "queued", settledAt: null, dataBeganAt: null, firstTriedAt: null, nextAt: at },
    )
    .where(
      and(
        inArray(deliveries.id, ids),
        inArray(deliveries.state, decision === "delivered" ? ["uncertain"] : ["uncertain", "failed"]),
      ),
    )
    .returning();
  return rows.length;
}
