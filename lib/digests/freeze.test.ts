import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { deliveries, developments, issueEntries, issues, reviews, sourceChecks, watchedSources } from "@/db/schema";
import type { Person } from "@/lib/context";
import { getDevelopment } from "@/lib/developments/detail";
import { retractDevelopment } from "@/lib/developments/propose";
import { makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import { subscribe } from "@/lib/subscriptions/confirm";
import { comeBack, leave } from "@/lib/subscriptions/preferences";
import { getIssue } from "./archive";
import { issueFeed } from "./feed";
import { freezeIssue } from "./freeze";
import { previewLetter } from "./preview";
import { testSettings } from "./testing";
import { weekWorld } from "./testing-weeks";

const world = weekWorld();
const { freeze, by, publish, change, reader, letterOf } = world;
let client: Client;
let db: Database;
let author: Person;
let editor: Person;
beforeEach(() => {
  ({ client, db, author, editor } = world.parts());
});

describe("what an issue holds", () => {
  test("is each development approved in its week, once, in its newest state; the starter data is not among them", async () => {
    const one = await publish("Published and changed twice");
    const first = await change(one.id, one.revision.id, { title: "Changed once" }, "2026-11-25T10:00:00Z");
    await change(one.id, first, { title: "Changed twice", status: "in-force" }, "2026-11-26T10:00:00Z");
    const gone = await publish("Published and retracted in one week");
    const review = await retractDevelopment(by(author, "2026-11-27T10:00:00Z"), gone.id, "A mistake.");
    await approveReview(by(editor, "2026-11-27T11:00:00Z"), review.id);
    await publish("Published after the week", {}, "2026-11-30T00:00:00Z");
    await freeze("2026-W48");
    const { entries, contents } = await getIssue({ db, caller: null }, "2026-W48");
    expect(entries.map(({ title, status, updated }) => [title, status, updated])).toEqual([
      ["Changed twice", "in-force", true],
    ]);
    expect(contents.coverage.published).toBe(1);
  });

  test("stays as it is, whatever comes later, and cannot be changed in the database", async () => {
    const one = await publish("As it was");
    await freeze("2026-W48");
    await change(one.id, one.revision.id, { title: "As it is now" }, "2026-12-01T10:00:00Z", {
      kind: "minor",
      reason: "A slip.",
    });
    await freeze("2026-W48", new Date("2026-12-02T00:00:00Z"));
    const { entries } = await getIssue({ db, caller: null }, "2026-W48");
    expect(entries[0]?.title).toBe("As it was");
    for (const statement of [
      "update issue_entries set ordinal = 9",
      "delete from issue_entries",
      "update issues set introduction = 'x'",
      "update issues set contents = '{}'",
      "delete from issues",
      "delete from deliveries",
      `insert into issue_entries select '2026-W48', 1, revision_id, 7, entry from issue_entries limit 1`,
    ]) {
      await expect(client.sql.unsafe(statement), statement).rejects.toMatchObject({ code: "23001" });
    }
  });

  test("says what was checked, what was out of reach, and what waits", async () => {
    const urls = (await db.select().from(watchedSources).orderBy(watchedSources.name)).map(({ url }) => url);
    const check = (index: number, outcome: "nothing-new" | "unreachable", when: string) =>
      db
        .insert(sourceChecks)
        .values({ url: urls[index] ?? "", outcome, checkedBy: author.id, checkedAt: new Date(when) });
    await check(0, "nothing-new", "2026-11-24T10:00:00Z");
    await check(1, "unreachable", "2026-11-24T10:00:00Z");
    await check(1, "nothing-new", "2026-11-25T10:00:00Z");
    await check(2, "unreachable", "2026-11-25T10:00:00Z");
    await check(3, "nothing-new", "2026-11-22T10:00:00Z");
    await makeWaiting(db, author, { title: "Waits for a second person" });
    const id = await reader("quiet@example.org");
    await freeze("2026-W48");
    const name = (
      await db
        .select()
        .from(watchedSources)
        .where(eq(watchedSources.url, urls[2] ?? ""))
    )[0]?.name;
    const letter = await letterOf(id, "2026-W48");
    expect(letter?.template.subject).toBe("Week 48: a quiet week");
    expect(letter?.template.text.replaceAll("\n", " ")).toContain(
      `2 of ${urls.length} watched sources checked since 23 November 2026; 1 unreachable (${name}); 1 waiting for review; 0 published.`,
    );
  });
});

test("200 publications around the freeze stand in exactly one issue each", async () => {
  const waiting: Awaited<ReturnType<typeof makeWaiting>>[] = [];
  for (let n = 0; n < 200; n += 1)
    waiting.push(await makeWaiting(db, author, { title: `Around the freeze, number ${n}` }));
  const end = Date.parse("2026-11-30T00:00:00Z");
  const frozen: Promise<void>[] = [];
  await Promise.all(
    waiting.map(async ({ review }, n) => {
      if (n === 100) frozen.push(freeze("2026-W48", new Date(end + 1)));
      // Each asked a moment before or after midnight, whenever its turn comes.
      await approveReview({ db, caller: editor, now: new Date(end + (n % 2 === 0 ? -5 : 5)) }, review.id);
    }),
  );
  await Promise.all(frozen);
  await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
  const rows = await db.select().from(issueEntries);
  expect(rows).toHaveLength(200);
  expect(new Set(rows.map(({ developmentId }) => developmentId)).size).toBe(200);
  const weeks = new Set(rows.map(({ week }) => week));
  expect([...weeks].sort()).toEqual(["2026-W48", "2026-W49"]);
  const late = await db
    .select()
    .from(reviews)
    .where(sql`decided_by is not null and counted_at >= ${new Date(end).toISOString()}::timestamptz`);
  expect(late.length).toBe(rows.filter(({ week }) => week === "2026-W49").length);
});

describe("whoever", () => {
  test("has several subscriptions gets one letter, each development once, naming those that hold it", async () => {
    await publish("On both", { areaSlugs: ["encryption", "fragmentation"] });
    await publish("On one", { areaSlugs: ["fragmentation"] });
    await publish("On neither", { areaSlugs: ["access-affordability"] });
    const id = await reader("both@example.org", ["area=encryption", "area=fragmentation"]);
    await freeze("2026-W48");
    const text = (await letterOf(id, "2026-W48"))?.template.text ?? "";
    expect(text.match(/^\* On both$/gm)).toHaveLength(1);
    expect(text).toContain("In: Encryption; Fragmentation");
    expect(text).toContain("In: Fragmentation");
    expect(text).not.toContain("On neither");
  });

  test("wants no quiet weeks is skipped with the reason; of who pauses the hour of sending decides", async () => {
    await publish("On access", { areaSlugs: ["access-affordability"] });
    const ids = [await reader("q@example.org", ["area=encryption"], false), await reader("p@example.org")];
    await db.execute(sql`update subscribers set paused_until = '2026-12-20' where id = ${ids[1]}`);
    await freeze("2026-W48");
    expect(await letterOf(ids[0] ?? 0, "2026-W48")).toMatchObject({
      state: "skipped",
      detail: "quiet week, not wanted",
    });
    expect(await letterOf(ids[1] ?? 0, "2026-W48")).toMatchObject({ state: "queued" });
  });

  test("chose as much as anybody may keeps nobody's letter back", async () => {
    await publish("For everybody");
    // Of characters in no order: what is compressed in an index stays as long as it is.
    let seed = 1;
    const sign = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return String.fromCodePoint(0x4e00 + (seed % 20_000));
    };
    const search = () => `q=${encodeURIComponent(Array.from({ length: 200 }, sign).join(""))}`;
    const wide = await reader("wide@example.org", Array.from({ length: 30 }, search));
    const plain = await reader("plain@example.org");
    await freeze("2026-W48");
    expect((await letterOf(plain, "2026-W48"))?.letter?.developmentIds).toHaveLength(1);
    expect((await letterOf(wide, "2026-W48"))?.letter?.filters).toHaveLength(30);
  });

  test("chose bodies or areas gets their dates ahead only; a date of no known day stands after the others", async () => {
    const filters = ["", "type=law", "body=european-union", "area=cybersecurity", "area=encryption&body=unesco"];
    const ids: number[] = [];
    for (const [n, filter] of filters.entries()) ids.push(await reader(`dates-${n}@example.org`, [filter]));
    ids.push(await reader("several@example.org", ["area=cybersecurity", "body=european-union"]));
    await freeze("2026-W48");
    const texts = await Promise.all(ids.map(async (id) => (await letterOf(id, "2026-W48"))?.template.text ?? ""));
    const all = ["2 December 2026", "7 to 11 December 2026", "31 December 2026", "31 December 2026", "1 January 2027"];
    const law = "New prohibitions under the amended EU AI Act apply";
    const treaty = "UN Convention against Cybercrime closes for signature";
    expect(texts.map((text) => [...text.matchAll(/^(\S.* 20\d\d): /gm)].map(([, when]) => when))).toEqual([
      [...all, "Some day in 2026"],
      [...all, "Some day in 2026"],
      ["2 December 2026"],
      ["31 December 2026"],
      [],
      ["2 December 2026", "31 December 2026"],
    ]);
    for (const place of [2, 5]) expect(texts[place]).toContain(law);
    for (const place of [3, 5]) expect(texts[place]).toContain(treaty);
    expect(texts.map((text) => /(?:Listed are only dates|No date ahead is) of the bodies/.exec(text)?.[0])).toEqual([
      undefined,
      undefined,
      "Listed are only dates of the bodies",
      "Listed are only dates of the bodies",
      "No date ahead is of the bodies",
      "Listed are only dates of the bodies",
    ]);
  });

  test("confirmed after the week closed begins with the next", async () => {
    await subscribe(db, new Date("2026-11-30T00:00:01Z"), {
      ...{ email: "new@example.org", consent: "confirmed-by-link", wanted: [{ filter: "", audienceSlug: null }] },
    });
    await freeze("2026-W48");
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    const rows = await db.select({ week: deliveries.week }).from(deliveries);
    expect(rows).toEqual([{ week: "2026-W49" }]);
  });

  test("was away when the week closed, and is back before its late issue is made, begins with the next", async () => {
    const id = await reader("back@example.org");
    await leave({ db, now: new Date("2026-11-28T12:00:00Z") }, id);
    await subscribe(db, new Date("2026-11-30T06:00:00Z"), {
      ...{ email: "back@example.org", consent: "confirmed-by-link", wanted: [{ filter: "", audienceSlug: null }] },
    });
    await freeze("2026-W48", new Date("2026-11-30T09:00:00Z"));
    await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
    expect(await db.select({ week: deliveries.week }).from(deliveries)).toEqual([{ week: "2026-W49" }]);
    const other = await reader("undone@example.org");
    await leave({ db, now: new Date("2026-12-05T12:00:00Z") }, other);
    await comeBack({ db, now: new Date("2026-12-14T06:00:00Z") }, other);
    await freeze("2026-W50", new Date("2026-12-14T09:00:00Z"));
    expect(await letterOf(other, "2026-W50")).toBeNull();
  });

  test("chose a search or dates gets what the timeline would show", async () => {
    await publish("A rare word: quetzalcoatl", { decidedOn: "2026-11-02" });
    await publish("Another of an earlier day", { decidedOn: "2026-10-02" });
    const search = await reader("search@example.org", ["q=quetzalcoatl"]);
    const dates = await reader("dates@example.org", ["to=2026-10-31"]);
    const kind = await reader("kind@example.org", ["kind=court"]);
    await freeze("2026-W48");
    const titles = async (id: number) => (await letterOf(id, "2026-W48"))?.letter?.developmentIds.length;
    expect([await titles(search), await titles(dates), await titles(kind)]).toEqual([1, 1, 0]);
    expect((await letterOf(kind, "2026-W48"))?.template.text.replaceAll("\n", " ")).toContain(
      "nothing was published on what you chose (kind of body: Court). 2 developments on other matters were. No watched source was checked",
    );
  });
});

