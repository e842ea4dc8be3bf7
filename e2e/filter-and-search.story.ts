import { expect, test } from "@playwright/test";

test("one facet is one click, and the number beside it is the length of the list", async ({ page }) => {
  await page.goto("/timeline");
  const option = page.getByRole("navigation", { name: "Filters" }).getByRole("link", { name: /^Encryption/ });
  const n = Number(await option.locator(".n").textContent());
  await option.click();
  await expect(page).toHaveURL(/area=encryption/);
  await expect(page.locator(".tl-n")).toHaveText(`${n} developments`);
  await expect(page.getByText(`All ${n} shown`)).toBeVisible();
  await expect(page.locator("article.dev")).toHaveCount(n);
  await page.getByRole("link", { name: "Encryption Remove this filter" }).click();
  await expect(page).toHaveURL(/\/timeline$/);
  await page.goBack();
  await expect(page.locator(".tl-n")).toHaveText(`${n} developments`);
});

test("a search marks what it found, whatever the accents and word forms", async ({ page }) => {
  await page.goto("/timeline");
  await page.keyboard.press("/");
  await page.keyboard.type("encrypting");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=encrypting/);
  await expect(page.locator("mark", { hasText: /encrypt/i }).first()).toBeVisible();
  await page.goto("/timeline?q=encr");
  await expect(page.locator("article.dev").first()).toBeVisible();
});

test("an unknown word is named and the rest still applies", async ({ page, request }) => {
  await page.goto("/timeline?area=encryption&colour=red");
  await expect(page.getByText("“colour” is not a filter word")).toBeVisible();
  const { total } = await (await request.get("/api/v1/developments?area=encryption&limit=1")).json();
  await expect(page.locator(".tl-n")).toHaveText(`${total} developments`);
  const answer = await request.get("/api/v1/developments?colour=red");
  expect(answer.status()).toBe(400);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect((await answer.json()).detail).toContain("colour");
  const missing = await request.get("/api/v1/no-such-list");
  expect([missing.status(), missing.headers()["content-type"]]).toEqual([404, "application/problem+json"]);
});

test("page, facets and API count the same for every value of every filter word", async ({ request }) => {
  const { facets } = await (await request.get("/api/v1/facets")).json();
  for (const [word, values] of Object.entries(facets as Record<string, { value: string; n: number }[]>)) {
    for (const { value, n } of values) {
      const answer = await request.get(`/api/v1/developments?limit=1&${word}=${value}`);
      expect((await answer.json()).total, `${word}=${value}`).toBe(n);
    }
  }
});

test("the cursor walks the whole list, each development once", async ({ request }) => {
  const seen = new Set<number>();
  let cursor: string | null = null;
  let total = 0;
  do {
    const answer = await request.get(`/api/v1/developments?limit=40${cursor ? `&cursor=${cursor}` : ""}`);
    const page: { data: { id: number }[]; total: number; next: string | null } = await answer.json();
    for (const row of page.data) {
      expect(seen.has(row.id)).toBe(false);
      seen.add(row.id);
    }
    total = page.total;
    cursor = page.next;
  } while (cursor);
  expect(seen.size).toBe(total);
});

test("what was known on an earlier day is shown as such", async ({ page }) => {
  await page.goto("/timeline?asof=2026-01-01");
  await expect(page.getByRole("heading", { name: "Nothing on record matches" })).toBeVisible();
  await expect(page.locator(".tl-n")).toContainText("as known on 1 January 2026");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("filters, search, dates and paging are links and forms", async ({ page }) => {
    await page.goto("/timeline");
    await page
      .getByRole("navigation", { name: "Filters" })
      .getByRole("link", { name: /^Encryption/ })
      .click();
    await expect(page).toHaveURL(/area=encryption/);
    await page.getByRole("searchbox", { name: "Search the record" }).fill("law");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/area=encryption.*q=law|q=law.*area=encryption/);
    await page.goto("/timeline");
    await page.getByLabel("Decided from").fill("2026-02-01");
    await page.getByRole("button", { name: "Show these dates" }).click();
    await expect(page.locator(".tl-n")).toContainText("developments");
    await page.goto("/timeline");
    await page.getByRole("link", { name: "Show older" }).click();
    await expect(page.getByText("Back to the newest")).toBeVisible();
    await page.getByRole("navigation", { name: "Jump to a year" }).getByRole("link", { name: /^2024/ }).click();
    await expect(page.locator("article.dev time").first()).toHaveAttribute("datetime", /^2024-/);
  });

  test("reader pages are complete", async ({ page }) => {
    for (const [path, text] of [
      ["/", "Latest on record"],
      ["/bodies", "Freedom Online Coalition"],
      ["/bodies/freedom-online-coalition", "10 February 2026"],
      ["/withdrawal?view=internet", "European Centre of Excellence for Countering Hybrid Threats"],
      ["/about", "What must not be compared"],
      ["/claims?status=contradicted", "The legal instrument of the January 2026 withdrawal is an executive order."],
      ["/data", "developments.csv"],
      ["/developments/us-presidential-memorandum-orders-withdrawal-from-66-international-bodies", "35 non-UN"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole("main").getByText(text).first()).toBeVisible();
    }
  });
});

test("on a phone the search is one tap away, and dates in the wrong order are said beside the field", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await page.getByRole("link", { name: "Search the record" }).click();
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.getByLabel("Decided from").fill("2026-02-01");
  await page.getByLabel("Decided to").fill("2026-01-01");
  await page.getByRole("button", { name: "Show these dates" }).click();
  await expect(page.getByText("The first date lies after the second.")).toBeVisible();
  await expect(page.locator(".tl-n")).toContainText("developments");
});
