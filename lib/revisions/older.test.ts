import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { revisions } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { compareContents, unchangedFields } from "@/lib/developments/compare";
import { getDevelopment } from "@/lib/developments/detail";
import { getHistory } from "@/lib/developments/history";
import { listNames } from "@/lib/developments/names";
import { submitDevelopment } from "@/lib/developments/propose";
import { rebuildPublications } from "@/lib/developments/rebuild";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import { revisionHash } from "./chain";
import { verifyChains } from "./verify";

test("a version stored before a field existed says nothing of it, and its hash still holds", async () => {
  const { db } = await testDatabase({ seeded: true });
  const author = await makePerson(db, { role: "editor" });
  const editor = await makePerson(db, { role: "editor" });
  const { id, revision, review } = await makeWaiting(db, author);
  const { scope, form, carriesForward, mergedInto, ...older } = revision.content;
  const { developmentId, number, authorId, recordedAt, backfill, previousHash } = revision;
  const chained = { developmentId, number, baseNumber: null, authorId, recordedAt, backfill, previousHash };
  // biome-ignore lint/suspicious/noExplicitAny: as an earlier release wrote it
  const hash = revisionHash({ ...chained, content: older as any });
  await db.transaction(async (tx) => {
    await tx.execute(sql`alter table revisions disable trigger all`);
    await tx.execute(
      sql`update revisions set content = ${JSON.stringify(older)}::jsonb, hash = ${hash} where id = ${revision.id}`,
    );
    await tx.execute(sql`alter table revisions enable trigger all`);
  });
  expect(await verifyChains(db)).toMatchObject({ broken: null });

  const slug = (await approveReview(at(db, editor), review.id)).slug ?? "";
  await rebuildPublications(db);
  expect(await getDevelopment({ db }, slug)).toMatchObject({
    scope: "internet",
    form: null,
    carriesForward: [],
    mergedInto: null,
  });

  const saved = await saveDevelopment(at(db, author), id, {
    base: revision.id,
    changes: { title: "A test development, renamed", scope: "internet", form: null, carriesForward: [] },
  });
  const again = await submitDevelopment(at(db, author), id, saved.revision.id);
  await approveReview(at(db, editor), again.id);
  const versions = (await getHistory({ db }, slug)).revisions.map(({ content }) => content);
  const [before, after] = versions;
  if (!before || !after) throw new Error("There should be two approved versions.");
  const names = await listNames({ db }, versions);
  expect(compareContents(before, after, names).map(({ field }) => field)).toEqual(["title"]);
  expect(unchangedFields(before, after, names).map(({ field }) => field)).toContain("scope");
  expect(await verifyChains(db)).toMatchObject({ broken: null });
  const [stored] = await db
    .select({ keys: sql<number>`(select count(*)::int from jsonb_object_keys(${revisions.content}))` })
    .from(revisions)
    .where(eq(revisions.id, revision.id));
  expect(stored?.keys).toBe(Object.keys(older).length);
});
