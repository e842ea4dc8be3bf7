import { chooseBody, saved } from "./desk";
import { expect, test } from "./fixtures";

test("a development is logged with the keyboard alone, a new body and a new actor included", async ({ editor }) => {
  await editor.goto("/desk/developments/new");
  await expect(editor.getByLabel("What happened")).toBeFocused();
  const { keyboard } = editor;
  const focused = (label: string) =>
    test.step(`Tab to ${label}`, async () => {
      const target = editor.getByLabel(label, { exact: true }).first();
      for (let presses = 0; presses < 60; presses++) {
        await keyboard.press("Tab");
        if (await target.evaluate((element) => element === document.activeElement)) return;
      }
      throw new Error(`${label} is not reached by Tab.`);
    });
  await keyboard.type("Keyboard body adopts a text");
  await focused("Body");
  await keyboard.type("Keyboard body");
  await expect(editor.getByRole("option", { name: /Propose “Keyboard body”/ })).toBeVisible();
  await keyboard.press("Enter");
  const propose = editor.getByRole("group", { name: "Propose a new body" });
  await expect(propose.getByLabel("Name", { exact: true })).toBeFocused();
  await keyboard.press("Tab");
  await keyboard.type("KB");
  await keyboard.press("Tab");
  await keyboard.type("Other");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(propose).toBeHidden();
  await expect(editor.getByLabel("Body", { exact: true })).toBeFocused();
  await expect(editor.getByLabel("Body", { exact: true })).toHaveValue("Keyboard body");
  await focused("Date, such as 16 December 2025");
  await keyboard.type("4 March 2026");
  await focused("Status");
  await keyboard.type("Adopted");
  await focused("Address");
  await keyboard.type("https://example.org/keyboard");
  await focused("Add an actor");
  await keyboard.type("Keyboard country");
  await expect(editor.getByRole("option", { name: /Propose “Keyboard country”/ })).toBeVisible();
  await keyboard.press("Enter");
  const actor = editor.getByRole("group", { name: "Propose a new actor" });
  await expect(actor.getByLabel("Name", { exact: true })).toBeFocused();
  await keyboard.press("Tab");
  await keyboard.type("Country");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(actor).toBeHidden();
  await expect(editor.getByLabel("Role of Keyboard country")).toBeFocused();
  await keyboard.type("Proposer");
  await saved(editor);
  await keyboard.press("Control+Enter");
  await editor.waitForURL("**/desk?sent=*");
});

test("bodies are found by acronym and by an old or second name", async ({ editor }) => {
  await editor.goto("/desk/developments/new");
  const field = editor.getByLabel("Body", { exact: true });
  await field.fill("FOC");
  await expect(editor.getByRole("option", { name: /Freedom Online Coalition/ })).toBeVisible();
  await field.fill("white hou");
  await expect(editor.getByRole("option", { name: /President of the United States/ })).toBeVisible();
  await editor.keyboard.press("Escape");
  await chooseBody(editor, "Story body");
});

test("the arrow down goes to the first that is found, Enter alone takes it, and Escape leaves what was typed", async ({
  editor,
}) => {
  await editor.goto("/desk/developments/new");
  const { keyboard } = editor;
  const body = editor.getByLabel("Body", { exact: true });
  const found = editor.getByRole("option", { name: /Freedom Online Coalition/ });
  const highlighted = editor.locator('[role="option"][data-highlighted]');

  await body.fill("freedom onl");
  await expect(found).toBeVisible();
  await keyboard.press("Escape");
  await expect(found).toBeHidden();
  await expect(body).toHaveValue("freedom onl");
  // Enter does not send a form whose body is only typed; it opens the list again.
  await keyboard.press("Enter");
  await expect(found).toBeVisible();
  await keyboard.press("ArrowDown");
  await expect(highlighted).toHaveText(/Freedom Online Coalition/);
  await keyboard.press("ArrowDown");
  await expect(highlighted).toHaveText(/Propose “freedom onl”/);
  await keyboard.press("ArrowUp");
  await keyboard.press("Enter");
  await expect(body).toHaveValue("Freedom Online Coalition");
  await keyboard.press("Escape");
  await expect(body).toHaveValue("Freedom Online Coalition");
  // What is only typed over it is not sent, nor what was chosen before without a word.
  await body.fill("icann");
  await keyboard.press("Control+Enter");
  await expect(body).toHaveValue("Freedom Online Coalition");
  await expect(editor.locator(".msg.err")).toHaveCount(0);

  await editor.getByLabel("Add a body concerned").fill("freedom onl");
  await expect(found).toBeVisible();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(editor.getByRole("button", { name: "Freedom Online Coalition take away" })).toBeVisible();
  await editor.getByLabel("Add an actor").fill("brazi");
  await expect(editor.getByRole("option", { name: /^Brazil/ })).toBeVisible();
  await keyboard.press("Enter");
  await expect(editor.getByLabel("Role of Brazil")).toBeFocused();
});

test("single keys can be turned off", async ({ editor }) => {
  await editor.goto("/desk");
  await editor.getByRole("button", { name: "Turn single keys off" }).click();
  await editor.getByRole("heading", { level: 1 }).click();
  await editor.keyboard.press("n");
  await expect(editor.getByRole("button", { name: "Turn single keys on" })).toBeVisible();
  await editor.getByRole("button", { name: "Turn single keys on" }).click();
  await editor.getByRole("heading", { level: 1 }).click();
  await editor.keyboard.press("n");
  await editor.waitForURL("**/desk/developments/new?link=");
});

test("a phone hints at no keys, and gives a title the whole width of its list", async ({ browser, sessions }) => {
  const context = await browser.newContext({
    ...{ storageState: sessions.editor, viewport: { width: 320, height: 800 }, isMobile: true, hasTouch: true },
  });
  const phone = await context.newPage();
  await phone.goto("/desk");
  await expect(phone.getByRole("button", { name: "New", exact: true })).toBeVisible();
  await expect(phone.locator("kbd").filter({ visible: true })).toHaveCount(0);
  await phone.goto("/desk/scores");
  const widths = await phone
    .locator(".queue > li:has(.when)")
    .first()
    .evaluate((row) => [row.clientWidth, row.firstElementChild?.clientWidth]);
  expect(widths[1]).toBe(widths[0]);
  await context.close();
});
