import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { addWeeks, sayWeek, weekAt } from "../lib/weeks";
import { publish, saved } from "./desk";
import { expect, signIn, test } from "./fixtures";
import { type Open, openInstallation, type Running } from "./installation";

/** Two web and two worker processes on one PostgreSQL, behind a proxy that lets the web processes take turns. */

test.describe.configure({ mode: "serial" });

let site: Open;
let webs: Running[];
let editor: Page;
let reviewer: Page;
let admin: Page;

test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  site = await openInstallation([7, 8].map((more) => Number(new URL(baseURL ?? "").port) + more));
  webs = await Promise.all(site.ports.map(site.startWeb));
  editor = await site.newPerson(browser, "editor", "ada@example.org");
  reviewer = await site.newPerson(browser, "editor", "eve@example.org");
  admin = await site.newPerson(browser, "admin", "amy@example.org");
});
test.afterAll(async () => {
  for (const page of [editor, reviewer, admin]) await page?.context().close();
  await site?.close();
});
test.afterEach(() => site.proxy.sendTo(null));

test("what is published at one web process is in the next read of the other", async ({ request }) => {
  for (const [here, there] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const other = webs[there]?.url;
    const count = async () =>
      (await (await request.get(`${other}/api/v1/developments?limit=1`)).json()).total as number;
    const timeline = async () => (await request.get(`${other}/timeline?body=story-body`)).text();
    const title = `Story body adopts a text at process ${here}`;
    const before = await count();
    expect(await timeline()).not.toContain(title);
    site.proxy.sendTo(here);
    const { path } = await publish({ editor, reviewer }, { title });
    expect(await count()).toBe(before + 1);
    expect(await timeline()).toContain(title);
    expect((await request.get(`${other}${path}`)).status()).toBe(200);
  }
});

test("tries used up at one web process are used up at the other", async ({ browser }) => {
  const page = await browser.newPage({ baseURL: site.url });
  const ask = async (email: string) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByText(/a link is on its way|That was tried too often/)).toBeVisible();
    return page.getByText("That was tried too often").isVisible();
  };
  let address = 0;
  // Tries count by the hour: where one ends meanwhile, another address is asked for.
  await expect(async () => {
    const email = `nobody-${++address}@example.org`;
    site.proxy.sendTo(0);
    for (let n = 0; n < 5; n += 1) expect(await ask(email)).toBe(false);
    site.proxy.sendTo(1);
    expect(await ask(email)).toBe(true);
    expect(await ask(`somebody-${address}@example.org`)).toBe(false);
  }).toPass();
  await page.close();
});

test("what is typed when a web process is killed is saved by the other, and both saw the same changes", async () => {
  site.proxy.sendTo(0);
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill("Story: a process ends while somebody writes");
  await saved(editor);
  await webs[0]?.kill();
  await editor.getByLabel("Summary").fill("Written while one was gone.");
  await expect(editor.getByText("Saved as revision 2", { exact: true })).toBeVisible();
  webs[0] = await site.startWeb(site.ports[0] ?? 0);
  site.proxy.sendTo(1);
  await reviewer.goto(editor.url());
  await reviewer.getByLabel("What was read").fill("Its page.");
  await saved(reviewer);
  // The other process tells the first editor's open form what was changed, and keeps what they typed.
  site.proxy.sendTo(0);
  await editor.getByLabel("Takes effect").fill("1 May 2026");
  await expect(editor.getByText(/changed what was read meanwhile/)).toBeVisible();
  await expect(editor.getByLabel("What was read")).toHaveValue("Its page.");
  await saved(editor);
});

test("letters and mails go out once, although a worker is killed with its hands full; the desk shows it as it happens", async ({
  browser,
  request,
}) => {
  test.setTimeout(240_000);
  const readers = 300;
  const week = addWeeks(weekAt(new Date(), "UTC"), -1);
  await dueFor(readers, week);
  const page = await browser.newPage({ baseURL: site.url });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("ada@example.org");

  // The mail server answers nobody before both workers have letters, and one of them the mail too.
  const { received, script } = site.mail;
  const asked: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  script.atRecipient = async (to) => {
    asked.push(to);
    await gate;
    return null;
  };
  const first = await site.startWorker();
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect.poll(() => asked.includes("ada@example.org")).toBe(true);
  const second = await site.startWorker();
  const hands = async () => {
    const [row] = await site.sql<{ n: number }[]>`
      select count(distinct worker)::int as n from deliveries where state = 'sending'`;
    return row?.n;
  };
  await expect.poll(hands, { timeout: 20_000 }).toBe(2);
  await admin.goto("/desk/digests");
  await expect(admin.getByText("Going out.")).toBeVisible();
  await first.kill();
  open();
  await expect.poll(() => received.length).toBeGreaterThan(0);

  // The page is not loaded again, and its process neither sent a letter nor queued one.
  await expect(admin.getByText("Sent.", { exact: true })).toBeVisible({ timeout: 90_000 });
  const [states] = await site.sql<{ accepted: number; other: number }[]>`
    select count(*) filter (where state = 'accepted')::int as accepted,
      count(*) filter (where state <> 'accepted')::int as other from deliveries`;
  expect(states).toEqual({ accepted: readers, other: 0 });
  // Whoever had the mail died: another worker takes it when its minute is over, as soon as any mail is queued.
  const links = () => received.filter(({ to }) => to === "ada@example.org");
  await expect
    .poll(() => site.sql.notify("plenary_mail", "").then(() => links().length), { timeout: 90_000, intervals: [1_000] })
    .toBe(1);
  expect(new Set(received.map(({ to }) => to)).size).toBe(received.length);
  expect(received).toHaveLength(readers + 1);
  for (const { url } of webs) {
    expect(await (await request.get(`${url}/digests`)).text()).toContain(sayWeek(week));
    expect((await request.get(`${url}/digests/${week}`)).status()).toBe(200);
  }
  const [letter] = (await site.mail.parsed()).filter(({ text }) => text?.includes("/sign-in/confirm"));
  await signIn(page, /http\S+\/sign-in\/confirm\S+/.exec(letter?.text ?? "")?.[0] ?? "");
  await page.close();
  await second.stop();
});

/** An issue of last week with readers, as if they had been there then. */
async function dueFor(readers: number, week: string) {
  const list = join(site.dataDir, "readers.csv");
  const lines = Array.from({ length: readers }, (_, n) => `reader-${n}@example.org,,on,`);
  await writeFile(list, ["email,filter,quiet,away", ...lines, ""].join("\n"));
  await site.operate("subscriber", "import", list);
  await site.sql`update subscribers set confirmed_at = confirmed_at - interval '8 days'`;
  await site.sql`update digest_settings set first_week = ${week}, send_hour = 0`;
}
