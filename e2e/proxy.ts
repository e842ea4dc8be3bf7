import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * What any proxy does: processes take turns, and where one is not there the next is asked. A change is asked for again
 * only where nobody can have heard of it.
 */
export async function openProxy(ports: number[]) {
  let turn = 0;
  let only: number | null = null;
  const server = createServer(async (incoming, outgoing) => {
    const first = only ?? turn++;
    const body = await buffer(incoming).catch(() => null);
    if (body) tryOne({ incoming, outgoing, body, first, attempt: 0 });
  });
  type Asked = { incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer; first: number; attempt: number };
  function tryOne(asked: Asked) {
    const { incoming, outgoing, body, first, attempt } = asked;
    const { url: path, method, headers } = incoming;
    const port = ports[(first + attempt) % ports.length];
    const onward = ask({ host: "127.0.0.1", port, path, method, headers, agent: false });
    onward.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once("error", () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    onward.once("error", (error: NodeJS.ErrnoException) => {
      const again = method === "GET" || method === "HEAD" || error.code === "ECONNREFUSED";
      if (outgoing.headersSent) outgoing.destroy();
      else if (again && attempt + 1 < ports.length) tryOne({ ...asked, attempt: attempt + 1 });
      else outgoing.writeHead(502).end();
    });
    onward.end(body);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** From here on one of them gets all, as long as it is there; null: they take turns. */
    sendTo: (place: number | null) => {
      only = place;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
