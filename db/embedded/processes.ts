import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export type ServerProcess = { pid: number; postmaster: boolean };

/** The living PostgreSQL processes that serve a data folder. Its postmaster is the one without a title of a role. */
export function serverProcesses(dataFolder: string): ServerProcess[] {
  return process.platform === "linux" ? fromProc(dataFolder) : fromPs(dataFolder);
}

/** Each of them stands in its data folder; a zombie has neither a folder nor a program left. */
function fromProc(dataFolder: string): ServerProcess[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // A program or folder that was deleted meanwhile is marked so.
      if (readlinkSync(`/proc/${name}/cwd`).replace(/ \(deleted\)$/, "") !== dataFolder) return [];
      if (!/\/postgres( \(deleted\))?$/.test(readlinkSync(`/proc/${name}/exe`))) return [];
      const title = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return [{ pid: Number(name), postmaster: !title.startsWith("postgres: ") }];
    } catch {
      return [];
    }
  });
}

/** Without /proc only the postmaster can be told: it was started with -D and the folder. */
function fromPs(dataFolder: string): ServerProcess[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,stat=,command="], { encoding: "utf8" });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (!pid || !command || state?.startsWith("Z")) return [];
    return /\/postgres /.test(command) && command.includes(`-D ${dataFolder}`)
      ? [{ pid: Number(pid), postmaster: true }]
      : [];
  });
}

/** Whether the number is taken by any process, zombies and those of other users included. */
export function pidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The pid of a process's parent; null when it is gone. */
export function parentOf(pid: number): number | null {
  const { stdout } = spawnSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" });
  return Number.parseInt(stdout ?? "", 10) || null;
}
