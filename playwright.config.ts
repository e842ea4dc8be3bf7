import { defineConfig } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 3999);

/** Stories run against the built product with an embedded database of its own, one worker: they share it. */
export default defineConfig({
  testDir: "./e2e",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? "test-results/stories.json" }],
  ],
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      // Found or installed by npm test; absent: Playwright's own.
      executablePath: process.env.PLAYWRIGHT_CHROMIUM,
      // Chromium refuses its sandbox to root only. What it would fetch by itself stays off: loopback only.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
      ],
    },
  },
  globalSetup: "./e2e/start-product.ts",
  projects: [
    // The first admin can be made once only, and before anybody else is.
    { name: "first start", testMatch: "first-start.story.ts" },
    {
      name: "stories",
      testMatch: "*.story.ts",
      testIgnore: ["first-start.story.ts", "weekly-digest.story.ts"],
      dependencies: ["first start"],
    },
    // Closing a week moves every later approval into the next one.
    { name: "the week closes", testMatch: "weekly-digest.story.ts", dependencies: ["stories"] },
  ],
});
