import { newDraft, saved } from "./desk";
import { expect, test } from "./fixtures";

test("two editors on one base: different fields are merged, the same field asks", async ({ editor, reviewer }) => {
  const id = await newDraft(editor, { title: "Story body adopts a text two people edit", summary: "As it began." });
  await reviewer.goto(`/desk/developments/${id}`);
  await expect(reviewer.getByLabel("Summary")).toHaveValue("As it began.");

  // Different fields: both stand in the end.
  await editor.getByLabel("What was read").fill("The page of the body.");
  await saved(editor);
  await reviewer.getByLabel("Takes effect").fill("1 May 2026");
  await expect(reviewer.getByText(/changed what was read meanwhile/)).toBeVisible();
  await expect(reviewer.getByLabel("What was read")).toHaveValue("The page of the body.");

  // The same field: both values, and a choice.
  await editor.getByLabel("Summary").fill("The words of the first.");
  await expect(editor.getByText(/changed takes effect meanwhile/)).toBeVisible();
  await reviewer.getByLabel("Summary").fill("The words of the second.");
  const choice = reviewer.getByRole("alert").filter({ hasText: "changed this field too" });
  await expect(choice.getByText("The words of the first.")).toBeVisible();
  await expect(choice.getByText("The words of the second.")).toBeVisible();
  await expect(reviewer.getByText("One field waits for your choice")).toBeVisible();
  await choice.getByRole("button", { name: "Keep mine" }).click();
  await expect(choice).toHaveCount(0);
  await saved(reviewer);

  // Nothing acknowledged is lost: all of it is in the history.
  await reviewer.goto(`/desk/developments/${id}/history`);
  await reviewer
    .getByRole("link", { name: /^Revision \d+$/ })
    .first()
    .click();
  await expect(reviewer.locator("del", { hasText: "first" })).toBeVisible();
  await expect(reviewer.locator("ins", { hasText: "second" })).toBeVisible();
});

test("two tabs of one person do not overwrite each other", async ({ editor }) => {
  const id = await newDraft(editor, { title: "Story body adopts a text in two tabs" });
  const second = await editor.context().newPage();
  await second.goto(`/desk/developments/${id}`);
  await second.getByLabel("Summary").fill("From the second tab.");
  await saved(second);
  await editor.getByLabel("Summary").fill("From the first tab.");
  const choice = editor.getByRole("alert").filter({ hasText: "changed this field too" });
  await choice.getByRole("button", { name: "Take theirs" }).click();
  await expect(editor.getByLabel("Summary")).toHaveValue("From the second tab.");
});

test("two new developments in two tabs are two developments", async ({ editor }) => {
  await editor.route("**/api/desk/developments", (route) => route.abort());
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill("Story: the first of two tabs");
  await expect(editor.getByText("There is no connection to the site.")).toBeVisible();
  const second = await editor.context().newPage();
  await second.goto("/desk/developments/new");
  await expect(second.getByLabel("What happened")).toHaveValue("");
});
