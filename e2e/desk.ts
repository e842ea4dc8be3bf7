import { expect, type Page } from "@playwright/test";

/** What editors do at the desk, as several stories need it. */

export type Entry = { title: string; date?: string; status?: string; source?: string; summary?: string };

/** Fills the four required fields and a source, for the body that decides in stories. */
async function fill(page: Page, entry: Entry) {
  const { title, date = "3 March 2026", status = "Adopted", source = "https://example.org/page", summary } = entry;
  await page.getByLabel("What happened").fill(title);
  await chooseBody(page, "Story body");
  await page.getByLabel("Date, such as").fill(date);
  await page.getByLabel("Status", { exact: true }).selectOption(status);
  await page.getByLabel("Address").first().fill(source);
  if (summary) await page.getByLabel("Summary").fill(summary);
}

/** Picks a body by typing; proposes it where nobody has yet. */
export async function chooseBody(page: Page, name: string) {
  const field = page.getByLabel("Body", { exact: true });
  await field.fill(name);
  const listed = page.getByRole("option", { name });
  await expect(listed.first()).toBeVisible();
  await listed.first().click();
  const propose = page.getByRole("group", { name: "Propose a new body" });
  if (await propose.isVisible()) {
    await propose.getByLabel("Kind").selectOption("other");
    await propose.getByRole("button", { name: "Add the body" }).click();
    await expect(propose).toBeHidden();
  }
  await expect(field).toHaveValue(name);
}

export const saved = (page: Page) => expect(page.getByText(/^Saved as revision \d+$/)).toBeVisible();

export async function newDraft(page: Page, entry: Entry) {
  await page.goto("/desk/developments/new");
  await fill(page, entry);
  await saved(page);
  await page.waitForURL(/\/desk\/developments\/\d+$/);
  return Number(page.url().split("/").at(-1));
}

export async function sendToReview(page: Page) {
  await page.getByRole("button", { name: /Send to review/ }).click();
  await page.waitForURL("**/desk?sent=*");
}

/** A second person's yes; returns the address of the public page. */
export async function approve(page: Page, title: string): Promise<string> {
  await page.goto("/desk/reviews");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: /^Approve/ }).click();
  const link = page.getByRole("link", { name: "The public page" });
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

/** From nothing to a published development. */
export async function publish(people: { editor: Page; reviewer: Page }, entry: Entry) {
  const id = await newDraft(people.editor, entry);
  await sendToReview(people.editor);
  return { id, path: await approve(people.reviewer, entry.title) };
}
