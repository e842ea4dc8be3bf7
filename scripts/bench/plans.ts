import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Database } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import * as schema from "@/db/schema";
import { charts } from "@/lib/charts/catalogue";
import { getChart } from "@/lib/charts/get";
import { readChartQuery } from "@/lib/charts/query";
import { writeCursor } from "@/lib/cursor";
import { getDevelopment } from "@/lib/developments/detail";
import { listFacets } from "@/lib/developments/facets";
import { type Filters, noFilters } from "@/lib/developments/filters";
import { heldMarks } from "@/lib/developments/held-marks";
import { getOverview } from "@/lib/developments/overview";
import { listDevelopments } from "@/lib/developments/timeline";
import { embeddedConnection } from "@/lib/env";
import { recordOf } from "./record";

/** How the database answers each hot question of a database that a run of the pages kept: one page of plans. */

/** Grow with the record, so that nothing may read them from end to end. */
const big =
  /Seq Scan on (?:publications|publication_\w+|developments|revisions|reviews|listed_marks|word_sets|scores|deliveries)\b/;

type Statement = { text: string; parameters: unknown[] };
type Question = { name: string; ask: (db: Database) => Promise<unknown> };

export async function explainPlans() {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      n: { type: "string", default: "1000000" },
      keep: { type: "string" },
      out: { type: "string", default: "docs/plans.md" },
    },
  });
  const database = await startEmbedded(await recordOf(Number(values.n), values.keep), console.error);
  const heard: Statement[] = [];
  const sql = postgres({
    ...embeddedConnection(database.socketFolder),
    max: 4,
    onnotice: () => {},
    debug: (_, text, parameters) => heard.push({ text, parameters: parameters as unknown[] }),
  });
  const db: Database = drizzle(sql, { schema });
  try {
    await migrate({ db, sql, close: async () => {} });
    await heldMarks(db);
    const { page, warnings } = await explainAll({ db, sql, heard });
    await writeFile(values.out, page);
    for (const warning of warnings) console.error(warning);
    console.log(`${values.out}: ${warnings.length === 0 ? "no big table is read from end to end" : "see above"}.`);
    process.exitCode = warnings.length > 0 ? 1 : 0;
  } finally {
    await sql.end();
    await database.stop();
  }
}

async function explainAll({ db, sql, heard }: { db: Database; sql: postgres.Sql; heard: Statement[] }) {
  const [counted] = await sql<{ n: number }[]>`
    select count(*)::int as n from listed_marks where mark = 'everything'`;
  const parts: string[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const { name, ask } of await questions(db, sql)) {
    heard.length = 0;
    await ask(db);
    const read = heard.filter(({ text }) => /^\s*(?:select|with)\b/i.test(text));
    const plans: string[] = [];
    for (const { text, parameters } of read) {
      if (seen.has(text)) continue;
      seen.add(text);
      const plan = await explain(sql, { text, parameters });
      if (big.test(plan)) warnings.push(`${name}: ${big.exec(plan)?.[0]}`);
      plans.push(plan);
    }
    const told = plans.map((plan) => `\`\`\`text\n${plan}\n\`\`\`\n`);
    parts.push(`## ${name}\n\n${told.length > 0 ? told.join("\n") : "Nothing that is not asked above.\n"}`);
  }
  const page = `# Plans of hot queries

Made by \`npm run bench -- plans\` on ${counted?.n.toLocaleString("en-GB")} developments. Of each question the statements that none
above it asks, with the rows they touched; statements that only set something are left out. Sets of marks are held in
memory (see [How it grows](../README.md#how-it-grows)), so several filters ask the database only for what changed and for
the rows of the page.

${parts.join("\n")}`;
  return { page, warnings };
}

async function explain(sql: postgres.Sql, { text, parameters }: Statement): Promise<string> {
  const rows = await sql.begin(async (tx) => {
    // As searches ask; see lib/developments/lists.ts.
    if (text.includes("@@")) await tx`set local enable_seqscan = off`;
    if (text.includes("@@")) await tx`set local enable_indexscan = off`;
    return tx.unsafe<{ "QUERY PLAN": string }[]>(
      `explain (analyze, costs off, timing off, summary off, buffers off) ${text}`,
      parameters as never[],
    );
  });
  return rows
    .map((row) => row["QUERY PLAN"])
    .filter((line) => !/^\s*(?:Planning:|Buffers:|Memory|Sort Method|Buckets|Heap Blocks|Index Searches)/.test(line))
    .map((line) => (line.length > 160 ? `${line.slice(0, 157)}...` : line))
    .join("\n");
}

async function questions(db: Database, sql: postgres.Sql): Promise<Question[]> {
  const now = new Date();
  const list =
    (filters: Partial<Filters>, page = {}) =>
    (on: Database) =>
      listDevelopments({ db: on }, { ...noFilters, ...filters }, page);
  const facets = (filters: Partial<Filters>) => (on: Database) => listFacets({ db: on }, { ...noFilters, ...filters });
  const { data } = await listDevelopments({ db }, noFilters, { limit: 1 });
  const slug = data[0]?.slug ?? "";
  const [middle] = await sql<{ position: number; id: string }[]>`
    select position, development_id as id from listed_marks where mark = 'everything'
    order by position desc, development_id desc
    offset (select count(*) / 2 from listed_marks where mark = 'everything') limit 1`;
  const cursor = middle ? writeCursor("newest", [middle.position, Number(middle.id)]) : null;
  return [
    { name: "Timeline, first page", ask: list({}) },
    { name: "Timeline, the middle", ask: list({}, { cursor }) },
    { name: "Timeline, one body", ask: list({ body: ["itu"] }) },
    { name: "Timeline, a body and an area", ask: list({ body: ["itu"], area: ["encryption"] }) },
    { name: "Timeline, a past day", ask: list({ asof: "2026-11-01" }) },
    { name: "Search, a common word, the first time", ask: list({ q: "wordofmost" }) },
    { name: "Search, the same again", ask: list({ q: "wordofmost" }) },
    { name: "Search, a phrase", ask: list({ q: '"wordofmost wordofsome"' }) },
    { name: "Search, by relevance", ask: list({ q: "wordoffew", sort: "relevance" }) },
    { name: "Facets", ask: facets({}) },
    { name: "Facets, one body", ask: facets({ body: ["itu"] }) },
    { name: "One development", ask: (on) => getDevelopment({ db: on }, slug) },
    { name: "Overview", ask: (on) => getOverview({ db: on, caller: null, now }) },
    ...charts.map((chart) => ({
      name: `Chart: ${chart.id}`,
      ask: async (on: Database) => {
        const { errors: _, ...query } = await readChartQuery({ db: on, now }, chart, new URLSearchParams());
        return getChart({ db: on, now }, chart, query);
      },
    })),
  ];
}
