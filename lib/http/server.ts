import { createServer, type Server, type ServerResponse } from "node:http";
import type { Listener } from "./starting";

const limits = {
  headersTimeout: 15_000,
  /** Until the whole request is there. */
  requestTimeout: 30_000,
  /** Longer than proxies keep an idle connection (60 s): what they send next must not meet its end. */
  keepAliveTimeout: 75_000,
};
/** A reader who takes nothing for so long is gone. Longer than any answer is silent while it is made. */
const stalledMs = 120_000;
const longestGoodbyeMs = 10_000;

/** The HTTP server of a process, and how it ends: what was begun is finished, and proxies hear that it was the last. */
export function makeServer(
  listener: Listener,
  settings: { stalledMs?: number } = {},
): { server: Server; stop: () => Promise<void> } {
  const open = new Set<ServerResponse>();
  const server = createServer(limits, (request, response) => {
    if (server.listening) {
      open.add(response);
      response.once("close", () => open.delete(response));
    } else response.shouldKeepAlive = false;
    listener(request, response);
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
