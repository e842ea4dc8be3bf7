import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications as p } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { type Filters, mostRanked, noFilters } from "./filters";
import { generateDevelopments } from "./generate";
import { searchQuery } from "./search";
import { listDevelopments } from "./timeline";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await generateDevelopments(client.db, { count: mostRanked + 300, now: new Date("2026-11-24T12:00:00Z") });
});
afterAll(() => client.close());

async function walk(filters: Filters, limit: number) {
  const pages: number[][] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDevelopments>> = await listDevelopments(client, filters, {
      limit,
      cursor,
    });
    pages.push(page.data.map(({ id }) => id));
    totals.add(page.total);
    cursor = page.next;
  } while (cursor !== null);
  return { ids: pages.flat(), totals: [...totals] };
}

test("of more finds than are ranked the newest are in the order of relevance, and all others follow by their dates", async () => {
  const q = "generated";
  const rows = await client.db
    .select({
      id: p.developmentId,
      position: p.position,
      rank: sql<number>`ts_rank_cd(${p.search}, ${searchQuery(q)})`,
    })
    .from(p)
    .where(sql`${p.knownUntil} is null and not ${p.retracted} and ${p.search} @@ ${searchQuery(q)}`);
  expect(rows.length).toBeGreaterThan(mostRanked + 100);
  type Row = (typeof rows)[number];
  const byDate = (one: Row, other: Row) => other.position - one.position || other.id - one.id;
  const newest = rows.toSorted(byDate);
  const ranked = newest.slice(0, mostRanked).sort((one, other) => other.rank - one.rank || byDate(one, other));
  const expected = [...ranked, ...newest.slice(mostRanked)].map(({ id }) => id);
  const { ids, totals } = await walk({ ...noFilters, q, sort: "relevance" }, 170);
  expect(totals).toEqual([rows.length]);
  expect(ids).toEqual(expected);
});

test("a search of nothing but words that are left out is listed by dates", async () => {
  const filters: Filters = { ...noFilters, q: "-encryption", body: ["icann"], sort: "relevance" };
  expect((await walk(filters, 50)).ids).toEqual((await walk({ ...filters, sort: "newest" }, 50)).ids);
});
