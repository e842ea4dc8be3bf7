import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Client, connect } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import { loadStarterData } from "@/db/starter/load";
import { addPerson } from "@/lib/auth/people";
import { charts } from "@/lib/charts/catalogue";
import type { Person } from "@/lib/context";
import { writeCursor } from "@/lib/cursor";
import { submitDevelopment } from "@/lib/developments/propose";
import { createDevelopment } from "@/lib/developments/save";
import type { Changes } from "@/lib/developments/schema";
import { embeddedConnection } from "@/lib/env";
import { approveReview } from "@/lib/reviews/decide";
import { startProcess } from "../start-process";
import { ask, askEach, askOften, askTogether, type Speed, speedOf, timed, withControl } from "./load";
import { makeMany } from "./many";

/** Pages, charts and publications of the built product, beside a control measured in the same minute. */

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    developments: { type: "string", default: "0" },
    seconds: { type: "string", default: "5" },
    readers: { type: "string", default: "32" },
    turns: { type: "string", default: "20" },
    /** A folder that keeps the database from one run to the next. */
    keep: { type: "string" },
    json: { type: "string" },
  },
});
const load = { readers: Number(options.readers), seconds: Number(options.seconds) };
const turns = Number(options.turns);

export async function benchPages() {
  if (!existsSync(".next/BUILD_ID")) throw new Error("Nothing is built yet. Run: npm run build");
  const folder = options.keep ? resolve(options.keep) : await mkdtemp(join(tmpdir(), "plenary-bench-"));
  await mkdir(folder, { recursive: true });
  const database = await startEmbedded(folder, console.error);
  const client = connect(embeddedConnection(database.socketFolder));
  try {
    await fill(client);
    const product = await startProcess({ port: await freePort(), dataDir: folder });
    try {
      await Promise.race([measure(product.url, client), interrupted()]);
      if (options.json) await writeFile(options.json, JSON.stringify(found, null, 2));
    } finally {
      await product.stop();
    }
  } finally {
    await client.close();
    await database.stop();
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  }
}

