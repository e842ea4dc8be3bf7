import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications as p } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { approveReview } from "@/lib/reviews/decide";
import { type Filters, mostRanked, noFilters } from "./filters";
import { generateDevelopments } from "./generate";
import { retractDevelopment } from "./propose";
import { searchQuery } from "./search";
import { at, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await generateDevelopments(client.db, { count: mostRanked + 300, now: new Date("2026-11-24T12:00:00Z") });
});
afterAll(() => client.close());

async function walk(filters: Filters, limit: number, meanwhile = async (_page: number[]) => {}) {
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
    await meanwhile(page.data.map(({ id }) => id));
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

test("what did not change is on one page, whatever is published and retracted between two of them", async () => {
  const { db } = client;
  const [author, editor] = [await makePerson(db, { role: "editor" }), await makePerson(db, { role: "editor" })];
  const publish = async (title: string) => {
    const { id, review } = await makeWaiting(db, author, { title });
    await approveReview(at(db, editor), review.id);
    return id;
  };
  const filters: Filters = { ...noFilters, q: "generated", sort: "relevance" };
  const before = (await walk(filters, 200)).ids;
  const gone = new Set<number>();
  let turn = 0;
  const { ids } = await walk(filters, 200, async (page) => {
    turn += 1;
    // By turns more before the border, and fewer.
    if (turn % 2 === 1) {
      for (let n = 0; n < 4; n += 1) await publish(`A generated test of turn ${turn}, number ${n}`);
      return;
    }
    for (const id of page.slice(0, 2)) {
      const review = await retractDevelopment(at(db, author), id, "A test.");
      await approveReview(at(db, editor), review.id);
      gone.add(id);
    }
  });
  expect(turn).toBeGreaterThan(10);
  expect(new Set(ids).size).toBe(ids.length);
  expect(before.filter((id) => !gone.has(id) && !ids.includes(id))).toEqual([]);
});

test("a search of nothing but words that are left out is listed by dates", async () => {
  const filters: Filters = { ...noFilters, q: "-encryption", body: ["icann"], sort: "relevance" };
  expect((await walk(filters, 50)).ids).toEqual((await walk({ ...filters, sort: "newest" }, 50)).ids);
});
