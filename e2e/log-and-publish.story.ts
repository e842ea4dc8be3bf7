import { approve, newDraft, publish, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

test("a development is logged, sent, reviewed by a second person, published and read", async ({
  editor,
  reviewer,
  page,
}) => {
  const title = "Story body adopts the text of the first story";
  await newDraft(editor, { title, summary: "The *first* sentence. A second one." });
  await editor.getByLabel("Encryption", { exact: true }).check();
  await editor.getByLabel("Note for the reviewer").fill("Please look at the date.");
  await sendToReview(editor);

  // Not the author, and nothing of it outside.
  await editor.goto("/desk/reviews");
  await editor.getByRole("link", { name: title }).click();
  await expect(editor.getByText("A second person has to decide")).toBeVisible();
  await expect(editor.getByRole("button", { name: /Approve/ })).toHaveCount(0);
  await page.goto("/timeline?q=%22text+of+the+first+story%22");
  await expect(page.getByRole("heading", { name: "Nothing on record matches" })).toBeVisible();

  await reviewer.goto("/desk/reviews");
  await reviewer.getByRole("link", { name: title }).click();
  await expect(reviewer.getByText("Please look at the date.")).toBeVisible();
  await expect(reviewer.getByText("3 March 2026")).toBeVisible();
  const path = await approve(reviewer, title);

  await page.goto(path);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText("The first sentence. A second one.")).toBeVisible();
  await expect(page.getByText("Please look at the date.")).toHaveCount(0);
  await page.goto("/timeline?q=%22text+of+the+first+story%22");
  await expect(page.getByText("1 development", { exact: true }).first()).toBeVisible();
});

test("a request is sent back with a reason, mended and approved", async ({ editor, reviewer }) => {
  const title = "Story body adopts a text that goes back once";
  const id = await newDraft(editor, { title });
  await sendToReview(editor);
  await reviewer.goto("/desk/reviews");
  await reviewer.getByRole("link", { name: title }).click();
  await reviewer.getByRole("button", { name: /Send back/ }).click();
  await expect(reviewer.getByText("Say what should change").first()).toBeVisible();
  await reviewer.keyboard.press("Escape");
  await reviewer.getByLabel("What should change").fill("Name the page of the body itself.");
  await reviewer.getByRole("button", { name: /Send back/ }).click();
  await expect(reviewer.getByText("Sent back with your reason.")).toBeVisible();

  await editor.goto("/desk");
  await expect(editor.getByText("Sent back: Name the page of the body itself.")).toBeVisible();
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Address").first().fill("https://example.org/body");
  await sendToReview(editor);
  await approve(reviewer, title);
});

test("an edit of what is published waits, and the public page stays until the yes", async ({
  editor,
  reviewer,
  page,
}) => {
  const title = "Story body adopts a text that is edited later";
  const { id, path } = await publish({ editor, reviewer }, { title, summary: "Before the edit." });
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Summary").fill("After the edit.");
  await sendToReview(editor);
  await page.goto(path);
  await expect(page.getByText("Before the edit.")).toBeVisible();

  await reviewer.goto("/desk/reviews");
  await reviewer.getByRole("link", { name: title }).click();
  await expect(reviewer.locator("del", { hasText: "Before" })).toBeVisible();
  await expect(reviewer.locator("ins", { hasText: "After" })).toBeVisible();
  // The keys: A brings the focus to the button, A again presses it.
  await reviewer.keyboard.press("a");
  await expect(reviewer.getByRole("button", { name: /Approve and publish/ })).toBeFocused();
  await reviewer.keyboard.press("a");
  await expect(reviewer.getByText("Approved and published")).toBeVisible();
  await page.goto(path);
  await expect(page.getByText("After the edit.")).toBeVisible();
});

test("what lacks something cannot be sent: the summary takes the focus and leads to each field", async ({ editor }) => {
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill("Story body adopts a text without a source");
  await editor.getByLabel("Date, such as").fill("31 February 2026");
  await editor.getByRole("button", { name: /Send to review/ }).click();
  const summary = editor.getByRole("alert").filter({ hasText: "Some fields still need you" });
  await expect(summary).toBeFocused();
  await expect(summary.getByText("There is no 31 February 2026")).toBeVisible();
  await summary.getByRole("link", { name: "Choose the body that decided." }).click();
  await expect(editor.getByLabel("Body", { exact: true })).toBeFocused();
});

test("similar developments are shown while typing", async ({ editor }) => {
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill("US presidential memorandum orders withdrawal from 66 bodies");
  await expect(editor.getByText("similar title")).toBeVisible();
  await expect(
    editor.getByRole("link", { name: /US presidential memorandum orders withdrawal from 66 international bodies/ }),
  ).toBeVisible();
});

test("a pasted link begins a development with its source, and without one New begins an empty one", async ({
  editor,
}) => {
  const begin = editor.locator("form.begin");
  const ways = [() => editor.keyboard.press("Enter"), () => begin.getByRole("button", { name: "New" }).click()];
  for (const go of ways) {
    await editor.goto("/desk");
    await editor.getByLabel("Address of a page").fill("https://example.org/a-page");
    await go();
    await expect(editor.getByLabel("Address").first()).toHaveValue("https://example.org/a-page");
  }
  await editor.goto("/desk");
  await editor.keyboard.press("n");
  await expect(editor.getByRole("heading", { name: "New development" })).toBeVisible();
});
