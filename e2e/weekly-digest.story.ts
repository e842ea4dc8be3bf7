import { AxeBuilder } from "@axe-core/playwright";
import { addWeeks, mondayOf, weekAt } from "@/lib/weeks";
import { publish } from "./desk";
import { command, expect, mailsTo, test } from "./fixtures";

const week = weekAt(new Date(), "UTC");
const monday = `${mondayOf(addWeeks(week, 1))}T08:00:00Z`;
const address = "reader@example.org";

test.describe.configure({ mode: "serial" });

test("somebody subscribes to what they read, and confirms by a button", async ({ page }) => {
  await page.goto("/bodies/freedom-online-coalition");
  await page.goto("/impact/encryption");
  const box = page.getByRole("region", { name: "The weekly digest" });
  await box.getByLabel("E-mail address").fill("not an address");
  await box.getByRole("button", { name: "Subscribe" }).click();
  await expect(box.getByText("Write one e-mail address")).toBeVisible();
  await expect(box.getByLabel("E-mail address")).toBeFocused();
  await box.getByLabel("E-mail address").fill(address);
  await box.getByLabel("E-mail address").press("Enter");
  await expect(box.getByText(`This site has no mail server: nothing goes to ${address}.`)).toBeVisible();
  await expect.poll(async () => (await mailsTo(address)).length).toBe(1);
  const [mail] = await mailsTo(address);
  const link = /http\S+\/subscribe\/confirm\S+/.exec(mail?.text ?? "")?.[0] ?? "";
  for (let looked = 0; looked < 3; looked += 1) expect((await page.request.get(link)).ok()).toBe(true);
  await page.goto(link);
  await expect(page.getByText("r…@example.org")).toBeVisible();
  await page.getByRole("button", { name: "Yes, send me the letter" }).click();
  await expect(page.getByText("The first letter goes out on Monday")).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("has been used")).toBeVisible();
});

test("what the page shows is what is subscribed to, also after an address that was mistyped", async ({ page }) => {
  await page.goto("/subscribe");
  await page.getByRole("link", { name: "Activists and journalists" }).click();
  await page.getByText("Only some areas or bodies").click();
  await page.getByLabel("Encryption").uncheck();
  await page.getByLabel("Body").selectOption({ label: "ITU" });
  const shown = page.getByText(/^This letter: /);
  await expect(shown).toContainText("ITU");
  await page.getByLabel("E-mail address").fill("mistyped");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByText("Write one e-mail address")).toBeVisible();
  await expect(page.getByLabel("Encryption")).not.toBeChecked();
  await expect(page.getByLabel("Freedom of expression")).toBeChecked();
  const choice = (await shown.locator("b").textContent()) ?? "";
  await page.getByLabel("E-mail address").fill("typed@example.org");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByText("nothing goes to typed@example.org")).toBeVisible();
  await expect.poll(async () => (await mailsTo("typed@example.org")).length).toBe(1);
  const [mail] = await mailsTo("typed@example.org");
  await page.goto(/http\S+\/subscribe\/confirm\S+/.exec(mail?.text ?? "")?.[0] ?? "");
  await expect(page.getByText(choice)).toBeVisible();
});

test("without script it works alike", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/subscribe");
  await page.getByText("Only some areas or bodies").click();
  await page.getByLabel("Fragmentation").check();
  await page.getByRole("button", { name: "Show what that would have been" }).click();
  await expect(page).toHaveURL(/\/subscribe\?area=fragmentation$/);
  // What is ticked is what is subscribed to, seen before or not.
  await page.getByLabel("Encryption").check();
  await page.getByLabel("E-mail address").fill("noscript");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByText("Write one e-mail address")).toBeInViewport();
  await expect(page.getByLabel("Encryption")).toBeChecked();
  await page.getByLabel("E-mail address").fill("noscript@example.org");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByText("nothing goes to noscript@example.org")).toBeInViewport();
  await expect(page.getByText(/^This letter: /)).toContainText("Encryption");
  await expect.poll(async () => (await mailsTo("noscript@example.org")).length).toBe(1);
  const [mail] = await mailsTo("noscript@example.org");
  await page.goto(/http\S+\/subscribe\/confirm\S+/.exec(mail?.text ?? "")?.[0] ?? "");
  await page.getByRole("button", { name: "Yes, send me the letter" }).click();
  await expect(page.getByText("You are subscribed.")).toBeVisible();
  await expect(page.getByText(/Encryption or Fragmentation|Encryption, Fragmentation/).first()).toBeVisible();
  await page.getByRole("button", { name: "2 weeks" }).click();
  await expect(page.getByText("No letters until")).toBeVisible();
  await expect(page.getByText("Paused. No letter goes out")).toBeInViewport();
  await context.close();
});

test("an editor marks a page as checked, with one click", async ({ editor }) => {
  await editor.goto("/desk/inbox");
  await expect(editor.getByText("0 of 43 checked")).toBeVisible();
  await editor.getByRole("button", { name: "Checked, nothing new" }).first().click();
  await expect(editor.getByText("1 of 43 checked")).toBeVisible();
});

