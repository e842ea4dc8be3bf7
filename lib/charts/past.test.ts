import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { makePerson, testDatabase } from "@/db/testing";
import { changeArea } from "@/lib/areas/change";
import { getArea } from "@/lib/areas/queries";
import { proposeBody } from "@/lib/bodies/propose";
import type { Context, Person } from "@/lib/context";
import { retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { rebuildPublications } from "@/lib/developments/rebuild";
import { createDevelopment, saveDevelopment } from "@/lib/developments/save";
import { completeContent, nextFormKey } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { charts } from "./catalogue";
import { listChangedSince } from "./changed-since";
import { inScope } from "./frame";
import { getChart } from "./get";
import { readChartQuery } from "./query";

/** What a chart shows of a past day is what it showed on that day, whatever happened since. */

let client: Client;
let db: Database;
let author: Person;
let editor: Person;
let admin: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "editor" });
  admin = await makePerson(db, { role: "admin" });
});
afterAll(() => client.close());

const queries = ["", "area=encryption", "body=icann&period=after", "type=statement&status=adopted", "q=generated"];

async function drawAll(now: Date, asof: string | null) {
  const drawn: Record<string, unknown> = {};
  for (const chart of charts) {
    for (const by of [null, ...chart.by.slice(1).map(({ word }) => word)].filter((word) => word !== "direction")) {
      for (const query of queries) {
        const asked = new URLSearchParams(query);
        if (asof) asked.set("asof", asof);
        if (by) asked.set("by", by);
        const { errors, ...read } = await readChartQuery({ db, now }, chart, asked);
        expect(errors).toEqual({});
        const { asOf, known, address, filters, filtersInWords, ...answer } = await getChart({ db, now }, chart, read);
        // Its bodies without a stage are today's, as its rule says.
        if (chart.id === "us-participation") answer.excluded = [];
        drawn[`${chart.id} ${by} ${query}`] = JSON.parse(
          JSON.stringify(answer).replace(/&asof=[\d-]+|\?asof=[\d-]+(?=")|asof=[\d-]+&/g, ""),
        );
      }
    }
  }
  return drawn;
}

/** The charts that differ, each with the first place where it does. */
function differences(found: unknown, expected: unknown, path = ""): string[] {
  if (JSON.stringify(found) === JSON.stringify(expected)) return [];
  if (typeof found !== "object" || typeof expected !== "object" || !found || !expected) {
    return [`${path}: ${JSON.stringify(found)?.slice(0, 200)} instead of ${JSON.stringify(expected)?.slice(0, 200)}`];
  }
  const keys = [...new Set([...Object.keys(found), ...Object.keys(expected)])];
  const parts = keys.map((key) => differences(found[key as never], expected[key as never], `${path}/${key}`));
  return path === "" ? parts.flatMap(([first = ""]) => first || []) : parts.flat().slice(0, 1);
}

/** Numbers between 0 and 1, the same in every run. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test("a past day is drawn as it was, after publishing, editing, retracting, merging, scoring and renaming; a rebuild draws the same", async () => {
  const random = randomFrom(7);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  let clock = Date.parse("2026-11-24T08:00:00Z");
  const by = (caller: Person): Context => {
    clock += 60_000;
    return { db, caller, now: new Date(clock) };
  };
  const published: { id: number; slug: string; revision: number; gone: boolean }[] = [];
  const change = (): Partial<DevelopmentContent> => ({
    bodySlug: pick(["icann", "itu", "ietf", "european-commission"]),
    decidedOn: pick(["2025-03-04", "2026-01-05", "2026-02-10", "2026-05-20"]),
    status: pick(["adopted", "proposed", "in-force"] as const),
    type: pick(["statement", "law", "funding", null] as const),
    form: pick([null, "regional", "private"] as const),
    takesEffectOn: pick([null, "2026-12-01"]),
    areaSlugs: pick([["encryption"], ["encryption", "cybersecurity"], []]),
    actors: pick([[], [{ slug: "united-states", role: "opponent" as const }]]),
  });
  const act = async () => {
    const target = pick(published.filter(({ gone }) => !gone));
    const kind = target ? pick(["publish", "edit", "retract", "score", "score"] as const) : "publish";
    if (kind === "publish" || !target) {
      const made = await createDevelopment(by(author), {
        formKey: nextFormKey(),
        changes: { ...completeContent, ...change(), title: `Generated in a test ${published.length + 1}` },
      });
      const review = await submitDevelopment(by(author), made.developmentId, made.revision.id);
      const { slug } = await approveReview(by(editor), review.id);
      published.push({ id: made.developmentId, slug: slug ?? "", revision: made.revision.id, gone: false });
    } else if (kind === "edit") {
      const saved = await saveDevelopment(by(author), target.id, {
        base: target.revision,
        changes: { ...change(), summary: `Changed ${clock}.` },
      });
      target.revision = saved.revision.id;
      const review = await submitDevelopment(by(author), target.id, saved.revision.id);
      await approveReview(by(editor), review.id);
    } else if (kind === "retract") {
      const standing = published.find((one) => one !== target && !one.gone);
      const into = random() < 0.5 ? (standing?.slug ?? null) : null;
      const review = await retractDevelopment(by(author), target.id, "Made for a test.", into);
      await approveReview(by(editor), review.id);
      target.gone = true;
    } else {
      const score = { direction: pick([-2, -1, 0, 1, 2, null]), confidence: 2, reason: "A test score" };
      const scorer = pick([author, editor]);
      const on = { developmentId: target.id, areaSlug: "encryption", areaVersion: 1 };
      await giveScore(by(scorer), on, score).catch(() => {});
    }
  };
  const renameArea = async (day: string) => {
    const { name: _, version: base, ...rest } = await getArea({ db }, "encryption");
    const wording = { name: `Encryption as on ${day}`, definition: rest.definition, scale: rest.scale };
    await changeArea(by(admin), "encryption", { base, wording, reason: "" });
  };
  const publishOfNewBody = async (day: string) => {
    const body = await proposeBody(by(author), { name: `Made in a test on ${day}`, acronym: null, kind: "other" });
    const made = await createDevelopment(by(author), {
      formKey: nextFormKey(),
      changes: { ...completeContent, bodySlug: body.slug, title: `Of a body made in a test on ${day}` },
    });
    const review = await submitDevelopment(by(author), made.developmentId, made.revision.id);
    await approveReview(by(editor), review.id);
  };
  const days = ["2026-11-24", "2026-11-25", "2026-11-26"];
  const copies = new Map<string, unknown>();
  for (const day of days) {
    clock = Date.parse(`${day}T09:00:00Z`);
    await renameArea(day);
    await publishOfNewBody(day);
    for (let times = 0; times < 9; times += 1) await act();
    copies.set(day, await drawAll(new Date(`${day}T23:59:00Z`), null));
  }
  const later = new Date("2026-11-28T12:00:00Z");
  const compare = async () => {
    for (const day of days) expect([day, ...differences(await drawAll(later, day), copies.get(day))]).toEqual([day]);
  };
  await compare();
  await rebuildPublications(db);
  await compare();
  const { filters } = await readChartQuery(
    { db, now: later },
    charts[0] as (typeof charts)[0],
    new URLSearchParams("asof=2026-11-25"),
  );
  const { changes, total } = await listChangedSince({ db }, inScope(filters));
  expect(total).toBe(changes.length);
  expect(total).toBeGreaterThan(0);
}, 240_000);
