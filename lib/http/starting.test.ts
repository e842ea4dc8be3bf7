import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { type Listener, Starting } from "./starting";

const hello: Listener = (_request, response) => void response.end("hello");

async function read(url: string) {
  const [answer] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  return { status: answer.statusCode, retryAfter: answer.headers["retry-after"], body: await text(answer) };
}

async function withStarting(tell: (starting: Starting, url: string, waiting: () => Promise<void>) => Promise<void>) {
  const starting = new Starting();
  const server = createServer(starting.listen).listen(0, "127.0.0.1");
  await once(server, "listening");
  const waiting = async () => void (await once(server, "request"));
  try {
    await tell(starting, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, waiting);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("who asks while the process starts is answered when it can answer", () =>
  withStarting(async (starting, url, waiting) => {
    const arrived = waiting();
    const early = read(url);
    await arrived;
    starting.ready(hello);
    expect((await early).body).toBe("hello");
    expect((await read(url)).body).toBe("hello");
  }));

test("a health check is told at once", () =>
  withStarting(async (_starting, url) => {
    expect(await read(`${url}/api/health`)).toMatchObject({ status: 503, retryAfter: "5" });
  }));

test("nobody waits for ever", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await withStarting(async (_starting, url, waiting) => {
      const arrived = waiting();
      const early = read(url);
      await arrived;
      vi.advanceTimersByTime(15_000);
      expect((await early).status).toBe(503);
    });
  } finally {
    vi.useRealTimers();
  }
});
