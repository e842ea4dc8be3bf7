import { eq, like, not } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications, revisions } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { verifyChains } from "@/lib/revisions/verify";
import { generateDevelopments } from "./generate";
import { rebuildPublications } from "./rebuild";

const now = new Date("2026-11-24T12:00:00Z");
let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await generateDevelopments(client.db, { count: 600, now });
});
afterAll(() => client.close());

const published = () =>
  client.db
    .select({ slug: publications.slug, title: publications.title, position: publications.position })
    .from(publications)
    .where(like(publications.slug, "generated-%"))
    .orderBy(publications.slug, publications.knownFrom);

test("every generated title says that it was generated", async () => {
  const rows = await published();
  expect(new Set(rows.map((row) => row.slug)).size).toBe(600);
  expect(rows.every((row) => row.title.startsWith("Generated development "))).toBe(true);
});

test("what is generated stands in the record as anything else: chained, and the same after a rebuild", async () => {
  expect(await verifyChains(client.db)).toMatchObject({ broken: null });
  const before = await published();
  await rebuildPublications(client.db);
  expect(await published()).toEqual(before);
});

test("all of it is marked as loaded, so that no digest holds it", async () => {
  expect(await client.db.$count(revisions, not(eq(revisions.backfill, true)))).toBe(0);
});
