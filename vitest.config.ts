import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["{app,components,db,lib}/**/*.test.{ts,tsx}"],
    globalSetup: "db/testing-server.ts",
    // Vite sets a BASE_URL of its own; a secret, so that none is made and kept in DATA_DIR.
    env: { BASE_URL: "", AUTH_SECRET: "signs nothing but tests" },
    // They wait for PostgreSQL more than they compute: two at a time also where there are two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
