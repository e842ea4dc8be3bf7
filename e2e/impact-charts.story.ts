import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const numberIn = async (page: Page) => Number(await page.locator(".tl-n b").textContent());

const numberOf = (name: string | null) => Number(/(\d+) developments?/.exec(name ?? "")?.[1]);

/** The marks of the drawing that is shown at this width. */
const marks = (page: Page) => page.locator("[data-marks] a[data-s]:visible");

for (const path of [
  "/impact",
  "/impact/freedom-of-expression",
  "/impact/charts/developments-over-time",
  "/impact/charts/area-by-body",
  "/impact/charts/rules-for-companies?by=country",
]) {
  test(`a mark of ${path} opens exactly as many records as it says`, async ({ page }) => {
    await page.goto(path);
    const count = await marks(page).count();
    expect(count).toBeGreaterThan(5);
    for (const at of [0, Math.floor(count / 2), count - 1]) {
      await page.goto(path);
      const mark = marks(page).nth(at);
      const said = numberOf(await mark.getAttribute("aria-label"));
      await mark.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL("**/timeline**");
      expect(await numberIn(page)).toBe(said);
    }
  });
}

test("each number of the front page's chart opens as many records", async ({ page }) => {
  await page.goto("/");
  const figure = page.locator("figure", { hasText: "Each square is one development" });
  await figure.getByText("The same as a table").click();
  const links = figure.locator(".legend a, .rule-line a, table a");
  const said = await links.evaluateAll((all) =>
    all.map((one) => ({ href: one.getAttribute("href") ?? "", n: Number(/\d+/.exec(one.textContent ?? "")?.[0]) })),
  );
  expect(said.length).toBeGreaterThan(15);
  for (const { href, n } of said) {
    await page.goto(href);
    expect([href, await numberIn(page)]).toEqual([href, n]);
  }
});

