import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { readStarterFile, type StarterDevelopment } from "@/db/starter/files";
import { testDatabase } from "@/db/testing";
import { getWithdrawalList } from "@/lib/withdrawal/queries";
import { listFacets } from "./facets";
import { type Filters, noFilters } from "./filters";
import { cursorOfYear } from "./months";
import { getOverview } from "./overview";
import { readFilters } from "./query";
import { foundEnd, foundStart } from "./search";
import { listDevelopments } from "./timeline";

/** The data files are the measure: whatever a page counts, they say the same. */

let client: Client;
let published: StarterDevelopment[];
const now = new Date("2026-11-24T12:00:00Z");
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  published = (await readStarterFile("developments")).filter((one) => one.editorialState === "published");
});
afterAll(() => client.close());

const list = (filters: Partial<Filters>, page: { limit?: number; cursor?: string | null } = {}) =>
  listDevelopments({ db: client.db }, { ...noFilters, ...filters }, page);

describe("the timeline", () => {
  test("holds every published development of the data files and no draft", async () => {
    const { total, data } = await list({}, { limit: 200 });
    expect(total).toBe(published.length);
    expect(new Set(data.map((row) => row.slug))).toEqual(new Set(published.map((one) => one.slug)));
  });

  test.each(["newest", "oldest"] as const)("sorted %s, pages by cursor give each row once, in order", async (sort) => {
    const whole = (await list({ sort }, { limit: 200 })).data.map((row) => row.slug);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ sort }, { limit: 17, cursor });
      paged.push(...page.data.map((row) => row.slug));
      cursor = page.next;
    } while (cursor);
    expect(paged).toEqual(whole);
  });

  test.each<[string, Partial<Filters>, (one: StarterDevelopment) => boolean]>([
    ["a body", { body: ["freedom-online-coalition"] }, (one) => one.bodySlug === "freedom-online-coalition"],
    ["an area", { area: ["encryption"] }, (one) => one.impacts.some((impact) => impact.area === "encryption")],
    [
      "an area and a direction of the same impact",
      { area: ["encryption"], direction: ["positive"] },
      (one) => one.impacts.some((impact) => impact.area === "encryption" && (impact.direction ?? 0) > 0),
    ],
    [
      "an actor in a role",
      { actor: ["united-states"], role: ["opponent"] },
      (one) => one.actors.some((actor) => actor.slug === "united-states" && actor.role === "opponent"),
    ],
    ["a period", { period: ["after"] }, (one) => one.period === "after"],
    ["either of two links", { link: ["direct", "plausible"] }, (one) => one.linkToWithdrawal !== "none"],
    [
      "dates, inclusive",
      { from: "2026-02-10", to: "2026-02-19" },
      (one) => one.decidedOn >= "2026-02-10" && one.decidedOn <= "2026-02-19",
    ],
    [
      "type and status",
      { type: ["law"], status: ["in-force"] },
      (one) => one.type === "law" && one.status === "in-force",
    ],
  ])("filtered by %s agrees with the data files", async (_, filters, holds) => {
    const { total, data } = await list(filters, { limit: 200 });
    const expected = published.filter(holds).map((one) => one.slug);
    expect(expected.length).toBeGreaterThan(0);
    expect(new Set(data.map((row) => row.slug))).toEqual(new Set(expected));
    expect(total).toBe(expected.length);
  });

  test("a jump to a year begins with its newest development", async () => {
    const { data } = await list({}, { limit: 1, cursor: cursorOfYear(2024, "newest") });
    expect(data[0]?.decidedOn.slice(0, 4)).toBe("2024");
  });

  test("before the starter data was loaded nothing was known", async () => {
    expect((await list({ asof: "2026-11-23" })).total).toBe(0);
    expect((await list({ asof: "2026-11-24" })).total).toBe(published.length);
  });
});

