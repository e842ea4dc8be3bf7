import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { DataVersion } from "./data-version";
import { makeListener } from "./listener";

/** What stands in for Next: each answer is begun, and ends when a test says so. */
const begun: { url: string; finish: () => void }[] = [];
let server: Server;
let version: DataVersion;
let received: number;
const senders: Socket[] = [];

beforeEach(async () => {
  begun.length = 0;
  received = 0;
  version = new DataVersion(() => ({ read: async () => 1, close: async () => {} }));
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    new Promise<void>((resolve) => {
      const finish = () => {
        response.end("done");
        resolve();
      };
      begun.push({ url: request.url ?? "", finish });
      if (request.url?.endsWith("half")) response.write("half");
    });
  const settings = parseEnv({ BASE_URL: "https://plenary.example.org" });
  server = createServer(makeListener({ handle, settings, version, keep: true, isSession: async () => true }));
  server.on("request", () => received++);
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterEach(async () => {
  for (const sender of senders.splice(0)) sender.destroy();
  await version.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const port = () => (server.address() as AddressInfo).port;
async function read(path: string, headers: Record<string, string> = {}) {
  const [answer] = (await once(get({ port: port(), path, headers, agent: false }), "response")) as [IncomingMessage];
  const { statusCode, headers: got } = answer;
  return { status: statusCode, retryAfter: got["retry-after"], cache: got["cache-control"], body: await text(answer) };
}
const finishAll = () => {
  for (const { finish } of begun.splice(0)) finish();
};
/** Finishes whatever is begun, until all have their answer. */
async function finishUntil<Value>(answers: Promise<Value>, look = () => {}): Promise<Value> {
  let answered = false;
  answers.finally(() => {
    answered = true;
  });
  while (!answered) {
    look();
    finishAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answers;
}
const cookie = "__Secure-next-auth.session-token=any";

test.each([
  ["pages of the desk", "/desk", {}, 24, 400, "2"],
  ["pages of who is signed in", "/timeline", { cookie }, 24, 400, "2"],
  ["files that stream", "/data/files/developments.csv", {}, 8, 16, "60"],
])("%s: some are made at once, some wait, the rest are 503", async (_, path, headers, atOnce, waiting, retryAfter) => {
  const all = Array.from({ length: atOnce + waiting }, () => read(path, headers));
  await expect.poll(() => [received, begun.length], { timeout: 20_000 }).toEqual([atOnce + waiting, atOnce]);
  const refused = await read(path, headers);
  expect(refused).toMatchObject({ status: 503, retryAfter, cache: "no-store" });
  expect(refused.body).toMatch(/Please try again in a (moment|minute)/);
  const answers = finishUntil(Promise.all(all), () => expect(begun.length).toBeLessThanOrEqual(atOnce));
  for (const { status } of await answers) expect(status).toBe(200);
});

test("files that are read slowly hold up neither the desk nor what everybody reads", async () => {
  const slow = Array.from({ length: 24 }, () => read("/data/files/developments.csv"));
  await expect.poll(() => begun.length).toBe(8);
  for (const path of ["/desk", "/timeline"]) {
    const answer = read(path);
    await expect.poll(() => begun.some(({ url }) => url === path)).toBe(true);
    begun.find(({ url }) => url === path)?.finish();
    expect(await answer).toMatchObject({ status: 200 });
  }
  for (const { status } of await finishUntil(Promise.all(slow))) expect(status).toBe(200);
});

test("who leaves in the middle of a file makes room for the next, though what made it never ends", async () => {
  const readers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const asked = get({ port: port(), path: "/data/files/developments.csv?half", agent: false });
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      return answer;
    }),
  );
  const next = read("/data/files/developments.csv");
  await expect.poll(() => received).toBe(9);
  expect(begun).toHaveLength(8);
  for (const reader of readers) reader.destroy();
  await expect.poll(() => begun.length).toBe(9);
  begun[8]?.finish();
  expect(await next).toMatchObject({ status: 200, body: "done" });
});

test("who left while they waited is not answered; a change is made all the same", async () => {
  const first = Array.from({ length: 24 }, () => read("/desk"));
  await expect.poll(() => begun.length).toBe(24);
  const leaving = (head: string) => {
    const reader = connect(port(), "127.0.0.1");
    reader.write(`${head} HTTP/1.1\r\nHost: plenary.example.org\r\nOrigin: https://plenary.example.org\r\n`);
    reader.write("Content-Length: 0\r\n\r\n");
    return reader;
  };
  const left = [leaving("GET /desk/audit"), leaving("POST /api/desk/developments")];
  await expect.poll(() => received).toBe(26);
  const gone = Promise.all(left.map((reader) => once(reader.destroy(), "close")));
  await gone;
  await expect.poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))).toBe(24);
  finishAll();
  await Promise.all(first);
  await expect.poll(() => begun.map(({ url }) => url)).toEqual(["/api/desk/developments"]);
  finishAll();
});

test("bodies that arrive slowly are read 128 at a time, the rest are 503", async () => {
  const head = "POST /api/desk/developments HTTP/1.1\r\nHost: a\r\nOrigin: https://plenary.example.org\r\n";
  const send = () => {
    const sender = connect(port(), "127.0.0.1");
    senders.push(sender);
    sender.write(`${head}Content-Length: 10\r\n\r\nhalf`);
    return sender;
  };
  const slow = Array.from({ length: 128 }, send);
  await expect.poll(() => received).toBe(128);
  const [chunk] = (await once(send(), "data")) as [Buffer];
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 503 [\s\S]*\r\nRetry-After: 2\r\n/);
  slow[0]?.write("+other");
  await expect.poll(() => begun.length).toBe(1);
  finishAll();
});
