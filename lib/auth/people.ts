import { and, asc, eq, isNotNull, ne, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { people } from "@/db/schema";
import type { PersonRole } from "@/db/vocabulary";
import { recordAudit } from "@/lib/audit/record";
import type { Caller } from "@/lib/context";
import { Invalid, NotFound } from "@/lib/errors";
import { requireCan } from "./access";
import { dropTokens } from "./tokens";

/** Managed by an admin on the site, or by whoever runs commands on the machine. */
export type PeopleContext = { db: Database; now: Date; caller: Caller | "operator" };

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  role: PersonRole;
  active: boolean;
  createdAt: Date;
};

function requireManager(caller: PeopleContext["caller"]): string | null {
  if (caller === "operator") return null;
  requireCan(caller, "people.manage");
  return caller.id;
}

export async function listPeople({ db, caller }: PeopleContext): Promise<PersonRow[]> {
  requireManager(caller);
  const rows = await db.select().from(people).where(isNotNull(people.email)).orderBy(asc(people.name));
  return rows.map(({ id, name, email, role, active, createdAt }) => ({
    ...{ id, name, role, active, createdAt },
    email: email ?? "",
  }));
}

/** Adds somebody who may sign in from now on. Throws Invalid where the address is taken. */
export async function addPerson(
  ctx: PeopleContext,
  input: { name: string; email: string; role: PersonRole },
): Promise<PersonRow> {
  const by = requireManager(ctx.caller);
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(people)
      .values({ ...input, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Invalid({ email: `There is a person with the address ${input.email} already.` });
    await record(tx, ctx, by, "person.added", row.id, { role: row.role });
    const { id, name, role, active, createdAt } = row;
    return { id, name, email: input.email, role, active, createdAt };
  });
}

export async function setRole(ctx: PeopleContext, id: string, role: PersonRole): Promise<void> {
  await change(ctx, id, "person.role", { role });
}

/** Ends every session of this person at once and lets nobody in with their address. */
export async function deactivatePerson(ctx: PeopleContext, id: string): Promise<void> {
  await change(ctx, id, "person.deactivated", { active: false });
}

export async function reactivatePerson(ctx: PeopleContext, id: string): Promise<void> {
  await change(ctx, id, "person.reactivated", { active: true });
}

/** Until the transaction ends nobody else decides on who is admin. */
export async function lockPeople(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary people'))`);
}

/** Whether anybody, or anybody else, manages people and may sign in. */
export async function hasAdmin(db: Database | Transaction, { besides }: { besides?: string } = {}): Promise<boolean> {
  const [admin] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.role, "admin"), eq(people.active, true), besides ? ne(people.id, besides) : undefined))
    .limit(1);
  return admin !== undefined;
}

/** Before a link is handed over by which somebody signs in as this person. Throws Invalid where they may not. */
export async function noteLink(ctx: PeopleContext, { id, email, active }: PersonRow): Promise<void> {
  const by = requireManager(ctx.caller);
  if (!active) throw new Invalid({ email: `${email} may not sign in. First: npm run user -- activate ${email}` });
  await ctx.db.transaction((tx) => record(tx, ctx, by, "person.link-made", id, {}));
}

async function change(
  ctx: PeopleContext,
  id: string,
  action: string,
  values: { role?: PersonRole; active?: boolean },
): Promise<void> {
  const by = requireManager(ctx.caller);
  await ctx.db.transaction(async (tx) => {
    await lockPeople(tx);
    const [before] = await tx
      .select()
      .from(people)
      .where(and(eq(people.id, id), isNotNull(people.email)));
    if (!before) throw new NotFound("There is no such person.");
    const wasAdmin = before.role === "admin" && before.active;
    const staysAdmin = (values.role ?? before.role) === "admin" && (values.active ?? before.active);
    // The operator may: they can make another, and are told that they must.
    if (wasAdmin && !staysAdmin && by !== null && !(await hasAdmin(tx, { besides: id }))) {
      throw new Invalid({ person: `${before.name} is the only admin. Make somebody else admin first.` });
    }
    await tx
      .update(people)
      .set({ ...values, sessionNumber: sql`${people.sessionNumber} + 1` })
      .where(eq(people.id, id));
    // A link that is still on its way must not open what was just closed.
    await dropTokens(tx, before.email ?? "");
    await record(tx, ctx, by, action, id, values);
  });
}

/** Ends all sessions of the caller, on every device. */
export async function endSessions(ctx: PeopleContext & { caller: Caller }): Promise<void> {
  requireCan(ctx.caller, "desk.open");
  const { id, email } = ctx.caller;
  await ctx.db.transaction(async (tx) => {
    await dropTokens(tx, email);
    await tx
      .update(people)
      .set({ sessionNumber: sql`${people.sessionNumber} + 1` })
      .where(eq(people.id, id));
    await record(tx, ctx, id, "person.signed-out-everywhere", id, {});
  });
}

function record(
  tx: Transaction,
  { now }: PeopleContext,
  personId: string | null,
  action: string,
  id: string,
  detail: Record<string, unknown>,
) {
  return recordAudit(tx, { at: now, personId, action, subject: `person:${id}`, detail });
}
