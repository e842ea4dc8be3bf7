import { approve, newDraft, publish, saved, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

test("a decision carries its proposal forward, and both pages say so", async ({ editor, reviewer, page }) => {
  const proposal = "Story body proposes a text in two stages";
  const adoption = "Story body adopts its text of two stages";
  const { path } = await publish(
    { editor, reviewer },
    { title: proposal, status: "Proposed", date: "3 March 2026", source: "https://example.org/stage-one" },
  );
  await newDraft(editor, { title: adoption, date: "13 March 2026", source: "https://example.org/stage-two" });
  const field = editor.getByLabel("Add a development that this carries forward");
  await field.fill("proposes a text in two stages");
  await editor.getByRole("option", { name: new RegExp(proposal) }).click();
  await expect(editor.getByRole("button", { name: /take away/ }).filter({ hasText: "two stages" })).toBeVisible();
  await saved(editor);
  await sendToReview(editor);
  const later = await approve(reviewer, adoption);
  await page.goto(later);
  await expect(page.getByText("Carries forward")).toBeVisible();
  await page.getByRole("link", { name: proposal }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByText("Carried forward by")).toBeVisible();
  const chart = await page.request.get("/api/v1/charts/time-to-decision?by=to-adoption&body=story-body");
  expect((await chart.json()).series[0]).toMatchObject({ key: "story-body", n: 1, points: [{ n: 1, value: 10 }] });
});

test("a duplicate goes to what stands for it, for ever", async ({ editor, reviewer, page, request }) => {
  const stands = await publish(
    { editor, reviewer },
    { title: "Story body adopts a text that was logged first", source: "https://example.org/logged-first" },
  );
  const twice = await publish(
    { editor, reviewer },
    { title: "Story body adopts a text that was logged twice", source: "https://example.org/logged-twice" },
  );
  await editor.goto(`/desk/developments/${twice.id}/history`);
  await editor.getByLabel("Why it is retracted").fill("The same decision was logged before.");
  await editor.getByLabel("It is a duplicate of").fill(stands.path);
  await editor.getByRole("button", { name: "Send the retraction to review" }).click();
  await editor.waitForURL("**/desk?sent=*");
  await reviewer.goto("/desk/reviews");
  await reviewer.getByRole("link", { name: "Story body adopts a text that was logged twice" }).click();
  await reviewer.getByRole("button", { name: /^Approve/ }).click();
  await reviewer.waitForURL("**/desk/reviews?done=retracted*");

  const answer = await request.get(twice.path, { maxRedirects: 0 });
  expect([answer.status(), answer.headers().location]).toEqual([308, stands.path]);
  const json = await request.get(`/api/v1${twice.path}`, { maxRedirects: 0 });
  expect([json.status(), json.headers().location]).toEqual([308, `/api/v1${stands.path}`]);
  await page.goto(twice.path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Story body adopts a text that was logged first");
  await page.getByRole("link", { name: "Story body adopts a text that was logged twice" }).click();
  await expect(page).toHaveURL(/\/history$/);
});
