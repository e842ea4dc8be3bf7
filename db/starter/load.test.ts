import { eq, isNull, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../client";
import * as schema from "../schema";
import { testDatabase } from "../testing";
import { readStarterFile, type StarterDevelopment } from "./files";
import { loadStarterData, starterPersonName } from "./load";

let db: Client["db"];
let files: StarterDevelopment[];
const now = new Date("2026-11-24T10:00:00Z");

beforeAll(async () => {
  ({ db } = await testDatabase());
  files = await readStarterFile("developments");
  await loadStarterData(db, now);
});

const published = () => files.filter((development) => development.editorialState === "published");

describe("what is loaded equals the files", () => {
  test.each([
    ["bodies", schema.bodies, 121],
    ["entries of the list", schema.withdrawalEntries, 66],
    ["impact areas", schema.impactAreas, 16],
    ["wordings of areas", schema.areaVersions, 16],
    ["groups of areas", schema.areaGroups, 9],
    ["audiences", schema.audiences, 6],
    ["actors", schema.actors, 106],
    ["actor groups", schema.actorGroups, 10],
    ["developments", schema.developments, 203],
    ["revisions", schema.revisions, 203],
    ["publications", schema.publications, 191],
    ["milestones", schema.milestones, 34],
    ["exit rules", schema.exitRules, 9],
    ["claims", schema.claims, 30],
    ["watched sources", schema.watchedSources, 43],
  ])("%s", async (_, table, count) => {
    expect(await db.$count(table)).toBe(count);
  });

  test("stages of the United States at every body", async () => {
    const bodies = await readStarterFile("bodies");
    const stages = bodies.flatMap((body) => body.usParticipation);
    expect(await db.$count(schema.usParticipation)).toBe(stages.length);
  });

  test("each published development, field by field", async () => {
    const rows = await db.select().from(schema.publications).where(isNull(schema.publications.knownUntil));
    const bySlug = new Map(rows.map((row) => [row.slug, row]));
    for (const file of published()) {
      const { title, type, status, decidedOn, datePrecision, takesEffectOn, period, bodySlug } = file;
      expect(bySlug.get(file.slug)).toMatchObject({
        ...{ title, type, status, decidedOn, datePrecision, takesEffectOn, period, bodySlug },
        link: file.linkToWithdrawal,
        sourceCount: file.sources.length,
        backfill: true,
        firstKnownAt: now,
      });
    }
    expect(rows).toHaveLength(published().length);
  });

  test("impacts, with a direction only where the file has one", async () => {
    const impacts = published().flatMap((development) => development.impacts);
    const scored = impacts.filter((impact) => impact.direction !== null);
    expect(await db.$count(schema.publicationAreas)).toBe(impacts.length);
    expect(await db.$count(schema.publicationAreas, eq(schema.publicationAreas.scorers, 1))).toBe(scored.length);
    expect(await db.$count(schema.publicationAreas, isNull(schema.publicationAreas.median))).toBe(
      impacts.length - scored.length,
    );
  });
});

test("every direction is signed by the named reader of the starter data, who cannot sign in", async () => {
  const scores = await db
    .select()
    .from(schema.scores)
    .innerJoin(schema.people, eq(schema.people.id, schema.scores.scorerId));
  const given = files.flatMap((development) => development.impacts).filter((impact) => impact.direction !== null);
  expect(scores).toHaveLength(given.length);
  expect(new Set(scores.map((row) => row.people.name))).toEqual(new Set([starterPersonName]));
  expect(scores.every((row) => !row.people.active && row.people.email === null)).toBe(true);
});

test("drafts are loaded as drafts and shown to no reader", async () => {
  const drafts = await db.select().from(schema.developments).where(eq(schema.developments.state, "draft"));
  expect(drafts).toHaveLength(12);
  const shown = await db.execute(sql`select p.slug from publications p join developments d on d.id = p.development_id
    where d.state = 'draft'`);
  expect([...shown]).toEqual([]);
});

test("no second person is made up for what nobody reviewed here", async () => {
  const reviews = await db.select().from(schema.reviews);
  expect(reviews.every((review) => review.outcome === "approved" && review.decidedBy === null)).toBe(true);
});

test("loading again, also twice at once, changes nothing", async () => {
  const count = async () => [
    await db.$count(schema.revisions),
    await db.$count(schema.scores),
    await db.$count(schema.auditEvents),
  ];
  const before = await count();
  const results = await Promise.all([loadStarterData(db, now), loadStarterData(db, now)]);
  expect(results).toEqual([{ loaded: false }, { loaded: false }]);
  expect(await count()).toEqual(before);
});
