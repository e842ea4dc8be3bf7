import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, fchownSync, openSync, readSync, statfsSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { copyBinaries, findBinaries } from "./binaries";
import { cleanEnv } from "./clean-env";
import { ensureCluster } from "./cluster";
import { clearLeftovers } from "./leftovers";
import { holdMutex } from "./mutex";
import { canEnter, type Place, requireData, settlePlace } from "./place";
import { countClients, createDatabase, probe } from "./probe";
import { parentOf, pidTaken, serverProcesses } from "./processes";
import { EmbeddedTrouble, explain, isTaken } from "./trouble";

export type Embedded = {
  socketFolder: string;
  /** Resolves, with the reason, when the server ends although nobody here stopped it. */
  lost: Promise<string>;
  /** Ends the server, unless others still use it. */
  stop: () => Promise<void>;
};

type Say = (line: string) => void;

const settings = {
  listen_addresses: "",
  shared_buffers: `${cacheMb()}MB`,
  max_connections: "60",
  jit: "off",
  max_wal_size: "256MB",
  min_wal_size: "64MB",
  max_wal_senders: "2",
  // A container's /dev/shm is small.
  max_parallel_workers_per_gather: "0",
};

/** A sixteenth of what this machine, or its container, has: it is taken only as far as the record is large. */
function cacheMb(): number {
  const limit = process.constrainedMemory();
  const mb = Math.min(totalmem(), limit || Number.POSITIVE_INFINITY) / 1024 ** 2;
  return Math.round(Math.min(512, Math.max(64, mb / 16)));
}

const startLimitMs = 60_000;

/** Starts PostgreSQL on a data folder, or finds the one that serves it already. */
export async function startEmbedded(
  dataDir: string,
  say: Say,
  { mustExist = false }: { mustExist?: boolean } = {},
): Promise<Embedded> {
  const found = await findBinaries();
  if (mustExist) requireData(dataDir, found.major);
  const place = settlePlace(dataDir, found.major);
  // The lock stands under the name of the data itself: two paths to one folder are one database.
  const release = await holdMutex(place.data, say);
  try {
    const binaries = canEnter(dirname(found.native), place.account) ? found : copyBinaries(found, place.home);
    if (!existsSync(place.data)) requireRoom(place.home);
    ensureCluster(place.data, place.account, binaries, say);
    const child = await bringUp(place, join(binaries.native, "bin", "postgres"), say);
    await createDatabase(place.socketFolder, "plenary");
    return child ? ours(place, child) : adopted(place);
  } finally {
    await release();
  }
}

function requireRoom(home: string): void {
  const { bavail, bsize } = statfsSync(home);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  if (free < 300) {
    throw new EmbeddedTrouble(`${home} has ${free} MB free and the database needs 300. Make room, or set DATA_DIR.`);
  }
}

/** The server's process when it was started here; null when one answers already. */
async function bringUp(place: Place, program: string, say: Say): Promise<ChildProcess | null> {
  const deadline = Date.now() + startLimitMs;
  for (let attempt = 1; ; attempt++) {
    if (await answersOrWillSoon(place, deadline, say)) return null;
    await clearLeftovers(place.data, place.socketFolder);
    const logStart = existsSync(place.log) ? statSync(place.log).size : 0;
    const child = spawnServer(place, program);
    const ended = await waitUntilReady(place, child, deadline, say);
    if (!ended) return child;
    const printed = readFrom(place.log, logStart);
    if (!isTaken(printed) || attempt === 5) throw explain("PostgreSQL did not start", printed, place.data);
    await sleep(50 + Math.random() * 100);
  }
}

async function answersOrWillSoon(place: Place, deadline: number, say: Say): Promise<boolean> {
  let told = Date.now();
  for (;;) {
    const answer = await probe(place.socketFolder, place.data);
    if (answer === "ready") return true;
    // A postmaster that lives but is silent is recovering or stopping; it is never killed.
    const alive = serverProcesses(place.data).some((process) => process.postmaster);
    if (answer === "silent" && !alive) return false;
    if (Date.now() > deadline) {
      throw new EmbeddedTrouble(`A PostgreSQL for ${place.data} runs but does not answer. Its log is ${place.log}.`);
    }
    if (Date.now() - told > 5000) {
      say("Waiting for the database to recover.");
      told = Date.now();
    }
    await sleep(100);
  }
}

