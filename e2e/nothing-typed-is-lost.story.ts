import { newDraft, saved } from "./desk";
import { expect, signIn, signInLinkFor, test } from "./fixtures";

const title = "Story: typed before it went wrong";

test("a reload at any moment keeps what was typed", async ({ editor }) => {
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill(title);
  await editor.reload();
  await expect(editor.getByLabel("What happened")).toHaveValue(title);
  await saved(editor);
  await editor.getByLabel("Summary").fill("Half a sentence that");
  await editor.reload();
  await expect(editor.getByLabel("Summary")).toHaveValue("Half a sentence that");
});

test("what cannot be saved yet is kept too: half a date, half an address", async ({ editor }) => {
  await newDraft(editor, { title: `${title}, half a date` });
  await editor.getByLabel("Date, such as").fill("31 Febr");
  await editor.getByLabel("Address").first().fill("www.example");
  await expect(editor.getByText("2 fields cannot be saved as they are")).toBeVisible();
  await editor.reload();
  await expect(editor.getByLabel("Date, such as")).toHaveValue("31 Febr");
  await expect(editor.getByLabel("Address").first()).toHaveValue("www.example");
});

test("a save that fails is sent again until it arrives", async ({ editor }) => {
  let failing = true;
  await editor.route("**/api/desk/developments", (route) => (failing ? route.abort() : route.continue()));
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill(`${title}, without a network`);
  await expect(editor.getByText("There is no connection to the site.")).toBeVisible();
  failing = false;
  await saved(editor);
});

test("an answer that got lost makes no second draft", async ({ editor }) => {
  let lost = 0;
  await editor.route("**/api/desk/developments", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await editor.goto("/desk/developments/new");
  await editor.getByLabel("What happened").fill(`${title}, answer lost`);
  await saved(editor);
  await editor.goto("/desk");
  await expect(editor.getByRole("link", { name: `${title}, answer lost` })).toHaveCount(1);
});

test("a crashed browser gives back what was typed and not saved", async ({ editor }) => {
  const crashing = await editor.context().newPage();
  await crashing.route("**/api/desk/developments", (route) => route.abort());
  await crashing.goto("/desk/developments/new");
  await crashing.getByLabel("What happened").fill(`${title}, before a crash`);
  await expect(crashing.getByText("There is no connection to the site.")).toBeVisible();
  const session = await crashing.context().newCDPSession(crashing);
  // The crash takes the answer with it.
  void session.send("Page.crash").catch(() => {});
  await crashing.waitForEvent("crash");
  await editor.goto("/desk/developments/new");
  await expect(editor.getByLabel("What happened")).toHaveValue(`${title}, before a crash`);
  await saved(editor);
});

test("an ended session asks to sign in again and then saves what was typed meanwhile", async ({ newPerson }) => {
  const { page: editor, email } = await newPerson("editor");
  await newDraft(editor, { title: `${title}, session ended` });
  await editor.context().clearCookies();
  await editor.getByLabel("Summary").fill("Written after the session ended.");
  await expect(editor.getByText("Your session has ended.")).toBeVisible();
  const opened = editor.waitForEvent("popup");
  await editor.getByRole("link", { name: "Sign in in a new tab" }).click();
  const tab = await opened;
  await tab.getByLabel("E-mail address").fill(email);
  await tab.getByRole("button", { name: "Ask for a link" }).click();
  await expect.poll(() => signInLinkFor(email)).not.toBeNull();
  await signIn(tab, (await signInLinkFor(email)) ?? "");
  await editor.bringToFront();
  await saved(editor);
  await editor.reload();
  await expect(editor.getByLabel("Summary")).toHaveValue("Written after the session ended.");
});

test("what the site does not take stays in the form with its reason, and the rest is saved", async ({ editor }) => {
  await newDraft(editor, { title: `${title}, refused` });
  await editor.getByLabel("Address").first().fill("javascript:alert(1)");
  await editor.getByLabel("What was read").fill("The rest.");
  await expect(editor.getByText("must be a full address that starts with http:// or https://").first()).toBeVisible();
  await expect(editor.getByText("One field cannot be saved as it is")).toBeVisible();
  await editor.reload();
  await expect(editor.getByLabel("What was read")).toHaveValue("The rest.");
  await expect(editor.getByLabel("Address").first()).toHaveValue("javascript:alert(1)");
});
