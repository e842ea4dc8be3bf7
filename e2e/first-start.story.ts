import { expect, test } from "@playwright/test";
import { signInLinkFor } from "./fixtures";

test("the printed link makes the first admin, once", async ({ page, browser }) => {
  const link = process.env.PLENARY_FIRST_ADMIN ?? "";
  await page.goto(link);
  await page.getByLabel("Your name").fill("First Admin");
  await page.getByLabel("Your e-mail address").fill("not an address");
  await page.getByRole("button", { name: "Become the first admin" }).click();
  await expect(page.getByText("Write one e-mail address")).toHaveCount(2);
  await page.getByLabel("Your e-mail address").fill("first@example.org");
  await page.getByRole("button", { name: "Become the first admin" }).click();
  await page.waitForURL("**/desk");
  await expect(page.getByText("First Admin, admin")).toBeVisible();
  await expect(page.getByText("Nobody but you may approve here")).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("This link was used already")).toBeVisible();
  await stranger.close();

  await page.goto("/desk/people");
  await page.getByLabel("Name").fill("Second Person");
  await page.getByLabel("E-mail address").fill("second@example.org");
  await page.getByLabel("Role").selectOption("contributor");
  await page.getByRole("button", { name: "Add and send a link" }).click();
  await expect(
    page.getByText("Second Person was added. Their link is in the outbox: no mail server is set."),
  ).toBeVisible();
  await page.goto("/desk/outbox");
  await expect(page.getByText("To second@example.org")).toBeVisible();
  await page.goto("/desk/audit");
  await expect(page.getByText("person first admin")).toBeVisible();
  await expect(page.getByText("person added")).toBeVisible();
});

test("a link that was asked for signs in after a click, once, and only who was added", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // What no failure is called is one all the same.
  expect((await page.goto("/sign-in?error=constructor"))?.status()).toBe(200);
  await expect(page.getByText("Signing in did not work.")).toBeVisible();
  await page.goto("/desk/reviews");
  await expect(page.getByRole("heading", { name: "Sign in to the desk" })).toBeVisible();
  for (const email of ["nobody@example.org", "second@example.org"]) {
    await page.goto("/sign-in?next=/desk/reviews");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Ask for a link" }).click();
    // Without a mail server nothing is said to be sent, and the same of any address.
    await expect(page.getByRole("status").filter({ hasText: email })).toHaveText(
      `This site has no mail server, so nothing is sent. If ${email} may sign in here, a link waits in its outbox: ask an admin of this site for it. It works once, for 30 minutes.Whoever runs the site can also make one: npm run user -- link ${email}`,
    );
  }
  // The welcome mail came first, so a newer link is waited for.
  await expect.poll(() => signInLinkFor("second@example.org")).toContain("reviews");
  const link = (await signInLinkFor("second@example.org")) ?? "";
  expect(await signInLinkFor("nobody@example.org")).toBeNull();

  // What merely opens links (a scanner, a preview) signs nobody in.
  await context.request.get(link);
  await context.request.get(link.replace("/sign-in/confirm", "/api/auth/callback/email"));
  await context.request.get(link.replace("/sign-in/confirm", "/api/auth/callback/email/more"));
  await page.goto("/desk");
  await expect(page.getByRole("heading", { name: "Sign in to the desk" })).toBeVisible();

  await page.goto(link);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/desk/reviews");
  await expect(page.getByText("Second Person, contributor")).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  // Only then: another address asked for meanwhile would be given up for the first page.
  await page.waitForURL("/");
  await page.goto(link);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This link was used already or is too old")).toBeVisible();
  await context.close();
});
