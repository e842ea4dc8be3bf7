import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import { noFilters } from "@/lib/developments/filters";
import { at, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import type { ChartAnswer } from "./answer";
import { charts } from "./catalogue";
import { getCompared, readCompare } from "./compare";
import { toCsv } from "./csv";
import { getChart } from "./get";
import { leaving } from "./leave";
import { readChartQuery } from "./query";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
});
afterAll(() => client.close());

const now = new Date("2026-11-25T12:00:00Z");
const ask = async (id: string, words: string) => {
  const chart = charts.find((one) => one.id === id);
  if (!chart) throw new Error(`There is no chart ${id}.`);
  const ctx = { ...client, now };
  const query = new URLSearchParams(words);
  const { errors: _, ...asked } = await readChartQuery(ctx, chart, query, ["compare"]);
  const { compared, errors } = await readCompare(ctx, chart, asked.filters, query.get("compare"));
  return { chart, ctx, asked, compared, errors };
};
const draw = async (id: string, words: string): Promise<ChartAnswer> => {
  const { chart, ctx, asked, compared } = await ask(id, words);
  return getCompared(ctx, chart, asked, compared);
};

/** Every figure that counts something, by series and place. */
const figures = ({ series }: ChartAnswer) =>
  series
    .flatMap(({ key, points }) => points.map((point) => [key, point.x, point.n, point.value] as const))
    .filter(([, , n]) => (n ?? 0) > 0);
const axis = ({ series }: ChartAnswer) => series[0]?.points.map(({ x }) => x);

describe("two charts side by side", () => {
  test.each([
    ["developments-over-time", "area=encryption&per=year", "area:cybersecurity"],
    ["direction-over-time", "area=encryption", "area:privacy-surveillance"],
    ["area-by-body", "body=icann", "body:itu"],
    ["roles-by-actor-group", "body=icann", "body:itu"],
    ["time-to-decision", "period=after", "period:baseline"],
  ])("%s?%s beside %s says of each what its own chart says", async (id, words, compare) => {
    const [word = "", value = ""] = compare.split(":");
    const own = new URLSearchParams(words);
    own.set(word, value);
    const { beside, ...answer } = await draw(id, `${words}&compare=${compare}`);
    expect(figures(answer)).toEqual(figures(await draw(id, words)));
    expect(beside && figures(beside.answer)).toEqual(figures(await draw(id, own.toString())));
    if (word !== "period") expect(beside && axis(beside.answer)).toEqual(axis(answer));
    expect(new Set(beside?.names).size).toBe(2);
  });

  test("leave together in a file, with addresses that show the same on any later day", async () => {
    const answer = leaving(
      await draw("developments-over-time", "area=encryption&compare=area:cybersecurity"),
      "https://plenary.example",
    );
    const rows: Record<string, string>[] = parse(toCsv(answer), { columns: true });
    expect(new Set(rows.map((row) => row.filters)).size).toBe(2);
    for (const row of rows) expect(row.records).toMatch(/^https:\/\/plenary\.example\/timeline\?.*asof=2026-11-25/);
    expect(answer.address).toMatch(/compare=area(:|%3A)cybersecurity/);
    expect(answer.address).toContain("asof=2026-11-25");
  });

  test.each(["colour:red", "area", "area:nonsense", "body:"])("%s is refused by its name", async (compare) => {
    const { compared, errors } = await ask("area-by-body", `compare=${compare}`);
    expect(compared).toBeNull();
    expect(errors.compare).toContain("“");
  });
});

test("a chart that is compared with nothing is the chart itself", async () => {
  const { chart, ctx } = await ask("withdrawal-list", "");
  const query = { filters: noFilters, by: null, per: null };
  expect(await getCompared(ctx, chart, query, null)).toEqual(await getChart(ctx, chart, query));
});

test("what is the same under every other filter is compared with nothing, or with another body only", async () => {
  expect((await ask("withdrawal-list", "compare=body:icann")).errors.compare).toMatch(/the same whatever the body/);
  expect((await ask("us-participation", "compare=period:baseline")).errors.compare).toMatch(/whatever the period/);
  expect((await ask("us-participation", "body=unesco&compare=body:itu")).errors).toEqual({});
});

test("what lies ahead takes no place on an axis that ends today from what stands on it", async () => {
  const marks = async () => (await draw("developments-over-time", "body=itu")).marks.map(({ on }) => on);
  const before = await marks();
  expect(before.length).toBeGreaterThan(3);
  const [author, editor] = [
    await makePerson(client.db, { role: "editor" }),
    await makePerson(client.db, { role: "editor" }),
  ];
  for (let day = 10; day < 22; day += 1) {
    const ahead = { decidedOn: `2027-03-${day}`, linkToWithdrawal: "direct" as const, bodySlug: "unesco" };
    const { review } = await makeWaiting(client.db, author, { title: `A test proposal of day ${day}`, ...ahead });
    await approveReview(at(client.db, editor), review.id);
  }
  expect(await marks()).toEqual(before);
});
