import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrate } from "./migrate";
import { listedMarks, publications } from "./schema";
import { testDatabase } from "./testing";

test("public rows that an older release wrote are made anew, with their summary as plain words", async () => {
  const client = await testDatabase({ seeded: true });
  const { db } = client;
  const count = async () => [await db.$count(publications), await db.$count(listedMarks)];
  const before = await count();
  await db.execute(sql`update publications set plain_summary = ''`);
  await db.execute(sql`update data_versions set projection = 0`);
  await migrate(client);
  expect(await count()).toEqual(before);
  expect(await db.$count(publications, sql`plain_summary <> '' and starts_with(plain_summary, lead)`)).toBe(before[0]);
});
