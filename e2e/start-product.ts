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
  process.env.PLENARY_STORY_DATA = dataDir;
  process.env.PLENARY_STORY_URL = baseURL;
  const product = await startProcess({
    port: Number(new URL(baseURL).port),
    until: /http\S+\/sign-in\/first\S+(?=\n)/,
  });
  process.env.PLENARY_FIRST_ADMIN = product.printed;
  return async () => {
    await product.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** One process of the product on the database of these stories; resolves with what it printed to say it is ready. */
export async function startProcess(options: { port: number; web?: boolean; until?: RegExp; dataDir?: string }) {
  const { port, web = false, until = /Plenary runs at \S+/, dataDir = process.env.PLENARY_STORY_DATA } = options;
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["--import", "tsx", "server.ts", ...(web ? ["--web"] : [])], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      BASE_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      SMTP_URL: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const printed = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const found = until.exec(text);
      if (found) resolve(found[0]);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      process.stderr.write(chunk);
    });
    child.once("close", (code) => reject(new Error(`The product stopped with ${code} before it was ready:\n${text}`)));
  });
  const end = async (signal: "SIGINT" | "SIGKILL") => {
    child.kill(signal);
    await exited;
  };
  return { url, printed, stop: () => end("SIGINT"), kill: () => end("SIGKILL") };
}
