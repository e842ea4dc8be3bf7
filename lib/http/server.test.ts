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

test("what comes on one connection without waiting is answered in turn, and forgotten with its connection", async () => {
  const begun: { url: string; end: () => void }[] = [];
  const listener: Listener = ({ url = "" }, response) => void begun.push({ url, end: () => response.end(url) });
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
  await withServer(listener, {}, async (port) => {
    const reader = connect(port, "127.0.0.1");
    let got = "";
    reader.setEncoding("utf8").on("data", (chunk: string) => {
      got += chunk;
    });
    reader.write(["/1", "/2", "/3"].map(ask).join(""));
    for (const place of [0, 1]) {
      await expect.poll(() => begun.length).toBe(place + 1);
      begun[place]?.end();
      await expect.poll(() => got).toContain(`/${place + 1}`);
    }
    await expect.poll(() => begun.map(({ url }) => url)).toEqual(["/1", "/2", "/3"]);

    // Of sixty, whoever sent them is gone before the first is answered.
    const sender = connect(port, "127.0.0.1");
    sender.write(ask("/left").repeat(60));
    await expect.poll(() => begun.length).toBe(4);
    sender.destroy();
    begun[2]?.end();
    await expect.poll(() => got).toContain("/3");
    begun[3]?.end();
    reader.write(ask("/4"));
    await expect.poll(() => begun.length).toBe(5);
    expect(begun[4]?.url).toBe("/4");
    // Nobody waits for so many answers at once.
    const flood = connect(port, "127.0.0.1");
    flood.write(ask("/many").repeat(400));
    await once(flood, "close");
    reader.destroy();
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