async function fill(client: Client) {
  const now = new Date();
  await migrate(client);
  await loadStarterData(client.db, now);
  const count = Number(options.developments);
  const [listed] = await client.sql<{ n: number }[]>`select count(*)::int as n from publications`;
  // A tenth more were kept once than there are, by their earlier versions.
  if (count === 0 || (listed?.n ?? 0) >= count) return;
  const took = await timed(() => makeMany(client, count, now));
  console.log(`Made ${count} developments in ${Math.round(took / 1000)} s.`);
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
  const lists = await listQuestions(client);
  await withPlainSql(client, lists, async (plain) => {
    await warmUp(url, plain, lists, raise);
    for (const { name, path, sql } of lists) {
      if (path.includes("q=")) say(`${name}, the first time`, await askEach(url + path, 1, raise));
      say(name, await askEach(url + path, turns, raise));
      if (sql) say("control: the same in plain SQL", await askEach(plain(name), turns, async () => {}));
    }
    await together(url, client, plain, raise);
  });
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

/** What is asked for the first times runs code that no process has translated yet: a site in use is told of. */
const warmTurns = 40;

async function warmUp(url: string, plain: (name: string) => string, lists: Question[], raise: () => Promise<unknown>) {
  // Searches are measured the first time, too.
  const asked = lists.filter(({ path }) => !path.includes("q="));
  for (const { name, path, sql } of asked) {
    await askEach(url + path, warmTurns, raise);
    if (sql) await askEach(plain(name), Math.min(warmTurns, turns), async () => {});
  }
  for (const { id } of charts) await askEach(`${url}/api/v1/charts/${id}`, warmTurns, raise);
}

/** So many readers at once, each of something else, so that nobody's answer helps another. */
async function together(
  url: string,
  { sql }: Client,
  plain: (name: string, rows?: number) => string,
  raise: () => Promise<unknown>,
) {
  const slugs = await sql<{ slug: string }[]>`
    select slug from publications where known_until is null and not retracted and slug like 'generated-1-%'
      and development_id % 97 = 0 limit 64`;
  const lengths = Array.from({ length: 64 }, (_, n) => 50 + n);
  const api = `${url}/api/v1/developments`;
  for (const readers of [1, 16, 64]) {
    const lists = lengths.slice(0, readers).map((limit) => `${api}?limit=${limit}`);
    const controls = lengths.slice(0, readers).map((limit) => plain("list, first page", limit));
    const details = slugs.slice(0, readers).map(({ slug }) => `${api}/${slug}`);
    say(`lists of 50 to 113, ${readers} at once`, await askTogether(lists, turns, raise));
    say("control: the same in plain SQL", await askTogether(controls, turns, async () => {}));
    if (details.length > 0) say(`details, ${readers} at once`, await askTogether(details, turns, raise));
  }
}

type Question = { name: string; path: string; sql?: string };

/** Lists as the timeline asks for them, each uncached, some beside what anybody would write in SQL. */
async function listQuestions({ sql }: Client): Promise<Question[]> {
  const [middle] = await sql<{ position: number; id: string }[]>`
    select position, development_id as id from listed_marks where mark = 'everything'
    order by position desc, development_id desc
    offset (select n / 2 from mark_counts where mark = 'everything' and other = 'everything') limit 1`;
  const deep = middle ? writeCursor("newest", [middle.position, Number(middle.id)]) : "";
  const listed = "known_until is null and not retracted";
  const newest = "order by position desc, development_id desc limit 50";
  const api = "/api/v1/developments";
  return [
    { name: "list, first page", path: api, sql: `select * from publications where ${listed} ${newest}` },
    { name: "list, middle", path: `${api}?cursor=${deep}` },
    {
      name: "list, a body and an area",
      path: `${api}?body=itu&area=encryption`,
      sql: `select p.* from publications p where ${listed} and body_slug = 'itu' and exists (select from publication_areas a
        where a.publication_id = p.id and a.area_slug = 'encryption') ${newest}`,
    },
    { name: "list, three words", path: `${api}?type=law&status=adopted&period=after` },
    {
      name: "facets",
      path: "/api/v1/facets",
      sql: `select area_slug, count(*) from publication_areas join publications p on p.id = publication_id where ${listed} group by 1`,
    },
    { name: "facets, a body", path: "/api/v1/facets?body=itu" },
    { name: "facets, three words", path: "/api/v1/facets?type=law&status=adopted&period=after" },
    { name: "search, a word of three quarters", path: `${api}?q=united` },
    { name: "search, a word of a sixth", path: `${api}?q=court` },
    { name: "search, a word of a fortieth", path: `${api}?q=quantum` },
    { name: "search, a word of nobody", path: `${api}?q=zzyzx` },
    { name: "search, two common words and an area", path: `${api}?q=internet+court&area=encryption` },
    { name: "facets, a word of three quarters", path: "/api/v1/facets?q=united" },
    { name: "chart, a word of three quarters", path: "/api/v1/charts/area-by-body?q=united" },
  ];
}

/** What a bare Node listener answers with the rows of a statement, as JSON. */
async function withPlainSql(
  { sql }: Client,
  questions: Question[],
  measure: (address: (name: string, rows?: number) => string) => Promise<void>,
): Promise<void> {
  const server = createHttpServer(async (request, response) => {
    const [, question, rows] = request.url?.split("/") ?? [];
    const { sql: statement = "" } = questions[Number(question)] ?? {};
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(await sql.unsafe(statement.replace("limit 50", `limit ${rows}`))));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await measure((name, rows = 50) => {
      return `http://127.0.0.1:${port}/${questions.findIndex((one) => one.name === name)}/${rows}`;
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Publishes another development each time and returns how long the second person's yes took, in milliseconds. */
async function makePublisher({ db }: Client): Promise<() => Promise<number>> {
  // A database that was kept knows those of the run before.
  const person = (name: string): Promise<Person> =>
    addPerson(
      { db, now: new Date(), caller: "operator" },
      { name, email: `${name}-${Date.now()}@example.org`, role: "editor" },
    );
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

const found: ({ what: string } & Speed)[] = [];

function say(what: string, { perSecond, p50, p99 }: Speed) {
  found.push({ what, perSecond, p50, p99 });
  const number = (value: number) => value.toFixed(value < 100 ? 1 : 0).padStart(10);
  console.log(`${what.padEnd(64)}${number(perSecond)}${number(p50)}${number(p99)}`);
}

const interrupted = () =>
  new Promise<never>((_, reject) => process.once("SIGINT", () => reject(new Error("Interrupted."))));
