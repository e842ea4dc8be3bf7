import { eq, isNull, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications } from "@/db/schema";
import type { Person } from "@/lib/context";
import { restoreRevision, retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { rebuildPublications } from "@/lib/developments/rebuild";
import { saveDevelopment } from "@/lib/developments/save";
import { at } from "@/lib/developments/testing";
import { Forbidden, Invalid } from "@/lib/errors";
import { approveReview } from "./decide";
import { reviewingWorld } from "./testing";

/** What becomes of a development once it is published. */

const { parts, state, current, publish } = reviewingWorld();
let db: Client["db"];
let author: Person;
let reviewer: Person;
let contributor: Person;

beforeAll(() => {
  ({ db, author, reviewer, contributor } = parts());
});

describe("an edit of what is published", () => {
  test("waits while the public page stays, then replaces it", async () => {
    const published = await publish({ title: "First words" });
    const { revision } = await saveDevelopment(at(db, author), published.id, {
      base: published.revision.id,
      changes: { title: "Second words" },
    });
    const review = await submitDevelopment(at(db, author), published.id, revision.id);
    expect(await state(published.id)).toBe("published");
    expect((await current(published.id))?.title).toBe("First words");
    await approveReview(at(db, reviewer), review.id);
    const now = await current(published.id);
    expect(now).toMatchObject({ title: "Second words", slug: published.slug });
    const versions = await db
      .select()
      .from(publications)
      .where(eq(publications.developmentId, published.id))
      .orderBy(publications.knownFrom);
    expect(versions.map((version) => version.title)).toEqual(["First words", "Second words"]);
    expect(versions[0]?.knownUntil).toEqual(versions[1]?.knownFrom);
    expect(now?.firstKnownAt).toEqual(versions[0]?.knownFrom);
  });

  test("that says the same as the published one is not sent", async () => {
    const published = await publish();
    const submit = submitDevelopment(at(db, author), published.id, published.revision.id);
    await expect(submit).rejects.toThrow(Invalid);
  });
});

test("an older revision comes back as a new one that waits for a second person", async () => {
  const published = await publish({ title: "The good words" });
  const { revision } = await saveDevelopment(at(db, author), published.id, {
    base: published.revision.id,
    changes: { title: "The worse words" },
  });
  const review = await submitDevelopment(at(db, author), published.id, revision.id);
  await approveReview(at(db, reviewer), review.id);
  const restored = await restoreRevision(at(db, author), published.id, published.revision.id);
  expect(restored).toMatchObject({ number: 3, baseRevisionId: published.revision.id });
  expect((await current(published.id))?.title).toBe("The worse words");
  const again = await submitDevelopment(at(db, author), published.id, restored.id);
  await approveReview(at(db, reviewer), again.id);
  expect((await current(published.id))?.title).toBe("The good words");
});

test("a retraction needs a second person, keeps its page with the reason, and can be undone", async () => {
  const published = await publish();
  await expect(retractDevelopment(at(db, contributor), published.id, "Wrong.")).rejects.toThrow(Forbidden);
  const review = await retractDevelopment(at(db, author), published.id, "It rests on a false report.");
  expect(await state(published.id)).toBe("published");
  await approveReview(at(db, reviewer), review.id);
  expect(await state(published.id)).toBe("retracted");
  expect(await current(published.id)).toMatchObject({ retracted: true, slug: published.slug });
  const restored = await restoreRevision(at(db, author), published.id, published.revision.id);
  const back = await submitDevelopment(at(db, author), published.id, restored.id);
  await approveReview(at(db, reviewer), back.id);
  expect(await state(published.id)).toBe("published");
});

test("rows rebuilt from revisions equal the live ones", async () => {
  const read = () =>
    db.execute(sql`
      select (to_jsonb(p) - '{id}'::text[]) as row,
        (select jsonb_agg(to_jsonb(a) - 'publication_id' order by ordinal) from publication_areas a where a.publication_id = p.id) as areas,
        (select jsonb_agg(to_jsonb(a) - 'publication_id' order by ordinal) from publication_actors a where a.publication_id = p.id) as actors,
        (select jsonb_agg(to_jsonb(b) - 'publication_id' order by ordinal) from publication_bodies b where b.publication_id = p.id) as bodies,
        (select jsonb_agg(to_jsonb(s) - 'publication_id' order by ordinal) from publication_sources s where s.publication_id = p.id) as sources
      from publications p order by review_id`);
  const live = [...(await read())];
  expect(live.length).toBeGreaterThan(191);
  await db.execute(sql`delete from publications where development_id % 3 = 0`);
  await db.execute(sql`update publications set title = 'damaged' where development_id % 3 = 1`);
  const written = await rebuildPublications(db);
  expect([...(await read())]).toEqual(live);
  expect(written).toBe(await db.$count(publications, isNull(publications.knownUntil)));
});
