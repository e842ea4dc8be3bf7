import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries, subscribers } from "@/db/schema";

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
  if (decision === "send-again") {
    // Given up for the reply that is tried anew; whose letters bounced or who complained is not asked again.
    const refused = rows.map(({ subscriberId }) => subscriberId);
    await db
      .update(subscribers)
      .set({ suppressedAt: null, suppressedBecause: null })
      .where(and(inArray(subscribers.id, refused), eq(subscribers.suppressedBecause, "refused")));
  }
  return rows.length;
}
