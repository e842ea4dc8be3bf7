import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "./fixtures";
import { openInstallation } from "./installation";

type Answer = { status: number; retryAfter: string | undefined; body: string };

/** Over a connection of its own, as each of many readers has one. */
function read(url: string, cookie?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent: false, headers: cookie ? { cookie } : {} }, (answer: IncomingMessage) => {
      const { statusCode: status = 0, headers } = answer;
      text(answer).then((body) => resolve({ status, retryAfter: headers["retry-after"], body }), reject);
    });
    asked.once("error", reject);
  });
}

/** Goes away before there is an answer. */
function leave(url: string, cookie: string): Promise<void> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false, headers: { cookie } });
    asked.once("close", resolve).once("error", () => {});
    asked.once("finish", () => setImmediate(() => asked.destroy()));
  });
}

test("where every statement hangs nobody waits long: 503 says when to come back, and what is kept is read on", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const site = await openInstallation([Number(new URL(baseURL ?? "").port) + 7]);
  try {
    const web = await site.startWeb(site.ports[0] ?? 0);
    const editor = await site.newPerson(browser, "editor", "ada@example.org");
    const cookie = (await editor.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const own = (n: number) => read(`${web.url}${["/desk", `/timeline?q=own-${n}`, "/desk/reviews"][n % 3]}`, cookie);
    const timeline = await read(`${web.url}/timeline`);
    expect(timeline.status).toBe(200);
    // Each page that could not be made is an error in its log.
    web.closeOutput();

    const session = await site.sql.reserve();
    await session`begin`;
    await session`lock table publications, revisions, developments in access exclusive mode`;
    const began = Date.now();
    const many = Array.from({ length: 450 }, (_, n) => n);
    const answers = Promise.all(many.flatMap((n) => [read(`${web.url}/timeline?q=word-${n}`), own(n)]));
    expect(await read(`${web.url}/timeline`)).toEqual(timeline);
    for (const { status, retryAfter } of await answers) {
      expect([status, retryAfter]).toEqual([503, expect.stringMatching(/^[25]$/)]);
    }
    // What may be waited for a turn, what a statement may take, and what so many connections cost a slow machine.
    expect(Date.now() - began).toBeLessThan(45_000);
    await Promise.all(many.slice(0, 100).map(() => leave(`${web.url}/desk`, cookie)));
    await session`rollback`;
    session.release();

    const after = await Promise.all(many.slice(0, 24).map(own));
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
    const files = await Promise.all(many.slice(0, 24).map(() => read(`${web.url}/data/files/developments.csv`)));
    expect(new Set(files.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    await editor.context().close();
  } finally {
    await site.close();
  }
});
