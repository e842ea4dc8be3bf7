import { newDraft, publish, saved, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

const canary = "kanarienvogel";

test("nothing of a draft, a waiting request or a waiting edit is in any public answer", async ({
  editor,
  reviewer,
  request,
}) => {
  await newDraft(editor, {
    title: `Story ${canary} draft`,
    summary: `${canary} summary`,
    source: `https://example.org/${canary}`,
  });
  await editor.getByLabel("Add an actor").fill(`Actor ${canary}`);
  await editor.getByRole("option", { name: /Propose/ }).click();
  const actor = editor.getByRole("group", { name: "Propose a new actor" });
  await actor.getByLabel("Kind").selectOption("company");
  await actor.getByRole("button", { name: "Add the actor" }).click();
  await editor.getByLabel(`Role of Actor ${canary}`).selectOption("proposer");
  await saved(editor);
  await newDraft(editor, { title: `Story ${canary} waiting` });
  await sendToReview(editor);
  const { id, path } = await publish({ editor, reviewer }, { title: "Story body adopts a text with a hidden edit" });
  await editor.goto(`/desk/developments/${id}`);
  await editor.getByLabel("Note for the reviewer").fill(`${canary} note`);
  await editor.getByLabel("Summary").fill(`${canary} edit`);
  await sendToReview(editor);

  const addresses = [
    "/",
    "/timeline",
    `/timeline?q=${canary}`,
    "/timeline?sort=oldest",
    path,
    `${path}/history`,
    "/bodies",
    "/bodies/story-body",
    "/withdrawal",
    "/impact",
    "/impact/encryption",
    "/impact/charts/developments-over-time",
    "/impact/charts/us-participation?body=story-body",
    "/impact/charts/area-by-body/data.csv?by=body",
    "/impact/charts/area-by-body/chart.svg?by=body",
    "/embed/charts/roles-by-actor-group",
    "/api/v1/charts",
    "/api/v1/charts/area-by-body?by=body",
    `/api/v1/charts/developments-over-time?q=${canary}`,
    "/digests",
    "/feeds/digests.atom",
    "/feeds/digests.json",
    `/subscribe?q=${canary}`,
    `/api/v1/dry-run?q=${canary}`,
    "/about",
    "/claims",
    "/data",
    "/data/files/developments.csv",
    "/data/files/impacts.csv",
    "/data/files/developments.json",
    "/sitemap.xml",
    "/robots.txt",
    "/api/health",
    "/api/v1/developments?limit=200",
    `/api/v1/developments?q=${canary}`,
    `/api/v1/developments/${path.split("/").at(-1)}`,
    "/api/v1/facets",
    `/api/v1/facets?q=${canary}`,
    "/api/v1/bodies",
    "/api/v1/areas",
    "/api/v1/actors",
    `/developments/story-${canary}-draft`,
    `/api/v1/developments/story-${canary}-draft`,
    `/desk/developments/${id}`,
    "/desk/reviews",
  ];
  for (const address of addresses) {
    const answer = await request.get(address);
    // The words somebody searched for stand in the search field again.
    const text = (await answer.text()).replaceAll(`q=${canary}`, "").replaceAll(`"q":"${canary}"`, "");
    const asked = address.includes("q=");
    const found = asked ? text.includes(`Story ${canary}`) || text.includes(`${canary} `) : text.includes(canary);
    expect(found && !address.includes(`story-${canary}`), address).toBe(false);
  }
  expect((await (await request.get(`/api/v1/developments?q=${canary}`)).json()).total).toBe(0);
  for (const address of [`/developments/story-${canary}-draft`, `/api/v1/developments/story-${canary}-draft`]) {
    expect((await request.get(address)).status()).toBe(404);
  }
});

test("changes are taken only from pages of this site, whoever is signed in", async ({ editor, baseURL }) => {
  await editor.goto("/desk");
  const body = { formKey: crypto.randomUUID(), changes: { title: "Story: from elsewhere" } };
  for (const origin of ["https://example.com", "null", `${baseURL}.example.com`]) {
    const answer = await editor.request.post("/api/desk/developments", { data: body, headers: { origin } });
    expect(answer.status(), origin).toBe(403);
  }
  const typed = await editor.request.post("/api/desk/developments", {
    headers: { origin: baseURL ?? "", "content-type": "text/plain" },
    data: JSON.stringify(body),
  });
  expect(typed.status()).toBe(400);
});

test("markup and scripts typed into any field are shown as text, and nothing breaks the policy", async ({
  editor,
  reviewer,
  page,
}) => {
  const violations: string[] = [];
  for (const window of [editor, reviewer, page]) {
    window.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
    });
    window.on("dialog", (dialog) => {
      violations.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }
  const attack = `<img src=x onerror=alert(1)><script>alert(2)</script>`;
  const { path } = await publish(
    { editor, reviewer },
    {
      title: `Story ${attack}`,
      summary: `${attack} [link](javascript:alert(3)) ![picture](https://example.org/x.png)`,
    },
  );
  for (const address of [path, `${path}/history`, "/", "/timeline?q=onerror", "/timeline"]) {
    await page.goto(address);
    await expect(page.getByRole("main")).toBeVisible();
  }
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("<img src=x onerror=alert(1)>");
  await expect(page.locator("main img")).toHaveCount(0);
  expect(violations).toEqual([]);
});
