import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import { auditEvents, developments, reviews } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import type { Person } from "@/lib/context";
import { firstRevisions } from "@/lib/revisions/append";
import { freeSlugs } from "./free-slugs";
import type { ReadLine } from "./import-lines";
import { knownLines, withoutTwins } from "./known-lines";
import { projectDevelopments } from "./project";
import { settleDates } from "./rules";
import type { Changes } from "./schema";

/** Many new developments in a few statements: what a form does for one, and the starter data at a first start. */

type By = { caller: Person; now: Date };
type Stored = { developmentId: number; revisionId: number; content: DevelopmentContent };

/** What is in the record already is passed over, and what the same person brought before. */
export async function storeDrafts(tx: Transaction, { caller, now }: By, lines: ReadLine[]): Promise<Stored[]> {
  const stored = await storeFirst(tx, { caller, now, backfill: false }, lines);
  if (stored.length > 0) {
    await tx.insert(auditEvents).values(
      stored.map(({ developmentId }) => ({
        ...{ at: now, personId: caller.id, action: "development.created", subject: `development:${developmentId}` },
        detail: { revision: 1 },
      })),
    );
  }
  return stored;
}

/**
 * Published at once and marked as loaded: nobody here reviewed it, and no letter tells of it. Of lines with one address, or
 * with one title, body and day, only the first is.
 */
export async function storeBackfill(tx: Transaction, { caller, now }: By, lines: ReadLine[]): Promise<Stored[]> {
  const stored = await storeFirst(tx, { caller, now, backfill: true }, withoutTwins(lines));
  if (stored.length === 0) return stored;
  const slugs = await freeSlugs(
    tx,
    stored.map(({ content }) => content.title),
  );
  const published = stored.map(({ developmentId, revisionId }, place) => ({
    ...{ id: developmentId, revision: revisionId, slug: slugs[place] },
  }));
  await tx.insert(reviews).values(
    stored.map(({ developmentId, revisionId }) => ({
      ...{ developmentId, revisionId, submittedBy: caller.id, submittedAt: now },
      ...{ outcome: "approved" as const, decidedAt: now },
    })),
  );
  await tx.execute(sql`
    update ${developments} set slug = one.slug, state = 'published', approved_revision_id = one.revision
    from jsonb_to_recordset(${JSON.stringify(published)}::text::jsonb) as one (id bigint, revision bigint, slug text)
    where ${developments.id} = one.id`);
  await projectDevelopments(
    tx,
    stored.map(({ developmentId }) => developmentId),
  );
  const detail = { developments: stored.length, signedBy: caller.name };
  await recordAudit(tx, { at: now, personId: null, action: "backfill.loaded", subject: "record", detail });
  return stored;
}

/** What a new development says of a line. */
export const contentOf = (changes: Changes): DevelopmentContent => settleDates({ ...emptyContent, ...changes });

async function storeFirst(
  tx: Transaction,
  { caller, now, backfill }: By & { backfill: boolean },
  lines: ReadLine[],
): Promise<Stored[]> {
  // Of two who bring the same at once the second sees what the first stored.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary import'))`);
  const known = await knownLines(tx, lines);
  const fresh = lines.filter((line) => !known.has(line));
  const brought = new Map(fresh.map(({ formKey, changes }) => [formKey, contentOf(changes)]));
  if (brought.size === 0) return [];
  const rows = await tx
    .insert(developments)
    .values([...brought.keys()].map((formKey) => ({ formKey, createdBy: caller.id, createdAt: now })))
    .onConflictDoNothing({ target: developments.formKey })
    .returning({ id: developments.id, formKey: developments.formKey });
  const firsts = rows.map(({ id, formKey }) => ({
    developmentId: id,
    content: brought.get(formKey ?? "") ?? emptyContent,
  }));
  const revisions = await firstRevisions(
    tx,
    firsts.map((one) => ({ ...one, authorId: caller.id, recordedAt: now, backfill })),
  );
  return firsts.map((one) => ({ ...one, revisionId: revisions.get(one.developmentId) ?? 0 }));
}