describe("the search", () => {
  test.each([
    ["word forms", "withdrawing bodies", "us-presidential-memorandum-orders-withdrawal-from-66-international-bodies"],
    [
      "the beginning of the last word",
      "memorandum orders withdr",
      "us-presidential-memorandum-orders-withdrawal-from-66-international-bodies",
    ],
    ["names of bodies", "venice commission regrets", "venice-commission-regrets-the-us-decision-to-leave"],
  ])("finds by %s", async (_, q, slug) => {
    const { data } = await list({ q, sort: "relevance" });
    expect(data.map((row) => row.slug)).toContain(slug);
  });

  test("marks the found words", async () => {
    const { data } = await list({ q: "memorandum", sort: "relevance" });
    const marked = data.flatMap((row) => [row.found?.title ?? "", row.found?.extract ?? ""]).join(" ");
    expect(marked).toMatch(new RegExp(`${foundStart}memorandum${foundEnd}`, "i"));
  });

  test("takes accents or their absence", async () => {
    const slugs = async (q: string) => (await list({ q }, { limit: 200 })).data.map((row) => row.slug);
    expect(await slugs("Málága")).toEqual(await slugs("malaga"));
  });

  test.each(["'", '"', "a & | ! (", "\\", "-", "%", "; drop table people", "😀", "<b>x</b>", "a:*b"])(
    "takes %s as text",
    async (q) => {
      await expect(list({ q })).resolves.toBeDefined();
    },
  );

  test("pages by cursor give each row once by relevance too", async () => {
    const whole = (await list({ q: "internet", sort: "relevance" }, { limit: 200 })).data.map((row) => row.slug);
    const first = await list({ q: "internet", sort: "relevance" }, { limit: 5 });
    const rest = await list({ q: "internet", sort: "relevance" }, { limit: 200, cursor: first.next });
    expect([...first.data, ...rest.data].map((row) => row.slug)).toEqual(whole);
  });
});

describe("facets", () => {
  test("of each word count under the other filters, so that one click gives that many", async () => {
    const filters: Filters = { ...noFilters, area: ["freedom-of-expression"], period: ["after"] };
    const { facets, total } = await listFacets({ db: client.db }, filters);
    expect(total).toBe((await list(filters)).total);
    for (const [word, values] of Object.entries(facets)) {
      for (const value of values.filter((one) => one.n > 0).slice(0, 4)) {
        const alone = { ...filters, [word]: [value.value] };
        expect([word, value.value, (await list(alone)).total]).toEqual([word, value.value, value.n]);
      }
    }
  });

  test("keep a chosen value at zero, so that it can be taken away", async () => {
    const { facets } = await listFacets({ db: client.db }, { ...noFilters, body: ["itu"], q: "zzzz" });
    expect(facets.body).toContainEqual(expect.objectContaining({ value: "itu", n: 0, chosen: true }));
  });

  test("a name the record does not hold is said, and the rest still applies", async () => {
    const { filters, errors } = await readFilters(
      { db: client.db, now: new Date("2026-11-25T12:00:00Z") },
      new URLSearchParams("body=no-such-body&body=itu&period=after&colour=red"),
    );
    expect(Object.keys(errors).sort()).toEqual(["body", "colour"]);
    expect(filters).toMatchObject({ body: ["itu"], period: ["after"] });
  });
});

describe("the overview and the list of 66", () => {
  test("count what the files hold", async () => {
    const { figures } = await getOverview({ db: client.db, now });
    const { entries } = await readStarterFile("withdrawal-list");
    expect(figures).toEqual({
      published: published.length,
      after: published.filter((one) => one.period === "after").length,
      direct: published.filter((one) => one.period === "after" && one.linkToWithdrawal === "direct").length,
      plausible: published.filter((one) => one.period === "after" && one.linkToWithdrawal === "plausible").length,
      entries: 66,
      internetRelated: entries.filter((entry) => entry.internetRelated).length,
      directMandate: entries.filter((entry) => entry.internetRelated && entry.relation === "direct").length,
      watched: (await readStarterFile("watched-sources")).length,
      bodies: (await readStarterFile("bodies")).length,
    });
  });

  test("names each entry as the memorandum does, in its order", async () => {
    const { entries } = await getWithdrawalList({ db: client.db });
    const file = await readStarterFile("withdrawal-list");
    expect(entries.map((entry) => entry.name)).toEqual(file.entries.map((entry) => entry.name));
  });
});
