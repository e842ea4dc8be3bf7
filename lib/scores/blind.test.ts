import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { auditEvents, scoreComments, scores } from "@/db/schema";
import { makePerson } from "@/db/testing";
import { listAudit } from "@/lib/audit/queries";
import { findChart } from "@/lib/charts/catalogue";
import { listChangedSince } from "@/lib/charts/changed-since";
import { readCompare } from "@/lib/charts/compare";
import { getChart } from "@/lib/charts/get";
import { getImpact } from "@/lib/charts/impact";
import type { Person } from "@/lib/context";
import { getDevelopment } from "@/lib/developments/detail";
import { listFacets } from "@/lib/developments/facets";
import { noFilters } from "@/lib/developments/filters";
import { getOverview } from "@/lib/developments/overview";
import { submitDevelopment } from "@/lib/developments/propose";
import { readFilters } from "@/lib/developments/query";
import { saveDevelopment } from "@/lib/developments/save";
import { at } from "@/lib/developments/testing";
import { listDevelopments } from "@/lib/developments/timeline";
import { getDryRun } from "@/lib/digests/dry-run";
import { previewLetter } from "@/lib/digests/preview";
import { Forbidden } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { weekAt } from "@/lib/weeks";
import { commentOnScores, giveScore } from "./give";
import { getForScoring } from "./queries";
import { onArea, score, scoringWorld } from "./testing";

const { parts, publish } = scoringWorld();
let db: Database;
let ada: Person;
let eve: Person;
let contributor: Person;
let id: number;
let slug: string;
beforeAll(() => {
  ({ db, ada, eve, contributor } = parts());
});

const secret = "A reason that only its writer knows";
const onEncryption = () => onArea(id);

/** Everything that tells a caller of scores, as text. */
async function told(caller: Person | null): Promise<string> {
  const ctx = at(db, caller);
  const reads: unknown[] = [
    await getDevelopment(ctx, slug),
    (await listDevelopments(ctx, noFilters, { limit: 200 })).data.find((row) => row.slug === slug),
    (await getOverview(ctx)).latest.find((row) => row.slug === slug),
  ];
  if (caller && caller.role !== "contributor") reads.push(await getForScoring({ ...ctx, caller }, id));
  return JSON.stringify(reads);
}

