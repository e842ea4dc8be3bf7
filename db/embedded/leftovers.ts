import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pidTaken, serverProcesses } from "./processes";

/**
 * Clears what a killed server left behind: back ends that outlived it and keep its shared memory, and lock files
 * whose pid somebody else has now, which PostgreSQL takes for a running server. Only under the mutex, and only
 * where no postmaster lives: a lock file taken from a running server ends it.
 */
export async function clearLeftovers(dataFolder: string, socketFolder: string): Promise<void> {
  await endOrphans(dataFolder);
  if (serverProcesses(dataFolder).length > 0) return;
  for (const file of [join(dataFolder, "postmaster.pid"), join(socketFolder, ".s.PGSQL.5432.lock")]) {
    const pid = pidIn(file);
    // A stale file whose pid is free PostgreSQL clears by itself.
    if (pid === "empty" || (pid !== "absent" && pidTaken(pid))) rmSync(file, { force: true });
  }
}

async function endOrphans(dataFolder: string): Promise<void> {
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    for (let waited = 0; waited < 2000; waited += 50) {
      const left = serverProcesses(dataFolder);
      if (left.length === 0 || left.some((process) => process.postmaster)) return;
      if (waited === 0) for (const { pid } of left) end(pid, signal);
      await sleep(50);
    }
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The pid in the first line; a standalone back end (initdb's) writes it negative. */
function pidIn(file: string): number | "absent" | "empty" {
  try {
    return Math.abs(Number.parseInt(readFileSync(file, "utf8"), 10)) || "empty";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "absent";
    throw error;
  }
}
