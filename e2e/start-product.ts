import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FullConfig } from "@playwright/test";

/**
 * Starts the built product as its operator would, on an embedded database in a fresh folder, and keeps the
 * one-time link it prints for the first admin. Returns what stops it.
 */
export default async function startProduct(config: FullConfig) {
  const { baseURL } = config.projects[0]?.use ?? {};
  if (!baseURL) throw new Error("playwright.config.ts names no baseURL.");
  const dataDir = await mkdtemp(join(tmpdir(), "plenary-stories-"));
  const child = spawn(process.execPath, ["--import", "tsx", "server.ts"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: new URL(baseURL).port,
      BASE_URL: baseURL,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      SMTP_URL: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const link = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
      const found = /http\S+\/sign-in\/first\S+/.exec(printed);
      if (found && /\n/.test(printed.slice(found.index))) resolve(found[0]);
    });
    child.once("exit", (code) =>
      reject(new Error(`The product stopped with ${code} before it was ready:\n${printed}`)),
    );
  });
  process.env.PLENARY_FIRST_ADMIN = link;
  process.env.PLENARY_STORY_DATA = dataDir;
  process.env.PLENARY_STORY_URL = baseURL;
  return async () => {
    child.kill("SIGINT");
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
}
