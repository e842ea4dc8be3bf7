import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { usParticipation } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { findChart } from "@/lib/charts/catalogue";
import { getChart } from "@/lib/charts/get";
import { readChartQuery } from "@/lib/charts/query";
import { heldMarks } from "@/lib/developments/held-marks";
import { listBodyFacts } from "./queries";
import { findBodies, readBodyFilters } from "./stages";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
});
afterAll(() => client.close());
const now = new Date("2026-11-24T12:00:00Z");

test.each(["", "kind=un-body", "country=us", "body=itu&body=icann"])(
  "the bodies a chart of %j leaves out, and those it shows, are all there are; each number opens that many",
  async (asked) => {
    const ctx = { db: client.db, now };
    const chart = findChart("us-participation");
    if (!chart) throw new Error("The chart is gone.");
    const { errors: _, ...query } = await readChartQuery(ctx, chart, new URLSearchParams(asked));
    const { excluded, series } = await getChart(ctx, chart, query);
    let all = series.length;
    for (const { href, n, reason } of excluded) {
      if (!href?.startsWith("/bodies?")) continue;
      const { filters, errors } = await readBodyFilters(ctx, new URLSearchParams(href.split("?")[1]));
      expect([reason, errors, (await findBodies(ctx, filters)).length]).toEqual([reason, {}, n]);
      all += n;
    }
    const { filters } = await readBodyFilters(ctx, new URLSearchParams(asked));
    expect(all).toBe((await findBodies(ctx, filters)).length);
  },
);

test("bodies that stand here only to compare withdrawals with have no lane, unless they are asked for", async () => {
  const ctx = { db: client.db, now };
  const chart = findChart("us-participation");
  if (!chart) throw new Error("The chart is gone.");
  const draw = async (asked: string) => {
    const { errors: _, ...query } = await readChartQuery(ctx, chart, new URLSearchParams(asked));
    return getChart(ctx, chart, query);
  };
  const lanes = async (asked: string) => (await draw(asked)).series.map(({ key }) => key);
  const compared = ["green-climate-fund", "paris-agreement", "who"];
  expect((await lanes("")).filter((slug) => compared.includes(slug))).toEqual([]);
  expect((await draw("")).excluded).toContainEqual(
    expect.objectContaining({ reason: "Bodies outside internet matters", n: 3 }),
  );
  expect((await lanes("scope=comparison")).sort()).toEqual(compared);
});

test("words that mean nothing here are named", async () => {
  const { filters, errors } = await readBodyFilters({ db: client.db, now }, new URLSearchParams("stages=left&area=x"));
  expect(filters.stages).toBeNull();
  expect(Object.keys(errors).sort()).toEqual(["area", "stages"]);
});

test("a stage that is recorded, or goes, is told at once", async () => {
  const { db } = client;
  const told = async () =>
    (await listBodyFacts(db)).find(({ slug }) => slug === "icann")?.usParticipation.map(({ note }) => note) ?? [];
  await heldMarks(db);
  const before = await told();
  const stage = { bodySlug: "icann", position: 99, stage: "observer" as const, note: "A stage of this test." };
  await db.insert(usParticipation).values(stage);
  expect(await told()).toEqual([...before, stage.note]);
  await db.delete(usParticipation).where(eq(usParticipation.position, 99));
  expect(await told()).toEqual(before);
});
