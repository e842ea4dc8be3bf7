import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { developments, listedMarks, publications, reviews, revisions } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { listAreas } from "@/lib/areas/queries";
import type { Person } from "@/lib/context";
import { listWeekEntries } from "@/lib/digests/entries";
import { Forbidden, Invalid } from "@/lib/errors";
import { verifyChains } from "@/lib/revisions/verify";
import { getDevelopment } from "./detail";
import { noFilters } from "./filters";
import { importFile } from "./import-file";
import { rebuildPublications } from "./rebuild";
import { listDevelopments } from "./timeline";
import { verifyPublications } from "./verify";

let client: Client;
let person: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  person = await makePerson(client.db, { role: "editor" });
});
afterAll(() => client.close());

const day = new Date("2026-11-24T12:00:00Z");
const line = (title: string, more: Record<string, string> = {}) => ({
  ...{ title, body: "itu", decided_on: "2026-10-05", status: "adopted", type: "statement", areas: "encryption" },
  ...{ actors: "united-states (observer)", carries_forward: "", sources: "https://example.org/loaded" },
  ...more,
});
const many = (name: string, length: number) => Array.from({ length }, (_, n) => line(`${name} ${n}`));

function bring(lines: Record<string, string>[], more: Partial<Parameters<typeof importFile>[0]> = {}) {
  const text = stringify(lines, { header: true });
  return importFile({
    ...{
      db: client.db,
      person,
      clock: () => day,
      backfill: false,
      open: () => Readable.from([text]),
      linesAtOnce: 200,
    },
    ...more,
  });
}

const problems = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error) => (error instanceof Invalid ? (error.fields.csv ?? "").split("\n") : [error]),
  );
const drafts = () => client.db.$count(developments, eq(developments.createdBy, person.id));

describe("as drafts", () => {
  test("a file of any length is brought once", async () => {
    const before = await drafts();
    expect(await bring(many("Draft", 501))).toEqual({ made: 501, known: 0 });
    expect(await bring(many("Draft", 503))).toEqual({ made: 2, known: 501 });
    expect(await drafts()).toBe(before + 503);
    expect((await listDevelopments({ db: client.db }, { ...noFilters, q: "Draft 499" }, {})).total).toBe(0);
  });

  test("nothing is stored where a late line is wrong, or the file is not there", async () => {
    const before = await drafts();
    const wrong = [...many("Wrong", 450), line("Wrong body", { body: "Nobody" })];
    expect(await problems(bring(wrong))).toEqual([
      expect.stringContaining("Line 452: body: there is no body “Nobody”"),
    ]);
    const gone = () => new Readable({ read: (size) => size, construct: (done) => done(new Error("No such file.")) });
    await expect(bring([], { open: gone })).rejects.toThrow("No such file.");
    expect(await drafts()).toBe(before);
  });

  test("a run that was interrupted goes on when it is begun again", async () => {
    const lines = many("Interrupted", 500);
    const text = stringify(lines, { header: true });
    let opened = 0;
    const breaks = () => {
      opened += 1;
      if (opened === 1) return Readable.from([text]);
      return Readable.from(
        (function* () {
          yield text.slice(0, text.indexOf("Interrupted 300"));
          throw new Error("The disk was taken out.");
        })(),
      );
    };
    const before = await drafts();
    await expect(bring(lines, { open: breaks })).rejects.toThrow("The disk was taken out.");
    expect(await drafts()).toBe(before + 200);
    expect(await bring(lines)).toEqual({ made: 300, known: 200 });
  });
});

