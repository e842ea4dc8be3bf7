import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Client, connect } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { embeddedConnection } from "@/lib/env";
import { startProcess } from "../start-process";
import { ask, askOften, type Speed, timed, withControl } from "./load";
import { askDifferent } from "./memory";
import { listQuestions, type Question } from "./questions";
import { printRatios, ratiosOf } from "./ratios";
import { recordOf, withCopy } from "./record";
import { printHeading, printRow, type Row, readerCounts, type Way } from "./table";
import { benchImport, benchWrites } from "./writes";

/** The built product over HTTP, beside controls asked in turn in the same minutes. */

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    n: { type: "string", default: "10000" },
    seconds: { type: "string", default: "1" },
    keep: { type: "string" },
    json: { type: "string" },
  },
});
const sizes = options.n.split(",").map(Number);
const seconds = Number(options.seconds);

/** Resident, in MB; and how long it took until the port answered, and until sets of marks were held. */
type Memory = { atRest: number; most: number; startedInMs: number; heldInMs: number };

export async function benchProduct(parts: string[]) {
  if (!existsSync(".next/BUILD_ID")) throw new Error("Nothing is built yet. Run: npm run build");
  if (sizes.some((size) => !(size > 0))) throw new Error("--n takes numbers of developments: --n 10000,1000000");
  const rows: Row[] = [];
  const memory: Record<number, Memory> = {};
  const noisy: string[] = [];
  const note = (row: Row) => {
    rows.push(row);
    printRow(row);
  };
  for (const size of sizes) {
    const folder = await recordOf(size, options.keep);
    const reads = parts.filter((part) => !["write", "import", "memory"].includes(part));
    if (reads.length > 0 || parts.includes("memory")) {
      await withProduct(folder, async (product) => {
        if (reads.length > 0) noisy.push(...(await benchReads({ size, parts: reads, product, note })));
        if (parts.includes("memory")) console.log(`\n${await askDifferent(product)} different pages asked for.`);
        memory[size] = product.memory();
        say(memory[size]);
      });
    }
    if (parts.includes("write")) {
      await withCopy(folder, (copy) =>
        withProduct(copy, async (product) => {
          printHeading(`${size}: write`);
          await benchWrites({ size, product, note });
        }),
      );
    }
    if (parts.includes("import"))
      await withCopy(folder, (copy) => withProduct(copy, (product) => benchImport(copy, product)));
  }
  const ratios = ratiosOf(rows, sizes);
  printRatios(ratios);
  for (const part of noisy) console.log(`Too noisy to compare: ${part}.`);
  if (options.json) {
    const machine = { cores: availableParallelism(), processor: cpus()[0]?.model, node: process.version };
    await writeFile(options.json, JSON.stringify({ at: new Date(), machine, memory, noisy, rows, ratios }, null, 2));
  }
}

const say = ({ atRest, most, startedInMs, heldInMs }: Memory) =>
  console.log(
    `Started in ${(startedInMs / 1000).toFixed(1)} s, PostgreSQL with it; the first list of several filters ${(heldInMs / 1000).toFixed(1)} s later.
Resident memory ${atRest} MB at rest, ${most} MB at most.`,
  );

export type Product = {
  url: string;
  /** The same, keeping nothing. */
  anew: string;
  client: Client;
  socketFolder: string;
  memory: () => Memory;
};

