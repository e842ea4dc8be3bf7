import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FullConfig } from "@playwright/test";
import { startProcess } from "../scripts/start-process";

/**
 * Starts the built product as its operator would, on an embedded database in a fresh folder, and keeps the
 * one-time link it prints for the first admin. Returns what stops it.
 */
export default async function startProduct(config: FullConfig) {
  const { baseURL } = config.projects[0]?.use ?? {};
  if (!baseURL) throw new Error("playwright.config.ts names no baseURL.");
  const dataDir = await mkdtemp(join(tmpdir(), "plenary-stories-"));
  process.env.PLENARY_STORY_DATA = dataDir;
  process.env.PLENARY_STORY_URL = baseURL;
  const product = await startProcess({
    port: Number(new URL(baseURL).port),
    dataDir,
    until: /http\S+\/sign-in\/first\S+(?=\n)/,
  });
  process.env.PLENARY_FIRST_ADMIN = product.printed;
  return async () => {
    await product.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
