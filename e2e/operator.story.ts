import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startProcess } from "../scripts/start-process";
import { commandOn, printedBy } from "./fixtures";

test("the site survives the death of PostgreSQL, and its own, and prints a new link while there is no admin", async ({
  request,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const dataDir = await mkdtemp(join(tmpdir(), "plenary-operator-"));
  const port = Number(new URL(baseURL ?? "").port) + 2;
  const link = /http\S+\/sign-in\/first\S+(?=\n)/;
  let site = await startProcess({ port, dataDir, until: link });
  try {
    const total = async () => {
      const answer = await request.get(`${site.url}/api/v1/developments?limit=1`);
      return answer.status() === 200 ? (await answer.json()).total : answer.status();
    };
    const before = await total();

    // Nobody reads what it prints any more: it goes on and, told to, ends.
    site.closeOutput();

    // PostgreSQL alone: what is kept is still served, then everything works again by itself.
    process.kill(Number((await readFile(join(dataDir, "pg18", "postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
    await expect
      .poll(async () => (await request.get(`${site.url}/api/v1/developments?q=convention`)).status(), {
        timeout: 30_000,
      })
      .toBe(200);
    expect(await total()).toBe(before);

    await site.stop();
    site = await startProcess({ port, dataDir, until: link });

    // The site: the next start finds or brings up the database, and the record is whole.
    const firstLink = site.printed;
    await site.kill();
    site = await startProcess({ port, dataDir, until: link });
    expect(site.printed).not.toBe(firstLink);
    expect(await total()).toBe(before);

    // Told to end while its worker may still be starting, it leaves no server behind.
    await site.stop();
    expect(await readFile(join(dataDir, "pg18", "postmaster.pid"), "utf8").catch(() => null)).toBeNull();
  } finally {
    await site.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("with its port taken the site says so and names the setting", async ({ baseURL }) => {
  const dataDir = process.env.PLENARY_STORY_DATA ?? "";
  const taken = startProcess({ port: Number(new URL(baseURL ?? "").port), dataDir });
  await expect(taken).rejects.toThrow(/Port \d+ is taken by another program.* set PORT/);
});

test("a command that needs a record makes no empty one: it names the folder and what to do", async ({ baseURL }) => {
  const empty = await mkdtemp(join(tmpdir(), "plenary-nothing-"));
  try {
    for (const dataDir of [empty, join(empty, "missing"), join(process.cwd(), "package.json")]) {
      const on = { dataDir, url: baseURL ?? "" };
      for (const [script, ...args] of [["user", "list"], ["digest", "status"], ["verify"]] as const) {
        await expect(commandOn(on, script, ...args)).rejects.toMatchObject({
          code: 1,
          stderr: `There is no database in ${dataDir}. Set DATA_DIR (or DATABASE_URL) as the site has it, or start the product once: npm start\n`,
        });
      }
    }
    expect(await readdir(empty)).toEqual([]);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
});

test("the operator may take the role from the only admin, and is told to make another", async ({ baseURL }) => {
  const on = { dataDir: await mkdtemp(join(tmpdir(), "plenary-no-admin-")), url: baseURL ?? "" };
  const told = /Nobody is admin now who may sign in\. Make somebody admin: npm run user -- role EMAIL admin/;
  try {
    await commandOn(on, "migrate");
    for (const name of ["one", "two"])
      await commandOn(on, "user", "add", `${name}@example.org`, "--name", name, "--role", "admin");
    expect((await printedBy(on, "user", "role", "one@example.org", "editor")).stderr).not.toMatch(told);
    const last = await printedBy(on, "user", "deactivate", "two@example.org");
    expect(last.stderr).toMatch(told);
    expect(last.stdout).toContain("Done: two <two@example.org>, deactivate");
    expect((await printedBy(on, "user", "role", "one@example.org", "admin")).stderr).not.toMatch(told);
  } finally {
    await rm(on.dataDir, { recursive: true, force: true });
  }
});
