import { and, asc, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { bodies, impactAreas, publications as p } from "@/db/schema";
import { secondClient, testDatabase } from "@/db/testing";
import {
  bodyKinds,
  developmentStatuses,
  developmentTypes,
  directionSteps,
  directionWords,
  periods,
  withdrawalLinks,
} from "@/db/vocabulary";
import { matching } from "@/lib/developments/conditions";
import { filterQuery } from "@/lib/developments/filters";
import { generateDevelopments } from "@/lib/developments/generate";
import { listedAt } from "@/lib/developments/visible";
import { readFilter } from "@/lib/subscriptions/filter";
import { chooseEntries } from "./choose";
import type { WeekEntry } from "./entries";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await generateDevelopments(client.db, { count: 400, now: new Date("2026-11-24T12:00:00Z") });
});
afterAll(() => client.close());

test("choosing in memory gives each of 300 views what a query of its own gives", async () => {
  const { db } = client;
  const rows = await db
    .select({ developmentId: p.developmentId, publicationId: p.id, decidedOn: p.decidedOn, marks: p.marks })
    .from(p)
    .where(listedAt(null))
    .orderBy(asc(p.id));
  const names = {
    body: (await db.select({ slug: bodies.slug }).from(bodies)).map(({ slug }) => slug),
    area: (await db.select({ slug: impactAreas.slug }).from(impactAreas)).map(({ slug }) => slug),
  };
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const some = (list: readonly string[]) => {
    const chosen = new Set([list[Math.floor(random() * list.length)] ?? ""]);
    if (random() < 0.5) chosen.add(list[Math.floor(random() * list.length)] ?? "");
    return [...chosen];
  };
  const filters = new Set<string>([""]);
  while (filters.size < 300) {
    filters.add(
      filterQuery({
        ...(random() < 0.5 ? { area: some(names.area) } : {}),
        ...(random() < 0.3 ? { body: some(names.body) } : {}),
        ...(random() < 0.2 ? { kind: some(bodyKinds) as never } : {}),
        ...(random() < 0.3 ? { direction: some([...directionWords, ...directionSteps]) as never } : {}),
        ...(random() < 0.2 ? { type: some(developmentTypes) as never } : {}),
        ...(random() < 0.2 ? { status: some(developmentStatuses) as never } : {}),
        ...(random() < 0.2 ? { link: some(withdrawalLinks) as never } : {}),
        ...(random() < 0.2 ? { period: some(periods) as never } : {}),
        ...(random() < 0.2 ? { from: "2025-06-01" } : {}),
        ...(random() < 0.2 ? { to: "2026-03-01" } : {}),
        ...(random() < 0.1 ? { q: "internet governance" } : {}),
      }),
    );
  }
  const entries = rows.map((row) => ({ ...row, revisionId: 0, entry: {} as never }));
  const chosen = await chooseEntries(db, entries, [...filters]);
  let found = 0;
  for (const filter of filters) {
    const own = await db
      .select({ id: p.developmentId })
      .from(p)
      .where(
        and(
          matching(readFilter(filter)),
          inArray(
            p.id,
            rows.map(({ publicationId }) => publicationId),
          ),
        ),
      )
      .orderBy(asc(p.id));
    expect(chosen.get(filter), filter).toEqual(own.map(({ id }) => id));
    found += own.length > 0 ? 1 : 0;
  }
  expect(found).toBeGreaterThan(150);
});

test("a view that cannot be searched is named to whoever makes the issue", async () => {
  const closed = secondClient(client);
  await closed.close();
  const entry = { developmentId: 1, publicationId: 1, decidedOn: "2026-11-24", marks: [] } as unknown as WeekEntry;
  await expect(chooseEntries(closed.db, [entry], ["q=encryption"])).rejects.toThrow(/^The view “q=encryption”/);
});