describe("a score", () => {
  beforeAll(async () => {
    ({ id, slug } = await publish("A development to be scored"));
    await giveScore(at(db, ada), onEncryption(), score(-2, secret));
  });

  test("is seen at once by readers, with its reason and its name", async () => {
    const { impacts, scores: signed } = await getDevelopment(at(db, null), slug);
    expect(impacts[0]).toMatchObject({ direction: "negative", median: -2, low: -2, high: -2, scorers: 1 });
    expect(signed.encryption).toEqual([
      { direction: -2, confidence: 2, reason: secret, scorer: "Ada", reworded: false, changed: null },
    ]);
    expect(
      (
        await listDevelopments(at(db, contributor), {
          ...noFilters,
          area: ["encryption"],
          direction: ["strongly-restricts"],
        })
      ).data[0]?.slug,
    ).toBe(slug);
  });

  test("is told to nobody who may score and has not", async () => {
    const text = await told(eve);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/"median":-2|"low":-2|"direction":"negative"|"direction":-2/);
    expect(text).toContain('"hidden":true');
    expect(await told(ada)).toContain(secret);
    expect(await told(null)).toContain(secret);
  });

  test("is in no count, filter or drawing by direction, however long the list, until all of it is scored", async () => {
    const tells = async (caller: Person | null, words: string) => {
      const ctx = at(db, caller);
      const { filters } = await readFilters(ctx, new URLSearchParams(words));
      const asked = await readFilters(ctx, new URLSearchParams(`${words}&direction=negative`));
      const drawn = await Promise.all(
        (["direction-over-time", "directions-by-area", "area-by-body"] as const).map(async (id) => {
          const chart = findChart(id);
          return chart && getChart(ctx, chart, { filters, by: chart.by[0]?.word ?? null, per: chart.per[0] ?? null });
        }),
      );
      const months = findChart("developments-over-time");
      const byDirection = months && (await getChart(ctx, months, { filters, by: "direction", per: "month" }));
      return {
        facet: (await listFacets(ctx, filters)).facets.direction.length > 0,
        filter: asked.errors.direction === undefined && asked.filters.direction.length > 0,
        charts: [...drawn, byDirection].map((one) =>
          one?.series.some(({ points }) => points.some(({ n, value }) => (one.form === "matrix" ? value : n) !== null)),
        ),
      };
    };
    const all = { facet: true, filter: true, charts: [true, true, true, true] };
    const nothing = { facet: false, filter: false, charts: [false, false, false, false] };
    for (const words of [
      "q=%22development+to+be+scored%22",
      "area=encryption",
      "period=after",
      "asof=2026-11-24",
      "",
    ]) {
      expect([words, await tells(eve, words)]).toEqual([words, nothing]);
      // Whoever gives no scores reads what everybody does.
      for (const caller of [null, contributor]) expect([words, await tells(caller, words)]).toEqual([words, all]);
    }
  });

  test("is no answer to what a list is compared with either", async () => {
    const { filters } = await readFilters(at(db, null), new URLSearchParams("q=nothing+holds+this&direction=negative"));
    const beside = (caller: Person | null) =>
      readCompare(at(db, caller), { id: "developments-over-time" }, { ...filters, q: null }, "area:encryption");
    expect((await beside(eve)).errors.compare).toMatch(/Scoring is blind/);
    expect((await beside(null)).errors).toEqual({});
  });

  test("is told by no week of a letter to be, nor by what changed since a day on which nothing was on record", async () => {
    const words = "area=encryption&direction=negative&asof=2020-01-01";
    const { filters, errors } = await readFilters(at(db, eve), new URLSearchParams(words));
    expect(errors).toEqual({});
    await expect(getDryRun(at(db, eve), filters, "UTC")).rejects.toThrow(/Scoring is blind/);
    expect(await listChangedSince(at(db, eve), filters)).toEqual({ changes: [], total: 0, isBlind: true });
    expect((await getDryRun(at(db, null), filters, "UTC")).weeks).toHaveLength(4);
    expect((await listChangedSince(at(db, null), filters)).total).toBeGreaterThan(0);
  });

  test("is counted on the first page on impact for whoever scores nothing, and for a scorer when theirs are in", async () => {
    for (const caller of [null, contributor]) expect((await getImpact(at(db, caller))).scored?.n).toBeGreaterThan(0);
    expect((await getImpact(at(db, eve))).scored).toBeNull();
  });

  test("stands in no letter that an editor looks at before", async () => {
    const lines = async (caller: Person) => {
      const ctx = at(db, caller);
      const place = { baseUrl: "https://plenary.example", timeZone: "UTC" };
      const { text } = await previewLetter(ctx, weekAt(ctx.now, "UTC"), place);
      return text.split("\n").filter((line) => /Encryption: /.test(line));
    };
    expect((await lines(eve)).join()).toMatch(/hidden until you have scored it/);
    expect((await lines(eve)).join()).not.toMatch(/restricts/);
    expect((await lines(ada)).join()).toMatch(/strongly restricts \(1 scorer\)/);
  });

  test("of others is told once one's own is in, for that impact only", async () => {
    await giveScore(at(db, ada), onArea(id, "cybersecurity"), score(1, "Another secret reason"));
    await giveScore(at(db, eve), onEncryption(), score(0, "Mine"));
    const text = await told(eve);
    expect(text).toContain(secret);
    expect(text).not.toContain("Another secret reason");
  });

  test("two steps from another marks a split, which only those who scored discuss", async () => {
    const { impacts } = await getForScoring({ ...at(db, ada), caller: ada }, id);
    expect(impacts[0]).toMatchObject({ split: true });
    await commentOnScores(at(db, eve), onEncryption(), "I read the source otherwise.");
    await expect(commentOnScores(at(db, eve), { developmentId: id, areaSlug: "cybersecurity" }, "Hm.")).rejects.toThrow(
      Forbidden,
    );
    expect((await getForScoring({ ...at(db, ada), caller: ada }, id)).impacts[0]?.comments).toMatchObject([
      { author: "Eve" },
    ]);
    expect(await db.$count(scoreComments)).toBe(1);
  });

  test("that is discussed lies far from another: the audit names its impact to those who scored it", async () => {
    const made = await publish("Discussed by two");
    const admin = await makePerson(db, { role: "admin" });
    await giveScore(at(db, ada), onArea(made.id), score(-2));
    await giveScore(at(db, eve), onArea(made.id), score(1));
    await commentOnScores(at(db, eve), onArea(made.id), "I read the source otherwise.");
    const discussed = async () =>
      (await listAudit(at(db, admin), null)).find(({ action }) => action === "score.discussed");
    expect(await discussed()).toMatchObject({ subject: "an impact that you have yet to score", detail: {} });
    await giveScore(at(db, admin), onArea(made.id), score(0));
    expect(await discussed()).toMatchObject({ subject: `development:${made.id}`, detail: { area: "encryption" } });
  });

  test("that is changed counts anew and keeps the old one; both stand in the audit", async () => {
    await giveScore(at(db, ada), onEncryption(), score(1, "On reflection"));
    const kept = await db
      .select()
      .from(scores)
      .where(and(eq(scores.developmentId, id), eq(scores.scorerId, ada.id), eq(scores.areaSlug, "encryption")));
    expect(kept.map(({ direction }) => direction)).toEqual([-2, 1]);
    const { impacts, scores: signed } = await getDevelopment(at(db, null), slug);
    expect(impacts[0]).toMatchObject({ median: 0.5, low: 0, high: 1, scorers: 2 });
    expect(signed.encryption?.map(({ scorer, changed }) => [scorer, changed?.from])).toEqual([
      ["Ada", -2],
      ["Eve", undefined],
    ]);
    expect(
      await db.$count(
        auditEvents,
        and(eq(auditEvents.action, "score.given"), eq(auditEvents.subject, `development:${id}`)),
      ),
    ).toBe(4);
  });

  test("lets the directions of a list be seen once every impact of it is scored, in the areas that were chosen", async () => {
    const made = await publish("Two impacts, scored one after the other", ["encryption", "cybersecurity"]);
    const words = "q=%22scored+one+after+the+other%22";
    const seen = async (words: string) => {
      const { filters } = await readFilters(at(db, eve), new URLSearchParams(words));
      return (await listFacets(at(db, eve), filters)).facets.direction.length > 0;
    };
    const give = (areaSlug: string) => giveScore(at(db, eve), onArea(made.id, areaSlug), score(1));
    await give("encryption");
    expect([await seen(`${words}&area=encryption`), await seen(words)]).toEqual([true, false]);
    // What stands beside a list that is told by directions is not.
    const beside = async () => {
      const { filters, errors } = await readFilters(
        at(db, eve),
        new URLSearchParams(`${words}&area=encryption&direction=positive`),
      );
      const { facets } = await listFacets(at(db, eve), filters);
      return { errors, areas: facets.area.map(({ value }) => value), kinds: facets.kind.length > 1 };
    };
    expect(await beside()).toEqual({ errors: {}, areas: ["encryption"], kinds: true });
    expect((await readFilters(at(db, eve), new URLSearchParams(`${words}&direction=positive`))).errors).toHaveProperty(
      "direction",
    );
    await give("cybersecurity");
    expect(await seen(words)).toBe(true);
  });

  test("of a past day waits for nobody where the impact was taken away since", async () => {
    const made = await publish("Named two areas once", ["encryption", "cybersecurity"]);
    const before = at(db, ada).now.toISOString().slice(0, 10);
    const later = (person: Person) => ({
      ...at(db, person),
      now: new Date(at(db, person).now.getTime() + 2 * 86_400_000),
    });
    const saved = await saveDevelopment(later(eve), made.id, {
      base: made.revision.id,
      changes: { areaSlugs: ["cybersecurity"] },
    });
    const review = await submitDevelopment(later(eve), made.id, saved.revision.id);
    await approveReview(later(ada), review.id);
    const seen = async () => {
      const words = new URLSearchParams({ q: '"named two areas once"', asof: before });
      const { filters } = await readFilters(later(eve), words);
      const { facets, total } = await listFacets(later(eve), filters);
      return [total, facets.direction.length > 0];
    };
    expect(await seen()).toEqual([1, false]);
    await giveScore(later(eve), onArea(made.id, "cybersecurity"), score(1));
    expect(await seen()).toEqual([1, true]);
  });

  test("alone is no change of a past day that a scorer hears of before their own is in", async () => {
    const made = await publish("Scored on a later day");
    const day = at(db, ada).now.toISOString().slice(0, 10);
    const later = (person: Person | null) => ({
      ...at(db, person),
      now: new Date(at(db, ada).now.getTime() + 2 * 86_400_000),
    });
    await giveScore(later(ada), onArea(made.id), score(-1));
    const changed = async (caller: Person | null) => {
      const words = new URLSearchParams({ q: '"scored on a later day"', area: "encryption", asof: day });
      const { filters } = await readFilters(later(caller), words);
      return (await listChangedSince(later(caller), filters)).changes.map(({ how }) => how);
    };
    expect([await changed(null), await changed(eve)]).toEqual([["changed"], []]);
    await giveScore(later(eve), onArea(made.id), score(1));
    expect(await changed(eve)).toEqual(["changed"]);
  });
});
