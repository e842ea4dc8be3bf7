import { publish } from "./desk";
import { expect, test } from "./fixtures";

test("two editors score without seeing each other; readers see both at once", async ({ editor, reviewer, page }) => {
  const title = "Story body adopts a text to be scored";
  const { id, path } = await publish({ editor, reviewer }, { title });
  await editor.goto(`/desk/developments/${id}`);
  await editor.goto("/desk/scores?area=encryption");
  const first = editor.locator("ul.queue a").first();
  const scored = ((await first.textContent()) ?? "").trim();
  const href = (await first.getAttribute("href")) ?? "";
  const number = /scores\/(\d+)/.exec(href)?.[1];

  await editor.goto(href);
  await editor.locator('input[name="direction"]').first().focus();
  await editor.keyboard.press("ArrowDown");
  await editor.keyboard.press("Tab");
  await editor.keyboard.press("Space");
  await editor.keyboard.press("Tab");
  await editor.keyboard.type("The first scorer's own words");
  await editor.keyboard.press("Enter");
  await editor.waitForURL(/done=/);

  await reviewer.goto(href);
  await expect(reviewer.getByRole("heading", { name: scored })).toBeVisible();
  await expect(reviewer.getByText("What others said is shown here once your score is in.")).toBeVisible();
  await expect(reviewer.getByText("The first scorer's own words")).toHaveCount(0);
  const asScorer = await reviewer.request.get("/api/v1/developments?area=encryption&limit=200");
  const hidden = (await asScorer.json()).data.find((row: { id: number }) => row.id === Number(number));
  expect(hidden.impacts.find((impact: { area: { slug: string } }) => impact.area.slug === "encryption")).toMatchObject({
    hidden: true,
    median: null,
  });

  await reviewer.getByLabel("+2 strongly opens").check();
  await reviewer.getByLabel("3, sure").check();
  await reviewer.getByLabel("Why, in one sentence").fill("The second scorer's own words");
  await reviewer.getByRole("button", { name: /Save and go on/ }).click();
  await reviewer.waitForURL(/done=/);
  await reviewer.goto(href);
  await expect(reviewer.getByText("The first scorer's own words")).toBeVisible();
  await expect(reviewer.getByText("Scorers disagree by two steps or more")).toBeVisible();
  await reviewer.getByLabel("Say something to the other scorers").fill("I read the annex otherwise.");
  await reviewer.getByRole("button", { name: "Say it" }).click();
  await expect(reviewer.getByText("I read the annex otherwise.")).toBeVisible();

  await page.goto("/timeline?area=encryption");
  await page.getByRole("link", { name: scored }).first().click();
  await expect(page.getByText("The first scorer's own words")).toBeVisible();
  await expect(page.getByText("The second scorer's own words")).toBeVisible();
  expect(path).toContain("/developments/");
});

test("what is missing is said at its field, and nothing typed is lost", async ({ editor }) => {
  await editor.goto("/desk/scores");
  await editor.locator("ul.queue a").first().click();
  await editor.waitForURL("**/desk/scores/*");
  await editor.getByLabel("Why, in one sentence").fill("Typed before choosing");
  await editor.getByRole("button", { name: /Save and go on|Change my score/ }).click();
  await expect(editor.getByText("Choose a direction from -2 to +2, or unclear.", { exact: true })).toBeVisible();
  await expect(editor.getByText("Say how sure you are: 1, 2 or 3.", { exact: true })).toBeVisible();
  await expect(editor.getByLabel("Why, in one sentence")).toHaveValue("Typed before choosing");
});

test("contributors have no scores to give", async ({ newPerson }) => {
  const { page } = await newPerson("contributor");
  await page.goto("/desk/scores");
  await expect(page.getByRole("heading", { name: "Scores" })).toHaveCount(0);
  await page.goto("/desk");
  await expect(page.getByRole("link", { name: "Scores" })).toHaveCount(0);
});
