import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedTrouble } from "./trouble";

type Release = () => Promise<void>;

/**
 * Lets one process at a time make, start or clear up after the server of one data folder. On Linux the lock is
 * an abstract socket, which the kernel frees with its process however that ends; elsewhere a file with a pid.
 */
export async function holdMutex(dataFolder: string, say: (line: string) => void, limitMs = 60_000): Promise<Release> {
  const take = process.platform === "linux" ? () => takeSocket(dataFolder) : async () => takeFile(`${dataFolder}.lock`);
  const start = Date.now();
  let told = false;
  for (;;) {
    const release = await take();
    if (release) return release;
    const waited = Date.now() - start;
    if (waited > limitMs) {
      throw new EmbeddedTrouble(
        `Another process has been starting the database in ${dataFolder} for ${Math.round(waited / 1000)} s. See whether it is stuck, then start again.`,
      );
    }
    if (waited > 1000 && !told) {
      say("Waiting for another process that starts the database.");
      told = true;
    }
    await sleep(50 + Math.random() * 50);
  }
}

function takeSocket(dataFolder: string): Promise<Release | null> {
  const name = `\0plenary-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 32)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(name, () => resolve(() => new Promise((done) => server.close(() => done()))));
  });
}

function takeFile(file: string): Release | null {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return async () => rmSync(file, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (!holderLives(file)) rmSync(file, { force: true });
  return null;
}

function holderLives(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    // Empty: its holder is about to write its pid.
    if (!pid) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
