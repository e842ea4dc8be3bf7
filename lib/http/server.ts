import { createServer, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Listener } from "./starting";

const limits = {
  headersTimeout: 15_000,
  /** Until the whole request is there. */
  requestTimeout: 30_000,
  /** Longer than proxies keep an idle connection (60 s): what they send next must not meet its end. */
  keepAliveTimeout: 75_000,
  /** How often the first two are looked at. */
  connectionsCheckingInterval: 5_000,
};
/** Requests that may come on one connection before the first of them is answered. */
const mostPipelined = 100;
/** A reader who takes nothing for so long is gone. Longer than any answer is silent while it is made. */
const stalledMs = 120_000;
const longestGoodbyeMs = 10_000;

/** The HTTP server of a process, and how it ends: what was begun is finished, and proxies hear that it was the last. */
export function makeServer(
  listener: Listener,
  settings: { stalledMs?: number } = {},
): { server: Server; stop: () => Promise<void> } {
  const open = new Set<ServerResponse>();
  const inTurn = onePerConnection(listener);
  const server = createServer(limits, (request, response) => {
    if (server.listening) {
      open.add(response);
      response.once("close", () => open.delete(response));
    } else response.shouldKeepAlive = false;
    inTurn(request, response);
  });
  server.setTimeout(settings.stalledMs ?? stalledMs);
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const response of open) response.shouldKeepAlive = false;
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), longestGoodbyeMs).unref();
    await closed;
  };
  return { server, stop };
}

/**
 * Node hands on at once whatever is sent on one connection without waiting for answers. Here each waits for the answer
 * before it: one connection takes one turn of any kind, and what nobody is left to read is not begun.
 */
function onePerConnection(listener: Listener): Listener {
  const lines = new WeakMap<Socket, { last: Promise<void>; waiting: number }>();
  return (request, response) => {
    const { socket } = request;
    const over = new Promise<void>((resolve) => {
      response.once("finish", resolve);
      response.once("close", resolve);
    });
    const line = lines.get(socket);
    if (!line || line.waiting === 0) {
      const own = { last: over, waiting: 1 };
      lines.set(socket, own);
      over.then(() => own.waiting--);
      return listener(request, response);
    }
    if (line.waiting >= mostPipelined) return void socket.destroy();
    line.waiting++;
    const before = line.last;
    line.last = over;
    before.then(() => {
      if (!socket.destroyed) listener(request, response);
    });
    over.then(() => line.waiting--);
  };
}
