import { request as ask, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startProcess } from "../scripts/start-process";
import { expect, test } from "./fixtures";

type Site = Awaited<ReturnType<typeof startProcess>>;

/** What any proxy does: takes turns, and where a process is not there goes on to the next. */
async function openProxy(ports: number[]): Promise<{ url: string; server: Server }> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const first = turn++;
    const tryOne = (attempt: number) => {
      const port = ports[(first + attempt) % ports.length];
      const onward = ask({
        port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
        agent: false,
      });
      onward.once("response", (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.once("error", () => outgoing.destroy());
        answer.pipe(outgoing);
      });
      onward.once("error", () => {
        if (outgoing.headersSent) outgoing.destroy();
        else if (attempt + 1 < ports.length) tryOne(attempt + 1);
        else outgoing.writeHead(502).end();
      });
      onward.end();
    };
    tryOne(0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

test("two web processes behind a proxy: signed in at both, and each may be restarted or killed under load", async ({
  editor,
  request,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const dataDir = process.env.PLENARY_STORY_DATA ?? "";
  const ports = [4, 5].map((more) => Number(new URL(baseURL ?? "").port) + more);
  const { url, server } = await openProxy(ports);
  const start = (port: number) => startProcess({ port, dataDir, web: true, settings: { BASE_URL: url } });
  const sites: Site[] = await Promise.all(ports.map(start));
  let under = true;
  const failed: string[] = [];
  let answered = 0;
  const paths = [
    "/",
    "/timeline",
    "/timeline?area=encryption&status=adopted",
    "/api/v1/developments?limit=5",
    "/impact",
  ];
  const reader = async (first: number) => {
    for (let turn = first; under; turn++) {
      const path = paths[turn % paths.length] ?? "/";
      const status = await request.get(`${url}${path}`).then(
        (answer) => answer.status(),
        (error: Error) => error.message,
      );
      answered += 1;
      if (status !== 200) failed.push(`${path}: ${status}`);
    }
  };
  try {
    // Whoever signed in at one is known at all: cookies and sessions belong to the site, not to a process.
    const cookies = (await editor.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    for (const site of sites) {
      const desk = await request.get(`${site.url}/desk`, { headers: { cookie: cookies }, maxRedirects: 0 });
      expect([site.url, desk.status()]).toEqual([site.url, 200]);
    }

    const readers = Promise.all([0, 1, 2, 3].map(reader));
    for (const [place, site] of sites.entries()) {
      await site.stop();
      sites[place] = await start(ports[place] ?? 0);
    }
    await sites[0]?.kill();
    sites[0] = await start(ports[0] ?? 0);
    under = false;
    await readers;
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  } finally {
    under = false;
    await Promise.all(sites.map((site) => site.stop()));
    server.close();
  }
});