test("a week closed ahead of the clock leaves the record as it is: what comes then is known at once, and counts for the next", async () => {
  const before = await publish("Before the week was closed");
  await freeze("2026-W48", new Date("2026-11-26T12:00:00Z"));
  const after = await publish("After it was closed, in the same week", {}, "2026-11-27T10:00:00Z");
  await change(before.id, before.revision.id, { status: "in-force" }, "2026-11-27T11:00:00Z", {
    kind: "material",
    reason: "It had come into force.",
  });
  const titles = async (week: string) => (await getIssue({ db, caller: null }, week)).entries.map(({ title }) => title);
  expect(await titles("2026-W48")).toEqual(["Before the week was closed"]);
  const { revision } = await getDevelopment({ db, caller: null }, after.slug, "2026-11-27");
  expect(revision.approvedAt).toBe("2026-11-27T10:00:00.000Z");
  await freeze("2026-W49", new Date("2026-12-07T00:00:05Z"));
  expect(await titles("2026-W49")).toEqual(["After it was closed, in the same week"]);
  expect((await getIssue({ db, caller: null }, "2026-W49")).corrected).toMatchObject([
    { reasons: ["It had come into force."] },
  ]);
  await expect(client.sql`update reviews set counted_at = '2026-11-20'`).rejects.toMatchObject({ code: "23001" });
});

