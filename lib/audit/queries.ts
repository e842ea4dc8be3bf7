import { desc, eq, lt } from "drizzle-orm";
import { auditEvents, people } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { hiddenFrom } from "@/lib/scores/visible";

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
  const rows = await db
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
  return asSeenBy({ db, caller }, rows);
}

/** Scorers discuss what they scored far apart: which impact that is, is not told before one scored it oneself. */
async function asSeenBy({ db, caller }: Pick<Context, "db" | "caller">, rows: AuditRow[]): Promise<AuditRow[]> {
  const idOf = (row: AuditRow) => Number(row.subject.split(":")[1]);
  const discussed = rows.filter(({ action }) => action === "score.discussed");
  const isHidden = await hiddenFrom(db, caller, discussed.map(idOf));
  return rows.map((row) =>
    discussed.includes(row) && isHidden(idOf(row), String(row.detail.area))
      ? { ...row, subject: "an impact that you have yet to score", detail: {} }
      : row,
  );
}
