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
  await reviewer.getByRole("link", { name: "What everybody said of it" }).click();
  await expect(reviewer.getByText("The first scorer's own words")).toBeVisible();
  await expect(reviewer.getByText("Scorers disagree by two steps or more")).toBeVisible();
  await reviewer.getByLabel("Say something to the other scorers").fill("I read the annex otherwise.");
  await reviewer.getByRole("button", { name: "Say it" }).click();
  await expect(reviewer.getByText("I read the annex otherwise.")).toBeVisible();

  // Who scored first is not told by a mail, but where scores are given.
  await editor.goto("/desk/scores");
  await editor
    .getByRole("region", { name: "Where you and others disagree" })
    .getByRole("link", { name: scored })
    .first()
    .click();
  await expect(editor.getByText("I read the annex otherwise.")).toBeVisible();

  await page.goto("/timeline?area=encryption");
  await page.getByRole("link", { name: scored }).first().click();
  await expect(page.getByText("The first scorer's own words")).toBeVisible();
  await expect(page.getByText("The second scorer's own words")).toBeVisible();
  expect(path).toContain("/developments/");
});

test("there is more to score than one page shows, and it is a click away", async ({ editor }) => {
  await editor.goto("/desk/scores");
  const rows = editor.getByRole("heading", { name: "For you to score" }).locator("xpath=..").getByRole("listitem");
  await expect(rows).toHaveCount(20);
  await editor.getByRole("link", { name: "Show 20 more" }).click();
  await expect(rows).toHaveCount(40);
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

test("a second window says what the first one saved, and replaces it when asked again", async ({ newPerson }) => {
  const { page: first } = await newPerson("editor");
  await first.goto("/desk/scores");
  await first.locator("ul.queue a").first().click();
  await first.waitForURL("**/desk/scores/*");
  const second = await first.context().newPage();
  await second.goto(first.url());
  const fill = async (page: typeof first, direction: string, reason: string) => {
    await page.getByLabel(direction).check();
    await page.getByLabel("2, fairly sure").check();
    await page.getByLabel("Why, in one sentence").fill(reason);
    await page.getByRole("button", { name: "Save and go on" }).click();
  };
  await fill(first, "+1 opens", "Said in the first window");
  await first.waitForURL(/done=/);
  await fill(second, "–1 restricts", "Said in the second window");
  await expect(second.locator("#direction-error")).toContainText("You scored this in another window");
  await expect(second.getByLabel("Why, in one sentence")).toHaveValue("Said in the second window");
  await second.getByRole("button", { name: "Change my score" }).click();
  await second.waitForURL(/done=/);
  await second.getByRole("link", { name: "What everybody said of it" }).click();
  await expect(second.getByText("Said in the second window").first()).toBeVisible();
});

test("a scorer reads no directions before their own are in; whoever is not signed in does", async ({
  newPerson,
  page,
}) => {
  const { page: scorer } = await newPerson("editor");
  const kept = "Scoring is blind: directions of this list would tell";
  for (const path of [
    "/impact",
    "/impact/encryption",
    "/impact/charts/direction-over-time",
    "/timeline?area=encryption&direction=positive",
    "/data?area=encryption&direction=positive",
    "/subscribe?area=encryption&direction=positive",
  ]) {
    await scorer.goto(path);
    await expect(scorer.getByText(kept).first(), path).toBeVisible();
    await page.goto(path);
    await expect(page.getByText(kept), path).toHaveCount(0);
  }
  await scorer.goto("/impact/encryption");
  await scorer.getByRole("link", { name: "Score them" }).first().click();
  await expect(scorer.getByLabel("Impact area")).toHaveValue("encryption");
});

test("contributors have no scores to give", async ({ newPerson }) => {
  const { page } = await newPerson("contributor");
  await page.goto("/desk/scores");
  await expect(page.getByRole("heading", { name: "Scores" })).toHaveCount(0);
  await page.goto("/desk");
  await expect(page.getByRole("link", { name: "Scores" })).toHaveCount(0);
});

test("an admin words an area anew: readers, another admin and whoever is scoring see it", async ({
  admin,
  editor,
  page,
  newPerson,
}) => {
  const area = "/desk/areas/capacity-development";
  const other = (await newPerson("admin")).page;
  await other.goto(area);
  await editor.goto("/desk/scores?area=capacity-development");
  await editor.locator("ul.queue a").first().click();
  await editor.waitForURL("**/desk/scores/*");

  await admin.goto("/desk/areas");
  await admin.getByRole("link", { name: "Capacity development", exact: true }).click();
  await admin.getByLabel("Name", { exact: true }).fill("Skills and capacity");
  await admin.getByLabel("opens", { exact: true }).fill("Skills spread to somebody who lacked them.");
  await admin.getByRole("button", { name: "Save this wording" }).click();
  await expect(admin.getByText(/^Say why: \d+ scores were given/).first()).toBeVisible();
  await expect(admin.getByLabel("Name", { exact: true })).toHaveValue("Skills and capacity");
  await admin.getByLabel("Why", { exact: true }).fill("The step named no change anybody could see.");
  await admin.getByRole("button", { name: "Save this wording" }).click();
  await expect(admin.getByText("Version 2 stands. Readers see it now.")).toBeVisible();

  await page.goto("/impact/capacity-development");
  await expect(page.getByRole("heading", { name: "Skills and capacity", level: 1 })).toBeVisible();
  await expect(page.getByText("The step named no change anybody could see.")).toBeVisible();
  await page.goto("/timeline?area=capacity-development");
  await expect(page.getByText("Skills and capacity").first()).toBeVisible();
  await expect(page.getByText("Capacity development", { exact: true })).toHaveCount(0);

  await other.getByLabel("Definition").fill("Training, tools and support.");
  await other.getByLabel("opens", { exact: true }).fill("Others' words for the step.");
  await other.getByRole("button", { name: "Save this wording" }).click();
  await expect(other.getByText(/saved version 2 since you opened this page/)).toBeVisible();
  await expect(other.getByText(/Version 2 says: “Skills spread to somebody/)).toBeVisible();
  await expect(other.getByLabel("Name", { exact: true })).toHaveValue("Skills and capacity");
  await expect(other.getByLabel("Definition")).toHaveValue("Training, tools and support.");

  await editor.getByLabel("+1 opens").check();
  await editor.getByLabel("2, fairly sure").check();
  await editor.getByLabel("Why, in one sentence").fill("Read against the words of before");
  await editor.getByRole("button", { name: /Save and go on/ }).click();
  await expect(editor.getByText(/^The scale of this area was changed/).first()).toBeVisible();
  await expect(editor.getByText("Skills spread to somebody who lacked them.")).toBeVisible();
  await expect(editor.getByLabel("Why, in one sentence")).toHaveValue("Read against the words of before");
  await editor.getByRole("button", { name: /Save and go on/ }).click();
  await editor.waitForURL(/done=/);
});
