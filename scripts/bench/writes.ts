import { spawn, spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { connectForAnswers } from "@/db/client";
import { addPerson } from "@/lib/auth/people";
import type { Person } from "@/lib/context";
import { submitDevelopment } from "@/lib/developments/propose";
import { createDevelopment } from "@/lib/developments/save";
import type { Changes } from "@/lib/developments/schema";
import { embeddedConnection } from "@/lib/env";
import { approveReview } from "@/lib/reviews/decide";
import { ask, type Speed, speedOf, timed } from "./load";
import type { Product } from "./product";
import type { Row } from "./table";

/** What editors do, as the product does it, on the pool of one of its processes; and an import while readers read. */

const each = 200;

export async function benchWrites({
  size,
  product,
  note,
}: {
  size: number;
  product: Product;
  note: (row: Row) => void;
}) {
  const client = connectForAnswers(embeddedConnection(product.socketFolder));
  try {
    const person = (name: string): Promise<Person> =>
      addPerson(
        { db: client.db, now: new Date(), caller: "operator" },
        { name, email: `${name}@example.org`, role: "editor" },
      );
    const [author, editor] = [await person("author"), await person("editor")];
    const by = (caller: Person) => ({ db: client.db, caller, now: new Date() });
    let made = 0;
    const create = () => {
      made += 1;
      const changes = { ...measured, title: `Measured ${made}` };
      return createDevelopment(by(author), { formKey: crypto.randomUUID(), changes });
    };
    const waiting = async () => {
      const { developmentId, revision } = await create();
      return submitDevelopment(by(author), developmentId, revision.id);
    };
    for (let turn = 0; turn < each; turn++) await create();
    const row = (name: string, byReaders: Row["byReaders"]) =>
      note({ size, part: "write", name, way: "written", byReaders });
    row("create with relations, a draft", await atOnce([1, 16], async () => create));
    row(
      "publish",
      await atOnce([1, 16], async () => {
        const { id } = await waiting();
        return () => approveReview(by(editor), id);
      }),
    );
    row(
      "publish, and the next read shows it",
      await atOnce([1], async () => {
        const { id } = await waiting();
        return async () => {
          const { slug } = await approveReview(by(editor), id);
          const { status } = await ask(`${product.url}/api/v1/developments/${slug}`);
          if (status !== 200) throw new Error(`What was published answered ${status}.`);
        };
      }),
    );
  } finally {
    await client.close();
  }
}

/** So many of these done by so many at once; what they need is made ready before. */
async function atOnce(counts: number[], ready: () => Promise<() => Promise<unknown>>): Promise<Record<number, Speed>> {
  const speeds: Record<number, Speed> = {};
  for (const count of counts) {
    const jobs: (() => Promise<unknown>)[] = [];
    for (let turn = 0; turn < each; turn++) jobs.push(await ready());
    const times: number[] = [];
    const lasted = await timed(() =>
      Promise.all(
        Array.from({ length: count }, async () => {
          for (let job = jobs.pop(); job; job = jobs.pop()) times.push(await timed(job));
        }),
      ),
    );
    speeds[count] = { ...speedOf(times), perSecond: each / (lasted / 1000) };
  }
  return speeds;
}

const measured: Changes = {
  bodySlug: "itu",
  decidedOn: "2026-11-02",
  datePrecision: "day",
  status: "adopted",
  type: "statement",
  summary: "Made for measuring. It names an area and an actor.",
  areaSlugs: ["encryption"],
  actors: [{ slug: "united-states", role: "observer" }],
  sources: [{ url: "https://example.org/measured", title: "Measured", publisher: "Example", kind: "primary" }],
};

const lines = 100_000;

/** 100,000 lines with five relations each, as backfill, while four readers ask for lists and charts. */
export async function benchImport(folder: string, { url, client }: Product): Promise<void> {
  const email = "importer@example.org";
  const operator = { db: client.db, now: new Date(), caller: "operator" as const };
  await addPerson(operator, { name: "importer", email, role: "editor" });
  const file = join(folder, "import.csv");
  await writeLines(file);
  const quiet = await readUntil(url, new Promise((resolve) => setTimeout(resolve, 10_000)));
  const command = ["--import", "tsx", "scripts/import.ts", file, "--by", email, "--backfill"];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, NODE_ENV: "production", DATA_DIR: folder, DATABASE_URL: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) =>
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The import ended with ${code}.`)))),
  );
  const memory: number[] = [];
  const watch = setInterval(
    () => memory.push(Number(spawnSync("ps", ["-o", "rss=", "-p", `${child.pid}`]).stdout) / 1024),
    2_000,
  );
  let during: number[] = [];
  const took = await timed(async () => {
    during = await readUntil(url, ended);
  }).finally(() => clearInterval(watch));
  await rm(file, { force: true });
  const p95 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  const [before, meanwhile] = [p95(quiet), p95(during)];
  const at = (share: number) => Math.round(memory[Math.floor(memory.length * share)] ?? 0);
  console.log(
    `\nImport of ${lines} lines with ${5 * lines} relations: ${(took / 1000).toFixed(0)} s, checked whole before. Its memory
${at(0.1)} MB after a tenth of the time, ${at(0.5)} after half, ${at(0.9)} after nine, ${Math.round(Math.max(...memory))} at most. Readers' p95 ${before.toFixed(1)} ms before,
${meanwhile.toFixed(1)} ms meanwhile: ${(meanwhile / before).toFixed(2)} times (aim: below 2).`,
  );
}

async function writeLines(file: string): Promise<void> {
  const [areas, actors] = [
    ["encryption", "cybersecurity", "data-localisation"],
    ["united-states", "france", "brazil", "india"],
  ];
  const rows = function* () {
    for (let n = 1; n <= lines; n++) {
      yield {
        ...{ title: `Imported for measuring ${n}`, body: "itu", decided_on: `2026-0${1 + (n % 9)}-1${n % 10}` },
        ...{ status: "adopted", type: "statement", summary: "Made for measuring. ".padEnd(400, "words ") },
        areas: [0, 1].map((more) => areas[(n + more) % areas.length]).join("; "),
        actors: [0, 1].map((more) => `${actors[(n + more) % actors.length]} (observer)`).join("; "),
        sources: `https://example.org/imported/${n}`,
      };
    }
  };
  await pipeline(rows, stringify({ header: true }), createWriteStream(file));
}

/** How long each answer took that four readers got until then. */
async function readUntil(url: string, until: Promise<unknown>): Promise<number[]> {
  const paths = ["/api/v1/developments", "/timeline", "/api/v1/developments?body=icann&area=encryption", "/impact"];
  const times: number[] = [];
  let over = false;
  const ended = until.finally(() => {
    over = true;
  });
  const reader = async (place: number) => {
    for (let turn = place; !over; turn++) {
      times.push(await timed(() => ask(url + paths[turn % paths.length])));
      // People look at what they asked for.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all([ended, ...paths.map((_, place) => reader(place))]);
  return times;
}
