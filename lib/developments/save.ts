import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import { developments, people, revisions } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Context, Person } from "@/lib/context";
import { Conflict, Invalid } from "@/lib/errors";
import type { Revision } from "@/lib/revisions/append";
import { type FieldConflicts, mergeChanges, sameValue } from "@/lib/revisions/merge";
import { advanceHead } from "./advance";
import { findApprovedRevision, type LockedDevelopment, lockDevelopment } from "./locked";
import { requireKnownNames } from "./references";
import { settleDates } from "./rules";
import type { Changes } from "./schema";

export type Saved = { developmentId: number; revision: Revision };

/** What an editor needs to choose when both sides changed the same fields. */
export type SaveConflict = {
  head: { id: number; number: number; author: string };
  fields: FieldConflicts;
  content: DevelopmentContent;
};

/**
 * Begins a development with its first revision. The same `formKey` again (a save whose answer was lost)
 * goes on with the development it made the first time.
 */
export async function createDevelopment(ctx: Context, input: { formKey: string; changes: Changes }): Promise<Saved> {
  const { db, caller, now } = ctx;
  requireCan(caller, "development.create");
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(developments)
      .values({ formKey: input.formKey, createdBy: caller.id, createdAt: now })
      .onConflictDoNothing({ target: developments.formKey })
      .returning();
    if (!row) return resume(tx, caller, now, input);
    const content = settleDates({ ...emptyContent, ...input.changes });
    if (content.retractedBecause !== null) {
      throw new Invalid({ retractedBecause: "Only what is published can be retracted." });
    }
    await requireKnownNames(tx, content);
    const step = { developmentId: row.id, base: null, caller, now, content, action: "created" as const };
    const revision = await advanceHead(tx, step);
    return { developmentId: row.id, revision };
  });
}

async function resume(tx: Transaction, caller: Person, now: Date, input: { formKey: string; changes: Changes }) {
  const [row] = await tx
    .select({ id: developments.id, createdBy: developments.createdBy })
    .from(developments)
    .where(eq(developments.formKey, input.formKey));
  if (!row || row.createdBy !== caller.id)
    throw new Invalid({ formKey: "This form belongs to another draft. Reload it." });
  const development = await lockDevelopment(tx, row.id);
  requireCan(caller, "development.edit", development);
  const [first] = await tx
    .select()
    .from(revisions)
    .where(and(eq(revisions.developmentId, row.id), eq(revisions.number, 1)));
  return store(tx, { caller, now, development, base: first ?? development.head, changes: input.changes });
}

/**
 * Saves changed fields on top of whatever was saved since the editor's base: fields only one side changed
 * are merged, the same field changed by both throws Conflict<SaveConflict> and stores nothing. A save that
 * changes nothing makes no revision.
 */
export async function saveDevelopment(
  ctx: Context,
  id: number,
  input: { base: number; changes: Changes },
): Promise<Saved> {
  const { db, caller, now } = ctx;
  return db.transaction(async (tx) => {
    const development = await lockDevelopment(tx, id);
    requireCan(caller, "development.edit", development);
    const [base] = await tx
      .select()
      .from(revisions)
      .where(and(eq(revisions.id, input.base), eq(revisions.developmentId, id)));
    if (!base) throw new Invalid({ base: "The revision this was based on is not one of this development. Reload it." });
    return store(tx, { caller, now, development, base, changes: input.changes });
  });
}

async function store(
  tx: Transaction,
  save: { caller: Person; now: Date; development: LockedDevelopment; base: Revision; changes: Changes },
): Promise<Saved> {
  const { caller, now, development, base, changes } = save;
  const { head } = development;
  const { merged, conflicts } = mergeChanges(base.content, head.content, changes);
  if (Object.keys(conflicts).length > 0) {
    const [author] = await tx.select({ name: people.name }).from(people).where(eq(people.id, head.authorId));
    throw new Conflict<SaveConflict>("Somebody changed the same fields meanwhile. Choose which text stays.", {
      head: { id: head.id, number: head.number, author: author?.name ?? "" },
      fields: conflicts,
      content: head.content,
    });
  }
  const content = settleDates(merged);
  if (sameValue(content, head.content)) return { developmentId: development.id, revision: head };
  const approved = await findApprovedRevision(tx, development.id);
  if (content.retractedBecause !== null && !approved) {
    throw new Invalid({ retractedBecause: "Only what is published can be retracted." });
  }
  // A note was for the reviewer of what is published now; the next one gets their own.
  if (approved?.id === head.id && changes.noteForReviewer === undefined) content.noteForReviewer = "";
  await requireKnownNames(tx, content);
  const step = { developmentId: development.id, base, caller, now, content, action: "saved" as const };
  const revision = await advanceHead(tx, step);
  return { developmentId: development.id, revision };
}
