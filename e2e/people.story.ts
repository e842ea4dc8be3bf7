import { startProcess } from "../scripts/start-process";
import { newDraft } from "./desk";
import { expect, test, userCommand } from "./fixtures";

test("whoever is deactivated is out at once, also in the middle of writing", async ({ admin, newPerson }) => {
  const { page, email } = await newPerson("editor");
  await newDraft(page, { title: "Story: written by somebody who leaves" });
  await admin.goto("/desk/people");
  const row = admin.getByRole("row").filter({ hasText: email });
  await row.getByRole("button", { name: /^Deactivate/ }).click();
  await expect(row.getByText("deactivated")).toBeVisible();

  await page.getByLabel("Summary").fill("Too late.");
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await page.goto("/desk/reviews");
  await expect(page.getByRole("heading", { name: "Sign in to the desk" })).toBeVisible();
});

test("the operator's command changes roles, and a contributor cannot decide", async ({ newPerson }) => {
  const { page, email } = await newPerson("editor");
  await userCommand("role", email, "contributor");
  await page.goto("/desk");
  await expect(page.getByRole("heading", { name: "Sign in to the desk" })).toBeVisible();
  expect(await userCommand("list")).toContain("@example.org");
  await userCommand("deactivate", email);
  await userCommand("activate", email);
});

test("signing out everywhere ends the sessions of all devices", async ({ newPerson, browser }) => {
  const { page } = await newPerson("editor");
  const elsewhere = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await elsewhere.newPage();
  await other.goto("/desk");
  await expect(other.getByRole("heading", { name: "Your drafts" })).toBeVisible();
  await page.goto("/desk");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL("**/sign-in");
  await other.goto("/desk");
  await expect(other.getByRole("heading", { name: "Sign in to the desk" })).toBeVisible();
  await elsewhere.close();
});

test("contributors and editors find no page for admins", async ({ editor }) => {
  for (const path of ["/desk/people", "/desk/areas", "/desk/areas/encryption", "/desk/audit", "/desk/outbox"]) {
    expect((await editor.goto(path))?.status()).toBe(404);
  }
});

test("signing in leads back to this site only", async ({ page }) => {
  for (const next of ["https://example.com/", "//example.com/", "/\\example.com"]) {
    await page.goto(`/sign-in?${new URLSearchParams({ next })}`);
    await expect(page.locator("input[name=next]")).toHaveValue("/desk");
  }
});

test("where the settings of an outside account are present its button leads there", async ({ page, baseURL }) => {
  const site = await startProcess({
    port: Number(new URL(baseURL ?? "").port) + 3,
    dataDir: process.env.PLENARY_STORY_DATA ?? "",
    web: true,
    settings: { GITHUB_ID: "story", GITHUB_SECRET: "story-secret" },
  });
  try {
    await page.route("https://github.com/**", (route) => route.fulfill({ body: "Elsewhere" }));
    await page.goto(`${site.url}/sign-in`);
    await page.getByRole("link", { name: "Continue with GitHub" }).click();
    await page.getByRole("button", { name: "Continue with GitHub" }).click();
    await page.waitForURL(/^https:\/\/github\.com\/login\/oauth\/authorize\?client_id=story/);
  } finally {
    await site.stop();
  }
});
