import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import next from "next";
import { migrate } from "@/db/migrate";
import { type OpenDatabase, openDatabase } from "@/db/open";
import { loadStarterData } from "@/db/starter/load";
import { readSessionToken } from "@/lib/auth/session-token";
import { firstAdminLink } from "@/lib/auth/sign-in";
import { surviveClosedOutput } from "@/lib/closed-output";
import { BadSettings, bootEnv, connectionFromEnv, type Env, leaveMailsToWorkers } from "@/lib/env";
import { connectDataVersion } from "@/lib/http/data-version";
import { makeListener } from "@/lib/http/listener";
import { ReadCopy } from "@/lib/http/read-copy";
import { makeServer } from "@/lib/http/server";
import { Starting } from "@/lib/http/starting";
import { type RunningWorker, startWorker } from "@/lib/jobs/worker";

/** The process behind npm start, npm run dev and npm run web: database, Next, and kept answers in front of it. */

const dev = process.argv.includes("--dev");
const webOnly = process.argv.includes("--web");
if (!dev && !process.env.NODE_ENV) Object.assign(process.env, { NODE_ENV: "production" });
const say = (line: string) => console.log(line);
surviveClosedOutput();
// Most of what is made for an answer is garbage at once: the heap is looked through sooner instead of let to grow.
setFlagsFromString("--heap-growing-percent=40");

async function main() {
  const settings = bootEnv();
  if (webOnly) leaveMailsToWorkers();
  const starting = new Starting();
  const { server, stop } = makeServer(starting.listen);
  // Taken before anything slow begins, so that a second start notices at once.
  await listen(server, settings);
  const database = await openDatabase({ say });
  await migrate(database.client);
  if (!webOnly && (await loadStarterData(database.client.db, new Date())).loaded) say("Loaded the starter data.");
  const app = next({ dev, dir: process.cwd(), hostname: "localhost", port: settings.port });
  await app.prepare();
  const version = connectDataVersion(connectionFromEnv(), { onReturn: () => void closePool() });
  const { databaseReadUrl } = settings;
  const copy = databaseReadUrl ? new ReadCopy(databaseReadUrl) : null;
  const handle = app.getRequestHandler();
  // Only now: they know Next's requests, which Next sets up.
  const { answerDirectly: direct } = await import("@/app/api/v1/direct");
  starting.ready(makeListener({ handle, settings, version, keep: !dev, isSession, direct, copy }));
  if (dev) server.on("upgrade", app.getUpgradeHandler());
  await announce(database, settings);
  keepAlive(database);
  work(settings);
  stopOnSignal(async () => {
    await stop();
    await Promise.all([app.close(), version.close(), copy?.close(), closePool(), stopWorking()]);
    await current.close();
  });
}

const isSession = async (token: string) => (await readSessionToken(token)) !== null;

let current: OpenDatabase;
/** Also while it starts: who ends before it has would leave its connections behind. */
let worker: Promise<RunningWorker> | undefined;

const longestPauseMs = 60_000;
const longestStopMs = 15_000;

/** Letters and mails go out from this process, too, unless it only answers requests; pages do not wait for that. */
async function work(settings: Env) {
  for (let pauseMs = 1_000; !webOnly && !stopping; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      worker = startWorker(connectionFromEnv(), settings, say);
      await worker;
      return;
    } catch (error) {
      say(`Letters and mails wait: ${(error as Error).message}`);
      await wait(pauseMs);
    }
  }
}

/** A worker that could not start has nothing to stop; a database that says nothing is not waited for. */
const stopWorking = () =>
  Promise.race([
    worker?.then((running) => running.stop()).catch(() => {}),
    wait(longestStopMs, undefined, { ref: false }),
  ]);

/** The pool that pages use lives in Next's bundle. The next page opens a new one. */
async function closePool() {
  const shared = globalThis as { plenaryClient?: { close: () => Promise<void> } };
  const pool = shared.plenaryClient;
  delete shared.plenaryClient;
  await pool?.close().catch(() => {});
}

function listen(server: Server, { port }: Env) {
  return new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program. Stop it, or set PORT to another number.`;
      reject(error.code === "EADDRINUSE" ? new BadSettings(taken) : error);
    });
    server.listen(port, resolve);
  });
}

async function announce({ client }: OpenDatabase, { baseUrl }: Env) {
  say(`Plenary runs at ${baseUrl}`);
  const link = await firstAdminLink({ db: client.db, now: new Date() }, baseUrl);
  if (link) say(`There is no admin yet. This link makes the first one, once, within a day:\n${link}`);
}

/** An embedded server that ended (killed, out of memory) is started again; pools and the worker find it by themselves. */
function keepAlive(database: OpenDatabase) {
  // At once: whoever stops this process now stops that server, too.
  current = database;
  database.lost.then(async (reason) => {
    console.error(`${reason} Starting it again.`);
    try {
      keepAlive(await openDatabase({ say }));
      await Promise.all([database.client.close(), closePool()]);
      say("The database is back.");
    } catch (error) {
      console.error(`The database could not be started again: ${(error as Error).message}`);
      process.exit(1);
    }
  });
}

let stopping = false;

function stopOnSignal(stop: () => Promise<void>) {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say("Stopping.");
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: Error) => {
  // Settings and the embedded database explain themselves; anything else needs its stack.
  console.error(/^(BadSettings|EmbeddedTrouble)$/.test(error.constructor.name) ? error.message : error);
  process.exit(1);
});
