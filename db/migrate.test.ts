import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrate } from "./migrate";
import { markCounts, publications } from "./schema";
import { testDatabase } from "./testing";

test("public rows that a migration emptied are made anew, with their summary as plain words", async () => {
  const client = await testDatabase({ seeded: true });
  const { db } = client;
  const count = async () => [await db.$count(publications), await db.$count(markCounts)];
  const before = await count();
  await db.execute(sql`truncate publications, publication_areas, publication_actors, publication_bodies,
    publication_sources, listed_marks, mark_counts, mark_sets`);
  await migrate(client);
  expect(await count()).toEqual(before);
  expect(await db.$count(publications, sql`plain_summary <> '' and starts_with(plain_summary, lead)`)).toBe(before[0]);
});
