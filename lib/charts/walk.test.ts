import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { testDatabase } from "@/db/testing";
import type { Filters } from "@/lib/developments/filters";
import { generateDevelopments } from "@/lib/developments/generate";
import { parseFilters } from "@/lib/developments/parse-filters";
import { counterOf, readAll } from "@/lib/developments/testing-rows";
import { listDevelopments } from "@/lib/developments/timeline";
import { holds as holdsEntry, readWithdrawalFilters } from "@/lib/withdrawal/filters";
import { getWithdrawalList } from "@/lib/withdrawal/queries";
import type { ChartAnswer } from "./answer";
import { type ChartEntry, charts } from "./catalogue";
import { getChart } from "./get";
import { readChartQuery } from "./query";

/** Every figure of every chart is the length of the list it opens to, counted here row by row. */

const now = new Date("2026-11-24T12:00:00Z");
let client: Client;
let ctx: { db: Client["db"]; now: Date };
let countRows: (filters: Filters) => number;
/** By address, since charts open the same lists. */
const lengths = new Map<string, number | null>();
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  ctx = { db: client.db, now };
});
afterAll(() => client.close());

/** Every way a chart can be told apart and stepped. */
const ways = (chart: ChartEntry): string[] =>
  (chart.by.length > 0
    ? chart.by.map(({ word }) => `by=${word}${word === "direction" ? "&area=cybersecurity" : ""}`)
    : [""]
  ).flatMap((by) => (chart.per.length > 0 ? chart.per.map((per) => `per=${per}`) : [""]).map((per) => `${by}&${per}`));

const lists = [
  "",
  "period=after",
  "area=encryption&area=freedom-of-expression",
  "area=encryption&direction=negative&direction=strongly-opens",
  "body=icann",
  "kind=court&kind=national-authority&from=2025-02-10&to=2026-03-05",
  "country=us&status=adopted&link=none",
  "actor=united-states&role=withdrawer&role=opponent",
  "actor=group.foc-members&actor=group.eu-and-member-states",
  "type=law&type=policy&precision=day",
  "scope=comparison",
  "direction=unscored",
  "actor=none",
  "form=none&precision=month&country=none",
];

async function draw(chart: ChartEntry, query: string): Promise<ChartAnswer> {
  const { errors, ...asked } = await readChartQuery(ctx, chart, new URLSearchParams(query));
  expect(errors).toEqual({});
  return getChart(ctx, chart, asked);
}

type Figure = { where: string; n: number; href: string };

function figuresOf(answer: ChartAnswer): Figure[] {
  const found: Figure[] = [];
  const add = (where: string, n: number | null, href: string | null) => {
    if (n !== null && href !== null) found.push({ where, n, href });
  };
  add("total", answer.total.n, answer.total.href);
  for (const { reason, n, href } of answer.excluded) add(reason, n, href);
  for (const { key, n, href, points } of answer.series) {
    add(key, n, href);
    for (const point of points) add(`${key} ${point.x}`, point.n, point.href);
  }
  return found;
}

async function lengthOf(href: string): Promise<number | null> {
  const query = new URLSearchParams(href.split("?")[1] ?? "");
  if (href.startsWith("/withdrawal")) {
    const { filters, errors } = readWithdrawalFilters(query);
    expect(errors).toEqual({});
    return (await getWithdrawalList(ctx)).entries.filter((entry) => holdsEntry(entry, filters)).length;
  }
  if (!href.startsWith("/timeline")) return null;
  const { filters, errors } = parseFilters(query);
  expect(errors).toEqual({});
  return countRows(filters);
}

async function walk(chart: ChartEntry, query: string): Promise<number> {
  const answer = await draw(chart, query);
  const figures = figuresOf(answer);
  const wrong: unknown[] = [];
  for (const { where, n, href } of figures) {
    const length = lengths.get(href) ?? (await lengthOf(href));
    lengths.set(href, length);
    if (length !== null && length !== n) wrong.push({ where, n, length, href });
  }
  expect([chart.id, query, wrong.slice(0, 5)]).toEqual([chart.id, query, []]);
  return figures.length;
}

async function walkAll() {
  countRows = counterOf(await readAll(client.db));
  lengths.clear();
  let walked = 0;
  for (const chart of charts) {
    for (const way of ways(chart)) walked += await walk(chart, way);
    for (const list of lists) walked += await walk(chart, list);
  }
  expect(walked).toBeGreaterThan(5_000);
}

describe("on the starter data", () => {
  test("every figure is the length of its list", walkAll, 60_000);

  test("the page of the list says the same number", async () => {
    for (const chart of charts) {
      for (const { n, href } of figuresOf(await draw(chart, "")).filter((_, index) => index % 20 === 0)) {
        if (!href.startsWith("/timeline")) continue;
        const { filters } = parseFilters(new URLSearchParams(href.split("?")[1] ?? ""));
        expect([href, (await listDevelopments(ctx, filters, { limit: 1 })).total]).toEqual([href, n]);
      }
    }
  });
});

describe("on five thousand generated developments", () => {
  beforeAll(() => generateDevelopments(client.db, { count: 5_000, now }), 120_000);

  test("every figure is the length of its list", walkAll, 240_000);
});
