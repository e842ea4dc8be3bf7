import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { and, count, eq, inArray } from "drizzle-orm";
import { build } from "esbuild";
import { SMTPServer } from "smtp-server";
import type { Client } from "@/db/client";
import { deliveries } from "@/db/schema";
import { countDeliveries, freezeDue } from "@/lib/digests/run";
import { withDatabase } from "./database";
import { addReaders, afterWeek, benchSettings, publishWeek, week } from "./week";

/** Senders of letters, two at a time, killed (SIGKILL) at random moments; then what must hold is counted. */

const { values: options } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: "string", default: "3000" }, seed: { type: "string", default: "1" } },
});
const kills = Number(options.kills);
let seed = Number(options.seed);
const random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};
const sendersAtOnce = 2;
/** So many more letters than kills that there is always something to send. */
const lettersPerKill = 40;
const longestLifeMs = 600;
/** The mail server thinks so long before each of its replies, or nothing but the database would ever be met by a kill. */
const longestThoughtMs = 10;

export async function benchFaults() {
  await withDatabase(async (client, socketFolder) => {
    const readers = kills * lettersPerKill;
    await publishWeek(client, 3);
    await addReaders(client.db, readers, ["", "area=encryption"]);
    await freezeDue({ db: client.db, now: () => afterWeek }, { ...benchSettings, smtpUrl: "" });
    const received = new Map<string, number>();
    const server = await countingServer(received);
    const sender = await bundleSender();
    const started = Date.now();
    console.log(`${readers} letters, ${kills} kills, seed ${options.seed} ...`);
    // Without the options of this process, among them the one that reads TypeScript.
    const start = () => fork(sender.file, [socketFolder, server.url, afterWeek.toISOString()], { execArgv: [] });
    try {
      await killSenders(client, start);
      await finish(client, start);
      await report(client, received, readers, Date.now() - started);
    } finally {
      server.close();
      await sender.remove();
    }
  });
}

const think = (then: () => void) => setTimeout(then, random() * longestThoughtMs);

async function countingServer(received: Map<string, number>) {
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo: (_address, _session, answer) => think(() => answer()),
    onData: (stream, { envelope }, answer) => {
      stream.on("error", () => {});
      stream.resume();
      stream.once("end", () => {
        const to = envelope.rcptTo[0]?.address ?? "";
        // Taken before it says so.
        received.set(to, (received.get(to) ?? 0) + 1);
        think(() => answer());
      });
    },
  });
  // Connections end in the middle of everything: that is what is tried.
  server.on("error", () => {});
  process.on("unhandledRejection", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

/** The sender in one file, which starts in a fifth of the time its sources take: it is started thousands of times. */
async function bundleSender() {
  const folder = await mkdtemp(join(tmpdir(), "plenary-sender-"));
  const file = join(folder, "sender.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./fault-sender.ts", import.meta.url))],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function killSenders({ db }: Client, start: () => ChildProcess) {
  let killed = 0;
  const slot = async () => {
    // One is started while another sends, so that its start costs no time.
    while (killed < kills) {
      const child = start();
      await once(child, "message");
      child.send("go");
      await wait(random() * longestLifeMs);
      child.kill("SIGKILL");
      await once(child, "exit");
      killed += 1;
      if (killed % 100 === 0) {
        const left = await db.$count(deliveries, inArray(deliveries.state, ["queued", "retry", "sending"]));
        console.log(`  ${killed} killed, ${left} letters left`);
      }
    }
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, slot));
}

/** What is left is sent by one that lives, once the leases of the dead have run out. */
async function finish({ db }: Client, start: () => ChildProcess) {
  const child = start();
  await once(child, "message");
  child.send("go");
  const left = () => db.$count(deliveries, inArray(deliveries.state, ["queued", "retry", "sending"]));
  console.log(`  ${await left()} letters are left for one that lives`);
  while ((await left()) > 0) await wait(500);
  child.kill();
}

async function report({ db }: Client, received: Map<string, number>, readers: number, tookMs: number) {
  const rows = await db.select({ email: deliveries.email, state: deliveries.state }).from(deliveries);
  const [uncertain = []] = [rows.filter(({ state }) => state === "uncertain")];
  const twice = [...received.values()].filter((n) => n > 1).length;
  const lost = rows.filter(({ email, state }) => state === "accepted" && !received.has(email ?? "")).length;
  const unknown = rows.filter(
    ({ email, state }) => !["accepted", "uncertain"].includes(state) && received.has(email ?? ""),
  );
  const [row] = await db
    .select({ n: count() })
    .from(deliveries)
    .where(and(eq(deliveries.week, week)));
  const [issue] = await countDeliveries(db);
  console.log(`In ${Math.round(tookMs / 1000)} s:`);
  console.log(`  deliveries ${row?.n} = audience ${issue?.audience} = readers ${readers}`);
  console.log(
    `  accepted ${issue?.accepted}, uncertain ${uncertain.length} (arrived: ${uncertain.filter(({ email }) => received.has(email ?? "")).length})`,
  );
  console.log(`  other states: ${readers - (issue?.accepted ?? 0) - uncertain.length}`);
  console.log(`  received twice: ${twice}`);
  console.log(`  accepted but never received: ${lost}`);
  console.log(`  received but neither accepted nor uncertain: ${unknown.length}`);
  if (twice + lost + unknown.length > 0 || row?.n !== readers) process.exitCode = 1;
}
