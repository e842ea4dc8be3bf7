import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["{app,components,db,lib}/**/*.test.{ts,tsx}"],
    globalSetup: "db/testing-server.ts",
    // Vite sets one of its own.
    env: { BASE_URL: "" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
