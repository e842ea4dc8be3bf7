import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { secondClient, testDatabase } from "@/db/testing";
import { Overloaded } from "@/lib/turns";
import { bounded } from "./bounded";
import { isDatabaseAway } from "./problem";

let client: Client;
let pool: Client;
beforeEach(async () => {
  client = await testDatabase();
  pool = bounded(secondClient(client, { max: 2 }), { atOnce: 2, maxWaiting: 2, longestWaitMs: 500 });
});
afterEach(async () => {
  await pool.close();
  await client.close();
});

const one = () => pool.db.execute<{ n: number }>(sql`select 1 as n`);

/** Holds what statements wait for until it is let go. */
async function hold() {
  const session = await client.sql.reserve();
  await session`select pg_advisory_lock(7)`;
  return async () => {
    await session`select pg_advisory_unlock(7)`;
    session.release();
  };
}
const hanging = sql`select pg_advisory_xact_lock_shared(7)`;

test("statements and transactions wait for a free connection, not behind one that hangs, and not for ever", async () => {
  const letGo = await hold();
  const statement = pool.db.execute(hanging).then(() => "done");
  const transaction = pool.db.transaction((tx) => tx.execute(hanging)).then(() => "done");
  const late = await one().then(
    () => null,
    (error) => error,
  );
  expect(late.cause).toBeInstanceOf(Overloaded);
  expect(isDatabaseAway(late)).toBe(true);
  await expect(pool.db.transaction(async () => {})).rejects.toThrow(Overloaded);
  const waiting = [one(), one()];
  await expect(one()).rejects.toMatchObject({ cause: expect.any(Overloaded) });
  await letGo();
  expect(await Promise.all([statement, transaction])).toEqual(["done", "done"]);
  for (const [row] of await Promise.all(waiting)) expect(row).toEqual({ n: 1 });
});

test("in a transaction statements come one after another, whoever else waits", async () => {
  const found = await pool.db.transaction(async (tx) => {
    const others = [one(), one()];
    const own = await Promise.all([1, 2, 3].map((n) => tx.execute<{ n: number }>(sql`select ${n}::int as n`)));
    await Promise.all(others);
    return own.map(([row]) => row?.n);
  });
  expect(found).toEqual([1, 2, 3]);
});
