import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { verifyChains } from "./verify";

let db: Client["db"];

beforeEach(async () => {
  ({ db } = await testDatabase({ seeded: true }));
});

/** What somebody with all rights over the database could do. */
async function tamper(statement: ReturnType<typeof sql>) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`alter table revisions disable trigger all`);
    await tx.execute(statement);
    await tx.execute(sql`alter table revisions enable trigger all`);
  });
}

test("the chains of the starter data hold", async () => {
  expect(await verifyChains(db, 50)).toEqual({ checked: 203, broken: null });
});

test("a changed word is found and named", async () => {
  await tamper(
    sql`update revisions set content = jsonb_set(content, '{title}', '"Changed"') where development_id = 40`,
  );
  expect((await verifyChains(db)).broken).toEqual({
    developmentId: 40,
    number: 1,
    what: "its content does not match its hash",
  });
});

test("a changed hash is found, and the first broken link is the one named", async () => {
  await tamper(sql`update revisions set hash = repeat('0', 64) where development_id in (40, 60)`);
  expect((await verifyChains(db)).broken).toMatchObject({ developmentId: 40 });
});
