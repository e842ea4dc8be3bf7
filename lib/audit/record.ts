import type { Database } from "@/db/client";
import { auditEvents } from "@/db/schema";

export type AuditSubject =
  | `development:${number}`
  | `person:${string}`
  | `body:${string}`
  | `actor:${string}`
  | `area:${string}`
  | `issue:${string}`
  | "record";

/** Notes who did what, inside the transaction that does it. `personId` null: the program itself. */
export async function recordAudit(
  tx: Database,
  event: {
    at: Date;
    personId: string | null;
    action: string;
    subject: AuditSubject;
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  await tx.insert(auditEvents).values({ ...event, detail: event.detail ?? {} });
}
