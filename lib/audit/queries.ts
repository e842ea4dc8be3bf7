import { desc, eq, lt } from "drizzle-orm";
import { auditEvents, people } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";

export type AuditRow = {
  id: number;
  at: Date;
  /** Null where the program itself acted. */
  person: string | null;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
};

/** Who did what, newest first; `before` is the id to go on from. */
export async function listAudit({ db, caller }: Context, before: number | null, limit = 100): Promise<AuditRow[]> {
  requireCan(caller, "audit.read");
  return db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      person: people.name,
      action: auditEvents.action,
      subject: auditEvents.subject,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .leftJoin(people, eq(people.id, auditEvents.personId))
    .where(before === null ? undefined : lt(auditEvents.id, before))
    .orderBy(desc(auditEvents.id))
    .limit(limit);
}
