import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Client, Database } from "@/db/client";
import { outgoingMails } from "@/db/schema";
import { secondClient, testDatabase } from "@/db/testing";
import { testClock } from "@/lib/digests/testing";
import { queueMail, sendQueuedMails } from "./queue";
import { reply, scriptedServer } from "./scripted-server";

let client: Client;
let db: Database;
const ends: (() => unknown)[] = [];
const said: string[] = [];
const clock = testClock("2026-11-24T08:00:00Z");

beforeEach(async () => {
  client = await testDatabase();
  db = client.db;
  ends.push(() => client.close());
  said.length = 0;
  vi.spyOn(console, "error").mockImplementation((line) => said.push(String(line)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const end of ends.splice(0).reverse()) await end();
});

const mail = { to: "ada@example.org", subject: "Confirm", text: "Press the button.\n" };

async function startServer(script: Parameters<typeof scriptedServer>[0]) {
  const server = await scriptedServer(script);
  ends.push(() => server.close());
  vi.stubEnv("SMTP_URL", server.url);
  vi.resetModules();
  const { sendMail } = await import("./transport");
  const send = (own: Database, patienceMs = 5_000) =>
    sendQueuedMails({ db: own, now: clock.now }, ({ message, ...handing }) =>
      sendMail(message, { now: clock.now(), ...handing, patienceMs }),
    );
  return { server, send };
}

const wait = (hours: number) => clock.move(hours * 3_600_000);

test("a mail that the server does not take now goes later, as the same one", async () => {
  let refusals = 2;
  const ids: string[] = [];
  const { server, send } = await startServer({
    atData: () => (refusals-- > 0 ? reply(451, "4.7.1 greylisted") : null),
  });
  await queueMail(db, mail, clock.now());
  for (const sent of [0, 0, 1, 0]) {
    expect(await send(db)).toBe(sent);
    wait(1);
  }
  for (const { messageId } of await server.parsed()) ids.push(messageId ?? "");
  const [row] = await db.select().from(outgoingMails);
  expect(ids).toEqual([expect.stringMatching(new RegExp(`^<mail\\.${row?.id}\\.\\d+@`))]);
  expect(row).toMatchObject({ message: null, attempts: 3, problem: null });
});

test("a mail that is refused for good is given up, and its address stands nowhere", async () => {
  let asked = 0;
  const { send } = await startServer({
    atRecipient: (to) => {
      asked += 1;
      return reply(550, `5.1.1 <${to}>: no such mailbox`);
    },
  });
  await queueMail(db, mail, clock.now());
  for (let hour = 0; hour < 30; hour += 1) {
    await send(db);
    wait(1);
  }
  expect(asked).toBe(1);
  const rows = await db.select().from(outgoingMails);
  expect(rows).toMatchObject([{ message: null, problem: "550 5.1.1 <(address)>: no such mailbox" }]);
  expect(JSON.stringify([rows, said])).not.toContain("ada@");
});

test("a mail that may have been taken is not sent again: one that waits for a slow server least of all", async () => {
  const { server, send } = await startServer({ atData: () => new Promise(() => {}) });
  let texts = 0;
  const answer = server.script.atData;
  server.script.atData = (to) => {
    texts += 1;
    return answer?.(to) ?? null;
  };
  await queueMail(db, mail, clock.now());
  for (let hour = 0; hour < 30; hour += 1) {
    await send(db, 300);
    wait(1);
  }
  expect(texts).toBe(1);
  expect(said).toEqual([expect.stringContaining("uncertain")]);
});

test("a worker that dies while a mail is under way leaves none that goes twice", async () => {
  const dying = secondClient(client);
  const { server, send } = await startServer({
    atData: async () => {
      await dying.sql.end({ timeout: 0 });
      return null;
    },
  });
  await queueMail(db, mail, clock.now());
  await expect(send(dying.db)).rejects.toThrow();
  for (let hour = 0; hour < 30; hour += 1) {
    await send(db);
    wait(1);
  }
  expect(server.received).toHaveLength(1);
});
