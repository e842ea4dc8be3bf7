import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import { approveReview } from "@/lib/reviews/decide";
import { exportPages } from "./export";
import { type ExportFile, writeExport } from "./export-files";
import { noFilters } from "./filters";
import { at, makeDraft, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";

/** What leaves as a file is what the list shows, whole. */

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  const [author, editor] = [
    await makePerson(client.db, { role: "editor" }),
    await makePerson(client.db, { role: "editor" }),
  ];
  await makeDraft(client.db, author, { title: "CANARY of a draft" });
  const waiting = await makeWaiting(client.db, author, {
    title: "=HYPERLINK(1) at the beginning",
    noteForReviewer: "CANARY for the reviewer",
  });
  await approveReview(at(client.db, editor), waiting.review.id);
});
afterAll(() => client.close());

async function written(file: ExportFile, filters = noFilters): Promise<string> {
  let text = "";
  for await (const part of writeExport({ db: client.db, caller: null }, filters, file, "https://plenary.example.org"))
    text += part;
  return text;
}

test("every listed development is in each file once, in the order of the list, with its sources and impacts", async () => {
  const { total, data } = await listDevelopments({ db: client.db }, noFilters, { limit: 200 });
  const rows: Record<string, string>[] = parse(await written("developments.csv"), { columns: true });
  expect([rows.length, new Set(rows.map(({ slug }) => slug)).size]).toEqual([total, total]);
  expect(rows.slice(0, data.length).map(({ slug }) => slug)).toEqual(data.map(({ slug }) => slug));
  expect(rows.filter(({ sources }) => !/^https?:\/\//.test(sources ?? ""))).toEqual([]);
  const json = JSON.parse(await written("developments.json"));
  expect(json.map(({ slug }: { slug: string }) => slug)).toEqual(rows.map(({ slug }) => slug));
  const impacts: Record<string, string>[] = parse(await written("impacts.csv"), { columns: true });
  const counted = json.flatMap((row: { impacts: unknown[] }) => row.impacts).length;
  expect(impacts).toHaveLength(counted);
});

test("filters and a past day hold in it; nothing that readers do not see does", async () => {
  const filters = { ...noFilters, area: ["encryption"], period: ["after" as const] };
  const { total } = await listDevelopments({ db: client.db }, filters);
  expect(parse(await written("developments.csv", filters), { columns: true })).toHaveLength(total);
  expect(await written("developments.json", { ...noFilters, asof: "2020-01-01" })).toBe("[]\n");
  for (const file of ["developments.csv", "impacts.csv"] as const) {
    const [names] = (await written(file)).split("\n");
    expect(await written(file, { ...noFilters, asof: "2020-01-01" })).toBe(`${names}\n`);
  }
  for (const file of ["developments.csv", "impacts.csv", "developments.json"] as const) {
    expect(await written(file)).not.toContain("CANARY");
  }
});

test("a title that begins like a formula is none in a spreadsheet", async () => {
  expect(await written("developments.csv")).toContain("'=HYPERLINK(1)");
});

test("a page is read when it is asked for, and none after the reader went away", async () => {
  const ctx = { db: client.db, caller: null };
  const whole: string[] = [];
  for await (const page of exportPages(ctx, noFilters, 50)) whole.push(...page.map(({ slug }) => slug));
  const { data } = await listDevelopments(ctx, noFilters, { limit: 200 });
  expect(whole).toEqual(data.map(({ slug }) => slug));
  const pages = exportPages(ctx, noFilters, 50);
  const first = await pages.next();
  expect(first.value).toHaveLength(50);
  await pages.return(undefined);
  expect(await pages.next()).toEqual({ done: true, value: undefined });
});
