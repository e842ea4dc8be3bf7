import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { desc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { developments, revisions } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Context } from "@/lib/context";
import { Forbidden, Invalid } from "@/lib/errors";
import { writeExport } from "./export-files";
import { noFilters } from "./filters";
import { importDrafts, readImport } from "./import";
import { at } from "./testing";

let client: Client;
let ctx: Context;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  ctx = at(client.db, await makePerson(client.db, { role: "contributor" }));
});
afterAll(() => client.close());

const csv = (...rows: Record<string, string>[]) => stringify(rows, { header: true });
const count = () => client.db.$count(developments);
const problems = (text: string) =>
  readImport(ctx, text).then(
    () => [],
    (error) => (error instanceof Invalid ? (error.fields.csv ?? "").split("\n") : [error]),
  );

test("what was taken as a file comes back as drafts that say the same", async () => {
  let text = "";
  const filters = { ...noFilters, area: ["encryption"] };
  for await (const part of writeExport({ db: client.db, caller: null }, filters, "developments.csv", "http://here"))
    text += part;
  const lines = await readImport(ctx, text);
  const before = await count();
  // Here all of it is published already; in another record it is not.
  expect(await importDrafts(ctx, text)).toEqual({ made: 0, known: lines.length });
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
  text = csv(...rows.map(({ slug: _, title = "", ...row }) => ({ ...row, title: `${title} (elsewhere)` })));
  expect(await importDrafts(ctx, text)).toEqual({ made: lines.length, known: 0 });
  expect(await count()).toBe(before + lines.length);
  const [newest] = await client.db.select().from(revisions).orderBy(desc(revisions.id)).limit(1);
  const last = lines.at(-1)?.changes;
  expect(newest?.content).toMatchObject({ ...last, title: `${last?.title} (elsewhere)`, sources: last?.sources });
  expect(last).toMatchObject({ areaSlugs: expect.arrayContaining(["encryption"]), bodySlug: expect.any(String) });
  // Brought again, and by two at once, they are the same drafts.
  expect(await importDrafts(ctx, text)).toEqual({ made: 0, known: lines.length });
});

test("a title that a spreadsheet must not run is typed text again", async () => {
  for (const title of ["=1+1", "+44 asks", "-2 and falling", "@here", "'quoted'", "=", "plain"]) {
    const text = stringify([{ title }], { header: true, escape_formulas: true });
    expect((await readImport(ctx, text))[0]?.changes.title).toBe(title);
  }
});

test("names stand for slugs, and dates for what is known of them", async () => {
  const [read] = await readImport(
    ctx,
    csv({
      ...{
        title: "A text",
        body: "ITU",
        decided_on: "November 2026",
        status: "adopted",
        areas: "Encryption; cybersecurity",
      },
      ...{
        actors: "United States (proposer); France (opponent)",
        sources: "https://example.org/a https://example.org/b",
      },
      ...{ source_title: "A page", source_kind: "primary" },
    }),
  );
  expect(read?.changes).toMatchObject({
    ...{ bodySlug: "itu", decidedOn: "2026-11-01", datePrecision: "month", areaSlugs: ["encryption", "cybersecurity"] },
    actors: [
      { slug: "united-states", role: "proposer" },
      { slug: "france", role: "opponent" },
    ],
    sources: [
      { url: "https://example.org/a", title: "A page", kind: "primary" },
      { url: "https://example.org/b", title: "", kind: "secondary" },
    ],
  });
});

describe("where one line is wrong", () => {
  test("nothing is stored, and each wrong line says what it needs", async () => {
    const text = csv(
      { title: "Right", body: "itu", decided_on: "2026-11-02", status: "adopted", actors: "", sources: "" },
      { title: "Wrong", body: "Nobody", decided_on: "31 February 2026", status: "done", actors: "france", sources: "" },
      { title: "Also", body: "", decided_on: "", status: "done", actors: "", sources: "ftp://example.org" },
    );
    const before = await count();
    const found = await problems(text);
    for (const part of [
      "Line 3: decided_on: There is no 31 February 2026",
      "Line 3: body: there is no body “Nobody”",
      "Line 3: actors: “france” has no role",
      "Line 3: Status must be one of",
      "Line 4: Status must be one of",
      "Line 4: The address of a source must be a full address",
    ]) {
      expect(found.filter((one) => one.includes(part))).toHaveLength(1);
    }
    expect(found).toHaveLength(6);
    await expect(importDrafts(ctx, text)).rejects.toThrow(Invalid);
    expect(await count()).toBe(before);
  });

  test("in its columns or its form, it says so", async () => {
    expect(await problems("title,colour\nA,red")).toEqual([expect.stringContaining("“colour” is unknown")]);
    expect(await problems("body\nitu")).toEqual([expect.stringContaining("no column title")]);
    expect(await problems("title\n")).toEqual([expect.stringContaining("no line below")]);
    expect(await problems('title\n"open')).toEqual([expect.stringContaining("this is no CSV")]);
    expect(await problems(csv(...Array.from({ length: 501 }, (_, n) => ({ title: `T${n}` }))))).toEqual([
      expect.stringContaining("501 lines are more than 500"),
    ]);
  });
});

test("nobody imports who is not of the desk", async () => {
  await expect(readImport({ ...ctx, caller: null }, "title\nA")).rejects.toThrow(Forbidden);
});
