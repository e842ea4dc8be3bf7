import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Client, connect } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import { loadStarterData } from "@/db/starter/load";
import { addPerson } from "@/lib/auth/people";
import { charts } from "@/lib/charts/catalogue";
import type { Person } from "@/lib/context";
import { generateDevelopments } from "@/lib/developments/generate";
import { submitDevelopment } from "@/lib/developments/propose";
import { createDevelopment } from "@/lib/developments/save";
import type { Changes } from "@/lib/developments/schema";
import { embeddedConnection } from "@/lib/env";
import { approveReview } from "@/lib/reviews/decide";
import { startProcess } from "../start-process";
import { ask, askEach, askOften, type Speed, speedOf, timed, withControl } from "./load";

/** Pages, charts and publications of the built product, beside a control measured in the same minute. */

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    developments: { type: "string", default: "0" },
    seconds: { type: "string", default: "5" },
    readers: { type: "string", default: "32" },
    turns: { type: "string", default: "20" },
  },
});
const load = { readers: Number(options.readers), seconds: Number(options.seconds) };
const turns = Number(options.turns);

export async function benchPages() {
  if (!existsSync(".next/BUILD_ID")) throw new Error("Nothing is built yet. Run: npm run build");
  const folder = await mkdtemp(join(tmpdir(), "plenary-bench-"));
  const database = await startEmbedded(folder, console.error);
  const client = connect(embeddedConnection(database.socketFolder));
  try {
    await fill(client);
    const product = await startProcess({ port: await freePort(), dataDir: folder });
    try {
      await Promise.race([measure(product.url, client), interrupted()]);
    } finally {
      await product.stop();
    }
  } finally {
    await client.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(client: Client) {
  const now = new Date();
  await migrate(client);
  await loadStarterData(client.db, now);
  const count = Number(options.developments);
  if (count === 0) return;
  const took = await timed(() => generateDevelopments(client.db, { count, now }));
  console.log(`Generated ${count} developments in ${Math.round(took / 1000)} s.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function measure(url: string, client: Client) {
  console.log(`${"".padEnd(64)}${"a second".padStart(10)}${"p50 ms".padStart(10)}${"p99 ms".padStart(10)}`);
  const pages = ["/timeline", "/api/v1/developments"];
  const raise = () => client.sql`update data_versions set version = version + 1`;
  for (const page of pages) {
    const answer = await ask(url + page);
    say(`${page}, kept`, await askOften(url + page, load));
    say(
      `control: the same ${answer.body.length} bytes`,
      await withControl(answer, (control) => askOften(control, load)),
    );
    say(`${page}, rendered`, await askEach(url + page, turns, raise));
  }
  for (const { id } of charts) {
    for (const query of ["", "?body=icann", "?area=encryption", "?type=law&status=adopted&period=after"]) {
      const path = `/api/v1/charts/${id}${query}`;
      say(path.slice("/api/v1".length), await askEach(url + path, turns, raise));
    }
  }
  const publish = await makePublisher(client);
  const published: number[] = [];
  const first = await askEach(`${url}/timeline`, turns, async () => published.push(await publish()));
  say("one publication", speedOf(published));
  say("/timeline, first read after it", first);
}

/** Publishes another development each time and returns how long the second person's yes took, in milliseconds. */
async function makePublisher({ db }: Client): Promise<() => Promise<number>> {
  const person = (name: string): Promise<Person> =>
    addPerson({ db, now: new Date(), caller: "operator" }, { name, email: `${name}@example.org`, role: "editor" });
  const [author, editor] = [await person("author"), await person("editor")];
  let number = 0;
  return async () => {
    number += 1;
    const by = (caller: Person) => ({ db, caller, now: new Date() });
    const formKey = crypto.randomUUID();
    const draft = await createDevelopment(by(author), {
      formKey,
      changes: { ...measured, title: `Measured ${number}` },
    });
    const review = await submitDevelopment(by(author), draft.developmentId, draft.revision.id);
    return timed(() => approveReview(by(editor), review.id));
  };
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

function say(what: string, { perSecond, p50, p99 }: Speed) {
  const number = (value: number) => value.toFixed(value < 100 ? 1 : 0).padStart(10);
  console.log(`${what.padEnd(64)}${number(perSecond)}${number(p50)}${number(p99)}`);
}

const interrupted = () =>
  new Promise<never>((_, reject) => process.once("SIGINT", () => reject(new Error("Interrupted."))));
