import { expect, test } from "./fixtures";

test("an editor brings many lines at once: wrong ones are said, right ones become drafts, once", async ({ editor }) => {
  const heading = "title,body,decided_on,status,sources";
  await editor.goto("/desk/import");
  await editor.getByLabel("Or its lines").fill(`${heading}\nStory of a line,Nobody known,2026-11-02,adopted,`);
  await editor.getByRole("button", { name: "Check the lines" }).click();
  await expect(editor.getByText("Line 2: body: there is no body “Nobody known”.")).toBeVisible();
  await expect(editor.getByLabel("Or its lines")).toHaveValue(/Story of a line/);
  const lines = `${heading}\nStory of a line,ITU,2 November 2026,adopted,https://example.org/a\nStory of another,itu,2026,proposed,`;
  for (const message of ["2 drafts were made.", "0 drafts were made. 2 lines were here already."]) {
    await editor.goto("/desk/import");
    await editor
      .getByLabel("A CSV file")
      .setInputFiles({ name: "lines.csv", mimeType: "text/csv", buffer: Buffer.from(lines) });
    await editor.getByRole("button", { name: "Check the lines" }).click();
    await expect(editor.getByText("2 lines read well.")).toBeVisible();
    await editor.getByRole("button", { name: "Make 2 drafts" }).click();
    await expect(editor.getByText(message)).toBeVisible();
  }
  await editor.getByRole("link", { name: "Story of a line" }).click();
  await expect(editor.getByLabel("What happened")).toHaveValue("Story of a line");
  await expect(editor.getByLabel("Date, such as")).toHaveValue(/2 November 2026/);
});

test("without script lines are brought alike", async ({ browser, sessions }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: sessions.editor });
  const page = await context.newPage();
  await page.goto("/desk/import");
  await page.getByLabel("Or its lines").fill("title\nStory of a line without script");
  await page.getByRole("button", { name: "Check the lines" }).click();
  await expect(page.getByText("1 line reads well.")).toBeVisible();
  await page.getByRole("button", { name: "Make 1 draft" }).click();
  await expect(page.getByText("1 draft was made.")).toBeVisible();
  await context.close();
});
