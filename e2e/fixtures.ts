import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";

type Role = "contributor" | "editor" | "admin";
type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;
const run = promisify(execFile);

/** Runs a command of the operator on the product of these stories; returns the last line it prints. */
export function command(script: "user" | "digest" | "subscriber", ...args: string[]): Promise<string> {
  const { PLENARY_STORY_DATA: dataDir = "", PLENARY_STORY_URL: url = "" } = process.env;
  return commandOn({ dataDir, url }, script, ...args);
}

export type Installation = { dataDir: string; url: string };

export async function commandOn(on: Installation, script: string, ...args: string[]): Promise<string> {
  const { stdout } = await printedBy(on, script, ...args);
  return stdout.trim().split("\n").at(-1) ?? "";
}

export function printedBy(on: Installation, script: string, ...args: string[]) {
  const env = { ...process.env, DATA_DIR: on.dataDir, BASE_URL: on.url };
  return run(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], { env });
}

export const userCommand = (...args: string[]) => command("user", ...args);

export type KeptMail = { to: string; subject: string; text: string; html?: string; headers?: Record<string, string> };

/** Mails to an address, the newest first, from the files of the outbox. */
export async function mailsTo(email: string): Promise<KeptMail[]> {
  const outbox = join(process.env.PLENARY_STORY_DATA ?? "", "outbox");
  const names = await readdir(outbox).catch(() => []);
  // Anything else is still being written.
  const files = names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .reverse();
  const mails = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(outbox, file), "utf8")) as KeptMail),
  );
  return mails.filter(({ to }) => to === email);
}

/** The newest sign-in link mailed to an address; null while there is none. */
export async function signInLinkFor(email: string): Promise<string | null> {
  const [mail] = await mailsTo(email);
  return /http\S+\/sign-in\/confirm\S+/.exec(mail?.text ?? "")?.[0] ?? null;
}

let people = 0;

async function addPerson(browser: Browser, role: Role): Promise<{ email: string; session: Session }> {
  const n = ++people;
  const email = `${role}-${process.pid}-${n}@example.org`;
  const link = await userCommand("add", email, "--name", `Story ${role} ${n}`, "--role", role);
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, link);
  const session = await context.storageState();
  await context.close();
  return { email, session };
}

export async function signIn(page: Page, link: string) {
  await page.goto(link);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/desk**");
}

type OfStory = {
  /** Two editors, each in a window of their own. */
  editor: Page;
  reviewer: Page;
  admin: Page;
  /** Somebody who is in no other story. */
  newPerson: (role: Role) => Promise<{ page: Page; email: string }>;
};
type OfWorker = { sessions: Record<"editor" | "reviewer" | "admin", Session> };

/** Stories told by people of the desk, signed in. */
export const test = base.extend<OfStory, OfWorker>({
  sessions: [
    async ({ browser }, use) => {
      const editor = await addPerson(browser, "editor");
      const reviewer = await addPerson(browser, "editor");
      const admin = await addPerson(browser, "admin");
      await use({ editor: editor.session, reviewer: reviewer.session, admin: admin.session });
    },
    { scope: "worker" },
  ],
  page: ({ page }, use) => watched(page, use),
  editor: ({ browser, sessions }, use) => withWindow(browser, sessions.editor, use),
  reviewer: ({ browser, sessions }, use) => withWindow(browser, sessions.reviewer, use),
  admin: ({ browser, sessions }, use) => withWindow(browser, sessions.admin, use),
  newPerson: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const { email, session } = await addPerson(browser, role);
      const context = await browser.newContext({ storageState: session });
      contexts.push(context);
      return { email, page: await context.newPage() };
    });
    for (const context of contexts) await context.close();
  },
});

async function withWindow(browser: Browser, storageState: Session, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ storageState });
  await watched(await context.newPage(), use);
  await context.close();
}

/** No page may throw, and none may differ between server and browser (React says so by throwing). */
async function watched(page: Page, use: (page: Page) => Promise<void>) {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
  await use(page);
  expect(errors).toEqual([]);
}

export { expect };
