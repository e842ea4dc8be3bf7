import { expect, test } from "./fixtures";

test("a chart is taken along: data, pictures, citation and embed, each frozen to its day", async ({
  page,
  request,
}) => {
  await page.goto("/impact/charts/roles-by-actor-group?by=year");
  const files: [string, RegExp][] = [
    ["CSV", /^text\/csv/],
    ["JSON", /^application\/json/],
    ["SVG", /^image\/svg\+xml/],
    ["PNG", /^image\/png/],
  ];
  for (const [name, type] of files) {
    const href = await page.getByRole("main").getByRole("link", { name, exact: true }).getAttribute("href");
    const answer = await request.get(href ?? "");
    expect([name, answer.status()]).toEqual([name, 200]);
    expect(answer.headers()["content-type"]).toMatch(type);
    if (name === "CSV") expect(await answer.text()).toContain("Who proposes, supports, opposes");
  }
  await page.getByText("Cite", { exact: true }).click();
  await expect(page.getByLabel("BibTeX", { exact: true })).toHaveValue(/@misc\{plenary-roles-by-actor-group-/);
  await page.getByText("Embed", { exact: true }).click();
  await expect(page.getByLabel("Frozen", { exact: true })).toHaveValue(
    /embed\/charts\/roles-by-actor-group\?.*asof=20/,
  );
  await expect(page.getByLabel("Live: changes with the record", { exact: true })).not.toHaveValue(/asof/);
});

test("oEmbed answers for a chart's address, and for no other", async ({ request, baseURL }) => {
  const ask = (url: string) => request.get(`/api/oembed?${new URLSearchParams({ url, maxwidth: "400" })}`);
  const found = await (await ask(`${baseURL}/impact/charts/area-by-body?period=after`)).json();
  expect(found).toMatchObject({ version: "1.0", type: "rich", width: 400 });
  expect(found.html).toContain("<iframe");
  expect((await ask("https://example.org/impact/charts/area-by-body")).status()).toBe(404);
  expect((await ask(`${baseURL}/timeline`)).status()).toBe(404);
});
