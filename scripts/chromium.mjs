import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser that stories are told in; installed if there is none. Null when that is not possible. */
export async function findChromium() {
  const given = process.env.PLAYWRIGHT_CHROMIUM;
  if (given) return existsSync(given) ? given : null;
  const { chromium } = await import("playwright");
  const present = () => (existsSync(chromium.executablePath()) ? chromium.executablePath() : onPath());
  const found = present();
  if (found) return found;
  console.log("  There is no Chromium: installing one.");
  spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "ignore", timeout: 300_000 });
  if (!present() && process.getuid?.() === 0) {
    spawnSync("apt-get", ["update"], { stdio: "ignore", timeout: 120_000 });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
      stdio: "ignore",
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  return present();
}

function onPath() {
  for (const name of names) {
    const { status, stdout } = spawnSync("which", [name], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return null;
}