test("one tab stop, then arrows between marks, Home and End, and Escape leaves", async ({ page }) => {
  await page.goto("/impact/charts/developments-over-time?by=kind&per=year&period=after&kind=court&kind=un-body");
  await page.waitForLoadState("load");
  const stops = page.locator('[data-marks] a[data-s][tabindex="0"]');
  await expect(stops).toHaveCount(1);
  await page.goto("/impact/charts/developments-over-time?by=kind&period=after");
  await page.waitForLoadState("load");
  await expect(stops).toHaveCount(1);
  await stops.focus();
  const label = () => page.locator("a[data-s]:focus").getAttribute("aria-label");
  const first = await label();
  await expect(page.locator("[data-readout]").first()).toHaveText(
    `${first} (arrow keys move on, Enter opens the records)`,
  );
  await page.keyboard.press("ArrowRight");
  const second = await label();
  expect(second).not.toBe(first);
  expect(second?.split(",")[0]).toBe(first?.split(",")[0]);
  await expect(page.locator("[data-readout]").first()).toHaveText(second ?? "");
  await page.keyboard.press("ArrowDown");
  expect((await label())?.split(",")[0]).not.toBe(first?.split(",")[0]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  const last = await label();
  await page.keyboard.press("Home");
  expect(await label()).toBe(first);
  expect(last).not.toBe(first);
  await page.keyboard.press("Escape");
  await expect(page.locator("a[data-s]:focus")).toHaveCount(0);
});

for (const width of [390, 1440]) {
  test(`everything that is pointed at has 24 px, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ["/impact", "/impact/encryption", ...pointedAt.map((id) => `/impact/charts/${id}`)]) {
      await page.goto(path);
      const small = await page.locator("main :is(a[href], button, select, summary):visible").evaluateAll((all) =>
        all
          // Of a mark what is pressed is drawn around it.
          .map((one) => ({ one, box: (one.querySelector(".hit") ?? one).getBoundingClientRect() }))
          // A sentence that goes on around a link cannot make room beside it.
          .filter(({ one, box }) => box.height < 23.5 || (box.width < 23.5 && !one.closest("p, dd, li")))
          .map(({ one, box }) => `${one.textContent}: ${box.width} x ${box.height}`),
      );
      expect([path, small]).toEqual([path, []]);
    }
  });
}

const pointedAt = [
  "direction-over-time?per=month",
  "developments-over-time",
  "area-by-body?by=kind",
  "withdrawal-list",
  "roles-by-actor-group",
  "time-to-decision",
  "us-participation",
];

test("a matrix is one tab stop, and arrows reach every cell and total", async ({ page }) => {
  await page.goto("/impact/charts/area-by-body?by=kind");
  await page.waitForLoadState("load");
  const stops = page.locator('table.matrix a[tabindex="0"]');
  await expect(stops).toHaveCount(1);
  await expect(page.locator("table.matrix a:not([tabindex])")).toHaveCount(0);
  await stops.focus();
  const rows = await page.locator("table.matrix tbody tr").count();
  const focused = page.locator("table.matrix a:focus");
  const seen = new Set<string | null>();
  for (let row = 0; row < rows; row++) {
    await page.keyboard.press("Home");
    const cells = await focused.evaluate((cell) => cell.closest("tr")?.querySelectorAll("a").length ?? 0);
    for (let cell = 0; cell < cells; cell++) {
      seen.add(await focused.getAttribute("aria-label"));
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("ArrowDown");
  }
  expect(seen.size).toBe(await page.locator("table.matrix a").count());
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("what is not there is said in words", async ({ page }) => {
    for (const address of ["/impact/charts/nothing", "/impact/nothing", "/developments/nothing", "/nothing"]) {
      const answer = await page.goto(address);
      expect([address, answer?.status()]).toEqual([address, 404]);
      await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
    }
  });

  test("a chart is drawn, told as a table, filtered and compared by a form", async ({ page }) => {
    await page.goto("/impact/charts/developments-over-time");
    await expect(marks(page).first()).toBeVisible();
    await expect(page.getByRole("table").locator("caption")).toContainText("Published developments by the month");
    await page.getByLabel("Told apart by").selectOption("kind");
    await page.getByLabel("Per", { exact: true }).selectOption("year");
    await page.getByLabel("Period").selectOption("after");
    await page.getByLabel("Compare with").selectOption("area:encryption");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/by=kind.*compare=area/);
    await expect(page.getByRole("heading", { name: /compared with/i })).toBeVisible();
    await expect(page.getByText("Same rule, same scale.")).toBeVisible();
  });

  test("an embed is complete, may stand in any page, and sets no cookie", async ({ page, request }) => {
    const answer = await request.get("/embed/charts/area-by-body?period=after&asof=2026-11-20");
    expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors *");
    expect(answer.headers()["set-cookie"]).toBeUndefined();
    await page.goto("/embed/charts/withdrawal-list");
    await expect(page.getByRole("heading", { level: 2 })).toHaveText("What the list of 66 is made of");
    await expect(page.getByText("How counted")).toBeVisible();
    await page
      .getByRole("link", { name: /No internet work/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: /49 of 66 entries/ })).toBeVisible();
  });
});

test("a past day shows what was known, and what changed since is named", async ({ page }) => {
  await page.goto("/impact/charts/developments-over-time?asof=2020-01-01");
  await expect(page.getByText("Nothing on record matches.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "What changed since 1 January 2020" })).toBeVisible();
  await expect(page.locator(".changed-list li")).toHaveCount(100);
});

test("lines are explored with the keyboard, and nothing of them is fetched before", async ({ page }) => {
  const fetched: string[] = [];
  page.on("response", (response) => fetched.push(response.url()));
  await page.goto("/impact/charts/developments-over-time?period=after");
  await page.waitForLoadState("networkidle");
  const before = fetched.length;
  expect(fetched.some((url) => url.includes("/api/v1/charts/"))).toBe(false);
  await page.getByRole("button", { name: "Explore as lines" }).click();
  const lines = page.getByRole("application", { name: /Since 7 January 2026/ });
  await lines.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".line-side [role=status]").last()).toContainText("January 2026");
  expect(fetched.length).toBeGreaterThan(before);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/timeline**");
});

test("all charts stand on one page, and each leads back to it", async ({ page }) => {
  await page.goto("/impact/charts");
  const links = page.locator(".chart-list a");
  await expect(links).toHaveCount(11);
  await links.last().click();
  await page.waitForURL("**/impact/charts/us-participation");
  await page.locator(".crumb").getByRole("link", { name: "Charts" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "All charts" })).toBeVisible();
});

test("months of a direction on a phone begin with the newest, and the page stays as wide as the phone", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/impact/charts/direction-over-time?per=month&area=freedom-of-expression");
  const panel = page.locator(".across:visible");
  const edges = await panel.evaluate((box) => ({
    own: box.getBoundingClientRect().right,
    drawn: box.querySelector("svg.c:not(.scale)")?.getBoundingClientRect().right ?? 0,
    page: document.documentElement.scrollWidth,
  }));
  expect(Math.abs(edges.own - edges.drawn)).toBeLessThan(2);
  expect(edges.page).toBe(320);
  const mark = marks(page).first();
  await mark.focus();
  await expect(mark).toBeInViewport();
});

test("an unknown chart, file, word or value is said, and nothing breaks", async ({ page, request }) => {
  expect((await request.get("/api/v1/charts/no-such-chart")).status()).toBe(404);
  expect((await request.get("/impact/charts/area-by-body/no.txt")).status()).toBe(404);
  expect((await request.get("/impact/no-such-area")).status()).toBe(404);
  const wrong = await request.get("/api/v1/charts/area-by-body?by=colour&per=month&area=none-such");
  expect(wrong.status()).toBe(400);
  expect(Object.keys((await wrong.json()).errors).sort()).toEqual(["area", "by", "per"]);
  await page.goto("/impact/charts/area-by-body?by=colour");
  await expect(page.getByText(/“by=colour”: must be one of/)).toBeVisible();
});

test("compared, both sides are drawn at every width", async ({ page }) => {
  for (const width of [390, 900, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ["us-participation?compare=body:unesco", "time-to-decision?compare=period:baseline"]) {
      await page.goto(`/impact/charts/${path}`);
      const sides = page.locator(".drawing .halves > section");
      await expect(sides).toHaveCount(2);
      for (const side of await sides.all()) await expect(side.locator("svg.c:visible")).toHaveCount(1);
    }
  }
});

test("the names of the 66 are compared with nothing: they are the same whatever the body", async ({ page }) => {
  await page.goto("/impact/charts/withdrawal-list?compare=body:unesco");
  await expect(page.getByText("This chart is the same whatever the body")).toBeVisible();
  await expect(page.locator(".drawing .halves")).toHaveCount(0);
});

test("compared, both lists are explored as lines; on a phone every mark of time can be pointed at", async ({
  page,
}) => {
  await page.goto("/impact/charts/developments-over-time?area=encryption&compare=area:cybersecurity");
  await page.getByRole("button", { name: "Explore as lines" }).click();
  await expect(page.getByText("Cybersecurity: up to 6 at once")).toBeVisible();
  await expect(page.getByRole("application")).toHaveCount(4);
  await page.setViewportSize({ width: 320, height: 800 });
  for (const path of [
    "direction-over-time",
    "direction-over-time?per=month",
    "developments-over-time?by=kind",
    "direction-over-time?area=encryption",
  ]) {
    await page.goto(`/impact/charts/${path}`);
    const sizes = await page.locator("svg.c a .hit:visible").evaluateAll((marks) =>
      marks.map((mark) => {
        const { width, height } = mark.getBoundingClientRect();
        return Math.min(width, height);
      }),
    );
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.min(...sizes)).toBeGreaterThan(23.9);
  }
});