function spawnServer({ account, data, socketFolder, log }: Place, program: string): ChildProcess {
  const options = Object.entries({ ...settings, unix_socket_directories: socketFolder });
  const args = ["-D", data, ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const root = process.getuid?.() === 0;
  const file = openSync(log, "a", 0o600);
  if (root) fchownSync(file, account.uid, account.gid);
  // On Linux the kernel asks the server to stop when this process is gone, however it went.
  const follows = process.platform === "linux" && existsSync("/usr/bin/setpriv");
  const child = spawn(
    follows ? "/usr/bin/setpriv" : program,
    follows ? ["--pdeathsig", "INT", program, ...args] : args,
    {
      cwd: "/",
      env: cleanEnv,
      // A group of its own: Ctrl-C in the terminal reaches the site first, which then stops the server.
      detached: true,
      // The log is a file, not a pipe: the server may outlive this process.
      stdio: ["ignore", file, file],
      ...(root ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  closeSync(file);
  child.on("error", () => {});
  child.unref();
  return child;
}

/** True when the server ended before it answered. */
async function waitUntilReady(place: Place, child: ChildProcess, deadline: number, say: Say): Promise<boolean> {
  let told = Date.now();
  for (;;) {
    if ((await probe(place.socketFolder, place.data)) === "ready") return false;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return true;
    if (Date.now() > deadline) {
      throw new EmbeddedTrouble(`PostgreSQL did not get ready within 60 s. Its log is ${place.log}.`);
    }
    if (Date.now() - told > 5000) {
      say("Waiting for the database to recover.");
      told = Date.now();
    }
    await sleep(25);
  }
}

function readFrom(file: string, start: number): string {
  const length = Math.max(0, statSync(file).size - start);
  const buffer = Buffer.alloc(Math.min(length, 64 * 1024));
  const descriptor = openSync(file, "r");
  readSync(descriptor, buffer, 0, buffer.length, start);
  closeSync(descriptor);
  return buffer.toString("utf8");
}

function ours(place: Place, child: ChildProcess): Embedded {
  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lost = new Promise<string>((resolve) => {
    exited.then(() => stopping || resolve(`PostgreSQL ended by itself. Its log is ${place.log}.`));
  });
  const stop = async () => {
    stopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (await othersUse(place)) return;
    child.ref();
    await end(child.pid as number, () => child.exitCode !== null || child.signalCode !== null);
  };
  return { socketFolder: place.socketFolder, lost, stop };
}

/** A server that another process started, or that outlived one. */
function adopted(place: Place): Embedded {
  const pid = serverProcesses(place.data).find((process) => process.postmaster)?.pid;
  let stopping = false;
  const lost = new Promise<string>((resolve) => {
    const timer = setInterval(() => {
      if (stopping) return clearInterval(timer);
      if (pid === undefined || pidTaken(pid)) return;
      clearInterval(timer);
      resolve("PostgreSQL, which another process had started, ended.");
    }, 1000);
    timer.unref();
  });
  const stop = async () => {
    stopping = true;
    // Whoever started it lives and will stop it; an orphan belongs to init.
    if (pid === undefined || !pidTaken(pid) || parentOf(pid) !== 1) return;
    if (await othersUse(place)) return;
    await end(pid, () => !pidTaken(pid));
  };
  return { socketFolder: place.socketFolder, lost, stop };
}

/** Connections that were closed just now are counted for a moment more; those of other processes stay. */
async function othersUse({ socketFolder }: Place): Promise<boolean> {
  for (let waited = 0; waited < 1_000; waited += 50) {
    if ((await countClients(socketFolder)) === 0) return false;
    await sleep(50);
  }
  return true;
}

/** SIGINT closes connections and writes all; SIGTERM would wait for clients for ever. */
async function end(pid: number, ended: () => boolean): Promise<void> {
  for (const [signal, limitMs] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < limitMs; waited += 20) {
      if (ended()) return;
      await sleep(20);
    }
  }
}
