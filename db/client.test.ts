import { AsyncLocalStorage, createHook } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, connectForAnswers } from "./client";
import { connectionOf, testDatabase } from "./testing";

let client: Client;
beforeAll(async () => {
  client = await testDatabase();
});
afterAll(() => client.close());

test("a connection that is opened for a page remembers nothing of it, be it for a statement or a transaction", async () => {
  const page = new AsyncLocalStorage<string>();
  const opened: [type: string, of: string | undefined][] = [];
  const hook = createHook({
    init: (_id, type) => {
      if (/^(?:PIPE|TCP)(?:CONNECT)?WRAP$/.test(type)) opened.push([type, page.getStore()]);
    },
  });
  const answers = connectForAnswers(connectionOf(client));
  hook.enable();
  const told = await page.run("a page", async () => {
    await answers.db.transaction((tx) => tx.execute(sql`select 1`));
    await Promise.all([1, 2, 3].map((n) => answers.db.execute(sql`select pg_sleep(0), ${n}::int`)));
    return page.getStore();
  });
  hook.disable();
  await answers.close();
  expect(told).toBe("a page");
  expect(opened.length).toBeGreaterThan(2);
  expect(opened.filter(([, of]) => of !== undefined)).toEqual([]);
});
