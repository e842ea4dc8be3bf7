import { startProcess } from "../scripts/start-process";
import { expect, test } from "./fixtures";
import { openProxy } from "./proxy";

type Site = Awaited<ReturnType<typeof startProcess>>;

test("two web processes behind a proxy: signed in at both, and each may be restarted or killed under load", async ({
  editor,
  request,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const dataDir = process.env.PLENARY_STORY_DATA ?? "";
  const ports = [4, 5].map((more) => Number(new URL(baseURL ?? "").port) + more);
  const { url, close } = await openProxy(ports);
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
  /** However fast the machine is, so many are answered in each state of the two. */
  const someAnswers = async () => {
    const before = answered;
    await expect.poll(() => answered - before, { timeout: 30_000 }).toBeGreaterThanOrEqual(12);
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
      await someAnswers();
      await site.stop();
      await someAnswers();
      sites[place] = await start(ports[place] ?? 0);
    }
    await sites[0]?.kill();
    await someAnswers();
    sites[0] = await start(ports[0] ?? 0);
    await someAnswers();
    under = false;
    await readers;
    expect(failed).toEqual([]);
  } finally {
    under = false;
    await Promise.all(sites.map((site) => site.stop()));
    close();
  }
});