describe("as backfill", () => {
  test("it is published at once, says that it was loaded, and stands in no letter", async () => {
    const before = await listDevelopments({ db: client.db }, noFilters, {});
    const lines = [...many("Loaded", 300), line("Loaded 7", { decided_on: "2026-10-06" })];
    expect(await bring(lines, { backfill: true })).toEqual({ made: 301, known: 0 });
    const after = await listDevelopments({ db: client.db }, noFilters, {});
    expect(after.total).toBe(before.total + 301);
    const one = await getDevelopment({ db: client.db }, "loaded-7-2");
    expect(one).toMatchObject({ title: "Loaded 7", decidedOn: "2026-10-06" });
    const [review] = await client.db
      .select({ by: reviews.decidedBy, backfill: revisions.backfill })
      .from(reviews)
      .innerJoin(revisions, eq(revisions.id, reviews.revisionId))
      .innerJoin(developments, eq(developments.id, reviews.developmentId))
      .where(eq(developments.slug, "loaded-7-2"));
    expect(review).toEqual({ by: null, backfill: true });
    const week = { startsAt: new Date("2026-11-23T00:00:00Z"), endsAt: new Date("2026-11-30T00:00:00Z") };
    expect(await listWeekEntries(client.db, week)).toEqual([]);
    // Brought again, it is there once.
    expect(await bring(lines, { backfill: true })).toEqual({ made: 0, known: 301 });
    expect((await listDevelopments({ db: client.db }, noFilters, {})).total).toBe(after.total);
  });

  test("what is published is passed over, whoever brings it, and as drafts, too", async () => {
    const lines = [line("Loaded 5", { slug: "" }), line("Another title", { slug: "loaded-7-2" }), line("Loaded 7")];
    const other = await makePerson(client.db, { role: "editor" });
    expect(await bring(lines, { backfill: true, person: other })).toEqual({ made: 0, known: 3 });
    expect(await bring(lines, { person: other })).toEqual({ made: 0, known: 3 });
    expect(await bring([line("Loaded 5", { decided_on: "2026-10-09" })], { person: other })).toMatchObject({ made: 1 });
  });

  test("lines that tell the same are one, whether or not one part holds them", async () => {
    const lines = Array.from({ length: 12 }, (_, n) => line("Told twice", { summary: `The ${n}.` }));
    expect(await bring(lines, { backfill: true, linesAtOnce: 5 })).toMatchObject({ made: 1, known: 11 });
    // Drafts are compared by whoever reviews them.
    const drafts = lines.map((one) => ({ ...one, title: "Drafted twice" }));
    expect(await bring(drafts, { linesAtOnce: 5 })).toMatchObject({ made: 12, known: 0 });
  });

  test("a title that thousands share has an address for each, quickly", async () => {
    const day = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
    const lines = Array.from({ length: 1_500 }, (_, n) => line("Alike", { decided_on: day(n) }));
    expect(await bring(lines, { backfill: true, linesAtOnce: 500 })).toMatchObject({ made: 1_500, known: 0 });
    const slugs = await client.db
      .select({ slug: publications.slug })
      .from(publications)
      .where(eq(publications.title, "Alike"));
    expect(new Set(slugs.map(({ slug }) => slug)).size).toBe(1_500);
  });

  test("what was not checked is not published, and a contributor signs nothing that readers see", async () => {
    let opened = 0;
    const changing = () => {
      opened += 1;
      return Readable.from([
        stringify([line("Was checked", { sources: opened === 1 ? "https://example.org/a" : "" })], { header: true }),
      ]);
    };
    expect(await problems(bring([], { backfill: true, open: changing }))).toEqual([
      expect.stringContaining("Line 2: Add at least one source"),
    ]);
    opened = 0;
    const ending = () => Readable.from([opened++ === 0 ? stringify([line("Was there")], { header: true }) : ""]);
    expect(await problems(bring([], { open: ending }))).toEqual([
      expect.stringContaining("1 lines were checked and 0 read"),
    ]);
    const contributor = await makePerson(client.db, { role: "contributor" });
    await expect(bring([line("Not theirs")], { backfill: true, person: contributor })).rejects.toThrow(Forbidden);
  });

  test("a file that is not UTF-8 is refused", async () => {
    const latin = Buffer.from(stringify([line("Le comité décide")], { header: true }), "latin1");
    expect(await problems(bring([], { open: () => Readable.from([latin]) }))).toEqual([
      expect.stringContaining("Line 2: letters are lost here: this file is not UTF-8"),
    ]);
  });

  test("two people who bring one file at once publish it once", async () => {
    const other = await makePerson(client.db, { role: "editor" });
    const lines = many("Brought by two", 60);
    const both = await Promise.all([person, other].map((one) => bring(lines, { backfill: true, person: one })));
    expect(both.map(({ made, known }) => made + known)).toEqual([60, 60]);
    expect(both.reduce((sum, { made }) => sum + made, 0)).toBe(60);
  });

  test("a part may hold more values than one statement takes", async () => {
    const areas = (await listAreas({ db: client.db })).map(({ slug }) => slug).join("; ");
    const lines = Array.from({ length: 600 }, (_, n) => line(`Broad ${n}`, { areas }));
    expect(await bring(lines, { backfill: true, linesAtOnce: 600 })).toEqual({ made: 600, known: 0 });
  });

  test("lists and hashes are those of a rebuild", async () => {
    const kept = async () => ({
      lists: await client.db.select().from(listedMarks).orderBy(asc(listedMarks.mark), asc(listedMarks.developmentId)),
      rows: await client.db.$count(publications),
    });
    const live = await kept();
    expect(await verifyChains(client.db)).toMatchObject({ broken: null });
    expect(await verifyPublications(client.db)).toMatchObject({ different: [] });
    await rebuildPublications(client.db);
    expect(await kept()).toEqual(live);
  });

  test("each line says all that it lacks, also what it carries forward and is not published", async () => {
    const lines = [
      line("Fine"),
      line("No source", { sources: "" }),
      line("No stage", { carries_forward: "nobody-knows-this" }),
      line("No body and no date", { body: "", decided_on: "" }),
    ];
    expect(await problems(bring(lines, { backfill: true }))).toEqual([
      expect.stringContaining("Line 3: Add at least one source"),
      expect.stringContaining("Line 4: carries_forward: “nobody-knows-this” is not published"),
      expect.stringContaining("Line 5: Choose the body"),
      expect.stringContaining("Line 5: Give the date"),
    ]);
    const lines2 = [line("Carries on", { carries_forward: "loaded-1" })];
    expect(await bring(lines2, { backfill: true })).toEqual({ made: 1, known: 0 });
  });
});
