import { startProcess } from "../scripts/start-process";
import { approve, newDraft, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

test("the first read after a publication shows it, in every process on the same database", async ({
  editor,
  reviewer,
  request,
  baseURL,
}) => {
  const dataDir = process.env.PLENARY_STORY_DATA ?? "";
  const second = await startProcess({ port: Number(new URL(baseURL ?? "").port) + 1, dataDir, web: true });
  try {
    const counts = async () => {
      const answers = await Promise.all(
        [baseURL, second.url].map(async (site) => (await request.get(`${site}/api/v1/developments?limit=1`)).json()),
      );
      return answers.map((answer) => answer.total as number);
    };
    const [before = 0, beforeThere = 0] = await counts();
    expect(beforeThere).toBe(before);
    const title = "Story body adopts a text seen everywhere at once";
    await newDraft(editor, { title });
    await sendToReview(editor);
    await approve(reviewer, title);
    expect(await counts()).toEqual([before + 1, before + 1]);
    for (const site of [baseURL, second.url]) {
      expect(await (await request.get(`${site}/`)).text(), site).toContain(`${before + 1}`);
      expect(await (await request.get(`${site}/timeline?q=everywhere`)).text(), site).toContain("seen ");
    }
  } finally {
    await second.stop();
  }
});

test("a page that did not change is answered with 304", async ({ request }) => {
  const first = await request.get("/withdrawal");
  const etag = first.headers().etag ?? "";
  expect(etag).not.toBe("");
  const again = await request.get("/withdrawal", { headers: { "if-none-match": etag } });
  expect(again.status()).toBe(304);
});

test("a reader page for a current browser carries at most 150 kB of compressed script", async ({ page }) => {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  session.on("Network.responseReceived", (event) => {
    if (event.type === "Script") scripts.add(event.requestId);
  });
  session.on("Network.loadingFinished", (event) => {
    if (scripts.has(event.requestId)) bytes += event.encodedDataLength;
  });
  for (const path of ["/timeline", "/", "/bodies/freedom-online-coalition"]) {
    bytes = 0;
    await page.goto(path, { waitUntil: "networkidle" });
    expect(bytes, path).toBeLessThan(150 * 1024);
  }
});

test("the icon of the site is found where browsers and readers ask for it, and asked for again is answered with 304", async ({
  request,
}) => {
  const icon = await request.get("/favicon.ico");
  expect(icon.status()).toBe(200);
  expect(icon.headers()["content-type"]).toBe("image/x-icon");
  const again = await request.get("/favicon.ico", { headers: { "if-none-match": icon.headers().etag ?? "" } });
  expect(again.status()).toBe(304);
});