test("the week closes: the letter, the archive and the feed say the same, and the operator sees it", async ({
  editor,
  reviewer,
  admin,
  page,
  request,
}) => {
  const title = "Story body adopts a text for the letter";
  const { path } = await publish({ editor, reviewer }, { title, source: "https://example.org/for-the-letter" });
  await command("subscriber", "add", "everything@example.org");
  await admin.goto(`/desk/digests/${week}`);
  await admin.getByLabel("Introduction").fill("Words before the story week.");
  await admin.getByLabel("Stands first").fill(path);
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Saved. It stands in the letter")).toBeVisible();
  await admin.getByRole("button", { name: "Send a test to me" }).click();
  await expect(admin.getByText("A test goes to")).toBeVisible();

  const counts = JSON.parse(await command("digest", "run", "--now", monday));
  expect(counts).toMatchObject({ accepted: 2, skipped: 1, queued: 0, failed: 0, uncertain: 0 });
  expect(JSON.parse(await command("digest", "run", "--now", monday))).toEqual(counts);

  const letters = await mailsTo("everything@example.org");
  expect(letters).toHaveLength(1);
  const [letter] = letters;
  expect(letter?.subject).toContain(`: ${title}`);
  expect(letter?.text).toContain("Words before the story week.");
  expect(letter?.text).toContain("1 of 43 watched sources checked");
  await page.goto(`/digests/${week}`);
  await expect(page.getByRole("link", { name: title })).toHaveAttribute("href", path);
  await expect(page.getByText("1 of 43 watched sources checked")).toBeVisible();
  const atom = await (await request.get("/feeds/digests.atom")).text();
  expect(atom).toContain(title);
  expect(await editor.evaluate(atomProblems, atom)).toEqual([]);
  expect((await (await request.get("/feeds/digests.json")).json()).items[0].content_html).toContain(title);
  await page.goto("/subscribe");
  await page.getByText("Only some areas or bodies").click();
  await page.getByLabel("Encryption").check();
  await expect(page.getByText("With these choices (Encryption)")).toBeVisible();
  await admin.goto("/desk/digests");
  await expect(admin.getByText("Sent.")).toBeVisible();
});

test("a letter can be read by everybody, and its links lead to pages that change nothing by being opened", async ({
  page,
  request,
}) => {
  const [letter] = await mailsTo("everything@example.org");
  await page.setViewportSize({ width: 375, height: 800 });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setContent(letter?.html ?? "");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
  const base = process.env.PLENARY_STORY_URL ?? "";
  const links = [...new Set(letter?.html?.match(/(?<=href=")[^"]+/g))].filter((link) => link.startsWith(base));
  expect(links.length).toBeGreaterThan(4);
  for (const link of links) expect((await request.get(link)).status(), link).toBe(200);
  const preferences = links.find((link) => /\/subscriptions\/[\w-]+$/.test(link)) ?? "";
  await page.goto(preferences);
  await expect(page.getByText("e…@example.org")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send me no more letters" })).toBeVisible();
});

test("leaving by the header of a letter takes one request from anywhere; a wrong one leaves everything as it is", async ({
  page,
  request,
}) => {
  const [letter] = await mailsTo("everything@example.org");
  const leave = letter?.headers?.["List-Unsubscribe"]?.slice(1, -1) ?? "";
  expect(letter?.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  // Without a cookie and without an origin, as mail programs ask.
  const post = (url: string) => request.post(url, { form: { "List-Unsubscribe": "One-Click" }, maxRedirects: 0 });
  expect((await post(leave.replace(/.(?=\/leave$)/, (one) => (one === "A" ? "B" : "A")))).status()).toBe(404);
  await page.goto(leave);
  await expect(page.getByRole("button", { name: "Leave" })).toBeVisible();
  expect((await post(leave)).status()).toBe(200);
  expect((await post(leave)).status()).toBe(200);
  await page.goto(leave);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You get no more letters");
  await page.getByRole("link", { name: "Come back" }).click();
  await page.getByRole("button", { name: "Send me letters again" }).click();
  await expect(page.getByText("Letters come again, with what you had chosen.")).toBeFocused();
  await page.getByRole("button", { name: "Only when there is something in it" }).click();
  await expect(page.getByText("From now on a letter comes only when")).toBeFocused();
  await page.getByText("Erase my address").click();
  await page.getByRole("button", { name: "Yes, erase it" }).click();
  await expect(page.getByText("This address was erased.")).toBeVisible();
});

/** What RFC 4287 asks of every feed and is not there; run in a browser, which reads XML. */
function atomProblems(atom: string): string[] {
  const feed = new DOMParser().parseFromString(atom, "application/xml");
  const wanted = ["feed > id", "feed > title", "feed > updated", "feed > author > name", "feed > link[rel=self]"];
  const ofEntry = ["entry > id", "entry > title", "entry > updated", "entry > link", "entry > content"];
  return ["parsererror", ...wanted, ...ofEntry].filter(
    (one) => (feed.querySelector(one) === null) === (one !== "parsererror"),
  );
}
