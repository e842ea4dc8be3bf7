import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Browser, test as base, type Page } from "@playwright/test";

type Role = "contributor" | "editor" | "admin";
const run = promisify(execFile);

/** Adds a person by the operator's command and returns the one-time link it prints last. */
export async function addPerson(person: { email: string; name: string; role: Role }): Promise<string> {
  const { email, name, role } = person;
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "scripts/user.ts", "add", email, "--name", name, "--role", role],
    { env: { ...process.env, DATA_DIR: process.env.PLENARY_STORY_DATA, BASE_URL: process.env.PLENARY_STORY_URL } },
  );
  return stdout.trim().split("\n").at(-1) ?? "";
}

/** A browser window of its own in which this person is signed in. */
export async function signedIn(browser: Browser, person: { email: string; name: string; role: Role }): Promise<Page> {
  const link = await addPerson(person);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page
    .getByRole("main")
    .getByRole("button", { name: /sign in/i })
    .click();
  await page.waitForURL("**/desk**");
  return page;
}

let people = 0;

type People = { editor: Page; reviewer: Page; newPerson: (role: Role) => Promise<Page> };

/** Stories told by people: each signed in, in a window of their own, closed at the end. */
export const test = base.extend<People>({
  newPerson: async ({ browser }, use) => {
    const pages: Page[] = [];
    await use(async (role) => {
      const n = ++people;
      const stamp = `${process.pid}-${n}`;
      const page = await signedIn(browser, { email: `${role}-${stamp}@example.org`, name: `Story ${role} ${n}`, role });
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
  editor: async ({ newPerson }, use) => use(await newPerson("editor")),
  reviewer: async ({ newPerson }, use) => use(await newPerson("editor")),
});

export { expect } from "@playwright/test";
