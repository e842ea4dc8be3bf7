import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";
import { newDraft, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

const slug = "us-presidential-memorandum-orders-withdrawal-from-66-international-bodies";
const readerPages = [
  "/",
  "/timeline",
  "/timeline?area=encryption&direction=positive",
  "/timeline?q=encryption",
  "/timeline?q=nothingofthiskind",
  "/timeline?colour=red",
  "/timeline?asof=2020-01-01",
  `/developments/${slug}`,
  `/developments/${slug}/history`,
  "/bodies",
  "/bodies/freedom-online-coalition",
  "/withdrawal",
  "/withdrawal?relation=direct",
  "/impact",
  "/impact?period=baseline&audience=policymakers",
  "/impact/freedom-of-expression?compare=area:privacy-surveillance",
  "/impact/charts/developments-over-time?by=type&period=after",
  "/impact/charts/direction-over-time?asof=2026-11-01",
  "/impact/charts/area-by-body",
  "/impact/charts/withdrawal-list",
  "/impact/charts/time-to-decision",
  "/impact/charts/us-participation",
  "/impact/charts/forms-of-governance",
  "/embed/charts/directions-by-area",
  "/subscribe",
  "/subscribe?area=encryption&type=law",
  "/subscribe/confirm",
  "/digests",
  "/claims",
  "/claims?status=mixed",
  "/data?area=encryption",
  "/about",
  "/sign-in",
  "/no-such-page",
];
const deskPages = [
  "/desk",
  "/desk/scores",
  "/desk/developments/new",
  "/desk/import",
  "/desk/reviews",
  "/desk/inbox",
  "/desk/digests",
  "/desk/digests/2026-W48",
  "/desk/people",
  "/desk/areas",
  "/desk/areas/encryption",
  "/desk/audit",
  "/desk/outbox",
];

/** Each page is looked at in both themes and at both widths; from page to page the two go together the other way. */
const looks = [
  [
    { colorScheme: "light", width: 320 },
    { colorScheme: "dark", width: 1440 },
  ],
  [
    { colorScheme: "dark", width: 320 },
    { colorScheme: "light", width: 1440 },
  ],
] as const;
let looked = 0;

async function problems(page: Page) {
  // A letter in a frame runs no script, so axe would wait for its answer; letters are checked by themselves.
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll("iframe")) frame.remove();
  });
  // All of it is one document: axe may look in one go, and need not carry home what is well.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  return [
    ...violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" | ")}`),
    ...(overflow ? ["the page is wider than the window"] : []),
  ];
}

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  // React writes attributes and void elements in its own style, and Next its scripts: style, not validity.
  rules: {
    "no-inline-style": "off",
    "void-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "doctype-style": "off",
    "script-type": "off",
    "prefer-native-element": "off",
    "no-redundant-role": "off",
    "require-sri": "off",
    "tel-non-breaking": "off",
  },
});

for (const path of readerPages) {
  test(`axe finds nothing on ${path}, in both themes, narrow and wide`, ({ page }) => checkEverywhere(page, path));

  test(`the HTML of ${path} is valid`, async ({ request }) => {
    // React gives a form whose action is a function an empty address until script runs.
    const html = (await (await request.get(path)).text()).replaceAll(' action=""', "");
    const report = await validator.validateString(html);
    const messages = report.results.flatMap((result) => result.messages);
    expect(messages.map((message) => `${message.line}: ${message.ruleId} ${message.message}`)).toEqual([]);
  });
}

async function checkEverywhere(page: Page, path: string) {
  // Axe looks at each of hundreds of links, on a busy machine for a minute.
  test.setTimeout(180_000);
  for (const { colorScheme, width } of looks[looked++ % 2] ?? []) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await expect(page.getByText("Opening the form")).toHaveCount(0);
    expect(await problems(page), `${path}, ${colorScheme}, ${width} px`).toEqual([]);
  }
}

for (const path of deskPages) {
  test(`axe finds nothing on ${path}, in both themes, narrow and wide`, ({ admin }) => checkEverywhere(admin, path));
}

test("axe finds nothing on a draft, its revisions and its review", async ({ editor, reviewer }) => {
  const title = "Story body adopts a text everybody can use";
  const id = await newDraft(editor, { title });
  await checkEverywhere(editor, `/desk/developments/${id}`);
  await checkEverywhere(editor, `/desk/developments/${id}/history?revision=1`);
  await editor.goto(`/desk/developments/${id}`);
  await sendToReview(editor);
  await reviewer.goto("/desk/reviews");
  await reviewer.getByRole("link", { name: title }).click();
  await reviewer.waitForURL("**/desk/reviews/*");
  await checkEverywhere(reviewer, new URL(reviewer.url()).pathname);
});
