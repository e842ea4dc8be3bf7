import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { makeServer } from "./server";
import type { Listener } from "./starting";

async function withServer(
  listener: Listener,
  settings: { stalledMs?: number },
  tell: (port: number, stop: () => Promise<void>) => Promise<void>,
) {
  const { server, stop } = makeServer(listener, settings);
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await tell((server.address() as AddressInfo).port, stop);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("who takes nothing of an answer is cut off; who takes it slowly is not", async () => {
  let closed = 0;
  const large = Buffer.alloc(32 * 1024 * 1024);
  const listener: Listener = (_request, response) => {
    response.once("close", () => closed++);
    response.end(large);
  };
  /** How much comes to a reader who looks at it when they like. */
  const ask = async (port: number, pause: () => Promise<void>) => {
    const reader = connect(port, "127.0.0.1");
    reader.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let taken = 0;
    try {
      for await (const chunk of reader) {
        taken += chunk.length;
        await pause();
      }
    } catch {
      // Cut off.
    }
    return taken;
  };
  await withServer(listener, { stalledMs: 300 }, async (port) => {
    const untilClosed = () => expect.poll(() => closed, { timeout: 5_000 }).toBe(1);
    expect(await ask(port, untilClosed)).toBeLessThan(large.length);
    const slowly = () => new Promise<void>((resolve) => setTimeout(resolve, 2));
    const began = Date.now();
    expect(await ask(port, slowly)).toBeGreaterThan(large.length);
    expect(Date.now() - began).toBeGreaterThan(600);
  });
});

test("a server that ends finishes what was begun, says that it was the last, and keeps no connection open", async () => {
  const answer: (() => void)[] = [];
  const listener: Listener = (_request, response) => void answer.push(() => response.end("whole"));
  await withServer(listener, {}, async (port, stop) => {
    const agent = new Agent({ keepAlive: true });
    const ask = () => once(get({ port, agent }), "response") as Promise<[IncomingMessage]>;
    const before = ask();
    await expect.poll(() => answer.length).toBe(1);
    answer[0]?.();
    const [kept] = await before;
    expect(kept.headers.connection).toBe("keep-alive");
    await text(kept);

    const last = ask();
    await expect.poll(() => answer.length).toBe(2);
    const stopped = stop();
    answer[1]?.();
    const [told] = await last;
    expect(told.headers.connection).toBe("close");
    expect(await text(told)).toBe("whole");
    await stopped;
    await expect(ask()).rejects.toThrow("ECONNREFUSED");
  });
});
