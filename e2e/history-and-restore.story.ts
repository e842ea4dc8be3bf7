import { approve, newDraft, publish, saved, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

test("an older revision is restored, and every approved one keeps its address", async ({ editor, reviewer, page }) => {
  const title = "Story body adopts a text with a history";
  const { id, path } = await publish({ editor, reviewer }, { title, summary: "What it said *first*." });
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Summary").fill("What it said second.");
  await sendToReview(editor);
  await approve(reviewer, title);

  await page.goto(`${path}/history`);
  await expect(page.getByRole("heading", { name: "2 approved revisions" })).toBeVisible();
  await page.goto(`${path}/history?a=1`);
  const older = page.getByRole("link", { name: /^Revision \d+$/ }).last();
  await older.click();
  await expect(page.getByText("What it said first.")).toBeVisible();
  await expect(page.getByText("a later revision has taken its place")).toBeVisible();
  const permalink = page.url();

  await editor.goto(`/desk/developments/${id}/history`);
  await editor
    .getByRole("button", { name: /Restore revision/ })
    .first()
    .click();
  await editor.waitForURL(`**/desk/developments/${id}`);
  await expect(editor.getByLabel("Summary")).toHaveValue("What it said *first*.");
  await sendToReview(editor);
  await approve(reviewer, title);
  await page.goto(path);
  await expect(page.getByText("What it said first.")).toBeVisible();
  await page.goto(permalink);
  await expect(page.getByText("What it said first.")).toBeVisible();
});

test("differences between any two approved revisions are marked word by word", async ({ editor, reviewer, page }) => {
  const title = "Story body adopts a text that is compared";
  const { id, path } = await publish({ editor, reviewer }, { title, summary: "One word differs here." });
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Summary").fill("One phrase differs here.");
  await sendToReview(editor);
  await approve(reviewer, title);
  await page.goto(`${path}/history`);
  await expect(page.locator("del", { hasText: "word" })).toBeVisible();
  await expect(page.locator("ins", { hasText: "phrase" })).toBeVisible();
});

test("a retracted development keeps its page and says why, and leaves lists", async ({ editor, reviewer, page }) => {
  const title = "Story body adopts a text that is retracted";
  const { id, path } = await publish({ editor, reviewer }, { title });
  // From its page, and from where it is edited.
  await editor.goto(`/desk/developments/${id}`);
  const form = `/desk/developments/${id}/history#retract`;
  await expect(editor.getByRole("link", { name: "retract it" })).toHaveAttribute("href", form);
  await editor.goto(path);
  await editor.getByRole("link", { name: "Retract it" }).click();
  await editor.waitForURL(`**${form}`);
  await editor.getByLabel("Why it is retracted").fill("It was logged *twice* in this story.");
  await editor.getByRole("button", { name: "Send the retraction to review" }).click();
  await editor.waitForURL("**/desk?sent=*");
  await approve(reviewer, title);
  await page.goto(path);
  await expect(page.getByText("It was logged twice in this story.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Retract it" })).toHaveCount(0);
  await page.goto(`${path}/history`);
  await page
    .getByRole("link", { name: /^Revision \d+$/ })
    .last()
    .click();
  await expect(page.getByText("This was retracted later.")).toBeVisible();
  await expect(page.getByText("It was logged twice in this story.")).toBeVisible();
  await page.goto("/timeline?q=retracted+story+body");
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
});

test("a submission is taken back by its author", async ({ editor, reviewer }) => {
  const title = "Story body adopts a text that is taken back";
  await newDraft(editor, { title });
  await sendToReview(editor);
  await editor.goto("/desk/reviews");
  await editor.getByRole("link", { name: title }).click();
  await editor.getByRole("button", { name: "Take the request back" }).click();
  await expect(editor.getByText("Taken back. The revisions stay.")).toBeVisible();
  await reviewer.goto("/desk/reviews");
  await expect(reviewer.getByRole("link", { name: title })).toHaveCount(0);
});

test("a draft nobody needs is set aside, and is back with its next save", async ({ editor }) => {
  const title = "Story: logged twice by mistake";
  const id = await newDraft(editor, { title });
  await editor.getByRole("button", { name: "Set this draft aside" }).click();
  await editor.waitForURL("**/desk");
  await expect(editor.getByRole("link", { name: title })).toBeHidden();
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Summary").fill("Needed after all.");
  await saved(editor);
  await editor.goto("/desk");
  await expect(editor.getByRole("link", { name: title })).toBeVisible();
});