async function withProduct(folder: string, work: (product: Product) => Promise<void>): Promise<void> {
  const started = performance.now();
  const product = await startProcess({ port: await freePort(), dataDir: folder });
  const startedInMs = performance.now() - started;
  const several = "/api/v1/developments?type=law&status=adopted&body=itu";
  const heldInMs = await timed(() => ask(product.url + several));
  // It is served already; this only finds it.
  const database = await startEmbedded(folder, console.error);
  const client = connect(embeddedConnection(database.socketFolder));
  const anew = await startProcess({
    ...{ port: await freePort(), dataDir: folder, web: true, settings: { KEEP_ANSWERS: "false" } },
  });
  await ask(anew.url + several);
  const residentMb = () => Math.round(Number(spawnSync("ps", ["-o", "rss=", "-p", `${product.pid}`]).stdout) / 1024);
  const memory = { atRest: residentMb(), most: 0, startedInMs, heldInMs };
  const watch = setInterval(() => {
    memory.most = Math.max(memory.most, residentMb());
  }, 1_000);
  const interrupted = new Promise<never>((_, reject) =>
    process.once("SIGINT", () => reject(new Error("Interrupted."))),
  );
  try {
    const { url } = product;
    const { socketFolder } = database;
    await Promise.race([work({ url, anew: anew.url, client, socketFolder, memory: () => memory }), interrupted]);
  } finally {
    clearInterval(watch);
    await client.close();
    await anew.stop();
    await product.stop();
    await database.stop();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

type Asked = { size: number; parts: string[]; product: Product; note: (row: Row) => void };

/** Returns the parts during which the machine did other things. */
async function benchReads({ size, parts, product, note }: Asked): Promise<string[]> {
  const noisy: string[] = [];
  const questions = await listQuestions(product.client.sql, parts);
  // What runs for the first times is slow in every process; a site in use is told of, its searches apart.
  for (const { path } of questions.filter(({ first }) => !first)) {
    await untilAnswered(product.anew + path);
    await askFor(product.anew + path, 1, 0.5);
  }
  await withPlainSql(product, questions, async (plain) => {
    for (const part of parts) {
      printHeading(`${size}: ${part}`);
      const before = await quiet();
      for (const question of questions.filter((one) => one.part === part)) {
        await benchQuestion({ size, question, product, plain: plain(question), note });
      }
      const after = await quiet();
      const change = Math.abs(after / before - 1);
      console.log(`control before and after: ${before.toFixed(0)}, ${after.toFixed(0)} a second`);
      if (change > 0.15) noisy.push(`${part} at ${size} (a control changed by ${Math.round(change * 100)} %)`);
    }
  });
  return noisy;
}

async function benchQuestion(asked: {
  size: number;
  question: Question;
  product: Product;
  plain: string | null;
  note: (row: Row) => void;
}) {
  const { size, question, product, plain, note } = asked;
  const { part, name, path } = question;
  const row = (way: Way, byReaders: Row["byReaders"]) => note({ size, part, name, way, byReaders });
  if (question.first) {
    const took = await timed(() => ask(product.anew + path));
    row("the first time", { 1: { p50: took, p99: took, perSecond: 1000 / took } });
  }
  row("made anew", await askAll(product.anew + path));
  if (plain) row("plain SQL", await askAll(plain));
  if (!question.kept) return;
  row("kept", await askAll(product.url + path));
  row("same bytes", await withControl(await ask(product.url + path), askAll));
}

/** From a cold disk all past versions take longer to read than an answer may: they are read on while 503 is answered. */
async function untilAnswered(url: string): Promise<void> {
  for (let tries = 1; tries < 5 && (await ask(url)).status === 503; tries += 1);
}

const askFor = (url: string, readers: number, lasting = seconds) => askOften(url, { readers, seconds: lasting });

/** What is slow for one reader is not asked by more at once. */
const slowMs = 300;

async function askAll(url: string): Promise<Record<number, Speed>> {
  const byReaders: Record<number, Speed> = {};
  for (const readers of readerCounts) {
    if ((byReaders[1]?.p50 ?? 0) > slowMs) break;
    byReaders[readers] = await askFor(url, readers);
  }
  return byReaders;
}

/** How often a server that does nothing answers: less often while the machine does something else, too. */
const quiet = () =>
  withControl({ status: 200, type: "text/plain", encoding: null, body: Buffer.from("quiet") }, async (url) => {
    const { perSecond } = await askFor(url, 16, 2);
    return perSecond;
  });

async function withPlainSql(
  { socketFolder }: Product,
  questions: Question[],
  work: (address: (question: Question) => string | null) => Promise<void>,
): Promise<void> {
  const asked = questions.filter(({ sql }) => sql);
  const given = JSON.stringify({ socketFolder, statements: asked.map(({ sql }) => sql) });
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/bench/plain-sql.ts", given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").once("data", resolve);
      child.once("error", reject).once("exit", (code) => reject(new Error(`The plain listener ended with ${code}.`)));
    });
    await work((question) => (question.sql ? `http://127.0.0.1:${port.trim()}/${asked.indexOf(question)}` : null));
  } finally {
    child.kill();
  }
}