test("an issue is made once, also by several at a time, and its window follows the last one when the zone changes", async () => {
  await Promise.all([freeze("2026-W48"), freeze("2026-W48"), freeze("2026-W48")]);
  expect(await db.$count(issues)).toBe(1);
  await freezeIssue({ db, now: new Date("2026-12-08T00:00:00Z") }, "2026-W49", {
    ...testSettings,
    timeZone: "Asia/Tokyo",
  });
  const rows = await db.select().from(issues).orderBy(issues.week);
  expect(rows[1]?.startsAt).toEqual(rows[0]?.endsAt);
  expect(rows[1]?.endsAt.toISOString()).toBe("2026-12-06T15:00:00.000Z");
});

test("the preview of a week says what its letter then says, dates ahead and all", async () => {
  await publish("A decision of the last day", {}, "2026-11-29T20:00:00Z");
  const preview = () => previewLetter(by(editor, "2026-11-29T23:00:00Z"), "2026-W48", testSettings);
  const before = await preview();
  expect(before.text).toContain("A decision of the last day");
  expect(before.text).toMatch(/the week ahead[\s\S]*later/i);
  await freeze("2026-W48");
  expect(await preview()).toEqual(before);
});

test("the feed is as old as its last issue; before the first one as old as the record, at each request", async () => {
  const updated = async () => (await issueFeed(db, testSettings)).options.updated;
  const [oldest] = await db.select().from(developments).orderBy(developments.createdAt).limit(1);
  expect(await updated()).toEqual(oldest?.createdAt);
  await publish("Something to tell");
  await freeze("2026-W48", new Date("2026-11-30T00:05:00Z"));
  expect(await updated()).toEqual(new Date("2026-11-30T00:05:00Z"));
});
