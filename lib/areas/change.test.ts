import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { areaVersions, auditEvents, dataVersions, impactAreas, scores } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { getDevelopment } from "@/lib/developments/detail";
import { at, makeWaiting } from "@/lib/developments/testing";
import { Conflict, Forbidden, Invalid, NotFound } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { getForScoring } from "@/lib/scores/queries";
import { changeArea } from "./change";
import { countAgainst, listAreaVersions } from "./history";
import { getArea } from "./queries";
import type { Wording } from "./wording";

let client: Client;
let db: Database;
let admin: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  admin = await makePerson(db, { role: "admin", name: "Ada" });
  editor = await makePerson(db, { role: "editor", name: "Eve" });
});
afterAll(() => client.close());

const dataVersion = async () => (await db.select().from(dataVersions))[0];
const standing = async (slug: string) => {
  const { name, definition, scale, version } = await getArea({ db }, slug);
  return { base: version, wording: { name, definition, scale } };
};
const change = async (slug: string, words: Partial<Wording>, reason = "", base?: number) => {
  const stands = await standing(slug);
  return changeArea(at(db, admin), slug, {
    base: base ?? stands.base,
    wording: { ...stands.wording, ...words },
    reason,
  });
};

describe("an area", () => {
  test("gets a new wording, the one before is kept, and readers see it at once", async () => {
    const before = await standing("encryption");
    const seen = await dataVersion();
    expect(await change("encryption", { name: "Encryption and its limits" })).toBe(2);
    expect((await dataVersion())?.version).toBeGreaterThan(seen?.version ?? 0);
    expect((await dataVersion())?.names).toBeGreaterThan(seen?.version ?? 0);
    const versions = await listAreaVersions({ db }, "encryption");
    expect(versions).toMatchObject([
      { number: 2, name: "Encryption and its limits", author: "Ada", reason: "", scores: 0 },
      { number: 1, ...before.wording, author: null },
    ]);
    expect(
      await db
        .select({ person: auditEvents.personId, detail: auditEvents.detail })
        .from(auditEvents)
        .where(and(eq(auditEvents.subject, "area:encryption"), eq(auditEvents.action, "area.worded"))),
    ).toEqual([{ person: admin.id, detail: { version: 2, changed: "name" } }]);
    expect(countAgainst(versions)).toBe(await db.$count(scores, eq(scores.areaSlug, "encryption")));
  });

  test("is worded by admins only", async () => {
    const stands = { ...(await standing("encryption")), reason: "" };
    await expect(changeArea(at(db, editor), "encryption", stands)).rejects.toThrow(Forbidden);
    await expect(changeArea(at(db, null), "encryption", stands)).rejects.toThrow(Forbidden);
    await expect(changeArea(at(db, admin), "no-such-area", stands)).rejects.toThrow(NotFound);
  });

  test("takes no name of another, nothing that differs in nothing, and no new scale without a reason", async () => {
    await expect(change("encryption", { name: "CYBERSECURITY" })).rejects.toThrow(
      /“Cybersecurity” is called so already/,
    );
    await expect(change("encryption", { name: "data-localisation" })).rejects.toThrow(Invalid);
    await expect(change("encryption", {})).rejects.toThrow("Nothing differs");
    const n = await db.$count(scores, eq(scores.areaSlug, "encryption"));
    expect(n).toBeGreaterThan(1);
    await expect(change("encryption", { definition: "Other words." })).rejects.toMatchObject({
      fields: { reason: `Say why: ${n} scores were given against the words you change.` },
    });
  });

  test("that somebody else worded meanwhile is not changed unseen", async () => {
    const before = await standing("fragmentation");
    await change("fragmentation", { definition: "Words of the first." }, "Clearer.");
    const late = change("fragmentation", { name: "Late" }, "", before.base);
    await expect(late).rejects.toThrow(Conflict);
    await expect(late).rejects.toMatchObject({
      message: "Ada saved version 2 since you opened this page.",
      detail: { base: before.wording, newest: { number: 2, definition: "Words of the first." } },
    });
    await expect(change("fragmentation", { name: "Late" }, "", 99)).rejects.toThrow(Invalid);
    expect((await standing("fragmentation")).base).toBe(2);
  });

  test("is worded by one of two at the same moment", async () => {
    const both = await Promise.allSettled(
      ["One", "Another"].map((name) => change("ai-governance", { name: `${name} name` }, "", 1)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: expect.any(Conflict) });
  });
});

describe("a score", () => {
  test("is kept with the scale it was given against, and says where that was changed since", async () => {
    const { id, review } = await makeWaiting(db, editor, { areaSlugs: ["cybersecurity"] });
    const slug = (await approveReview(at(db, admin), review.id)).slug ?? "";
    const onArea = (areaVersion: number) => ({ developmentId: id, areaSlug: "cybersecurity", areaVersion });
    const score = { direction: 1, confidence: 2, reason: "A reason" };
    const seen = async () => (await getDevelopment({ db }, slug)).scores.cybersecurity;
    await giveScore(at(db, editor), onArea(1), score);
    await change("cybersecurity", { name: "Security" });
    expect(await seen()).toMatchObject([{ scorer: "Eve", reworded: false }]);
    // Under another name the scale says what it said.
    await giveScore(at(db, editor), onArea(1), score);
    const { wording } = await standing("cybersecurity");
    await change("cybersecurity", { scale: { ...wording.scale, "1": "Opens more." } }, "The step was unclear.");
    expect(await seen()).toMatchObject([{ scorer: "Eve", reworded: true }]);
    const forScoring = await getForScoring({ ...at(db, editor), caller: editor }, id);
    expect(forScoring.impacts[0]).toMatchObject({ area: { version: 3, name: "Security" }, own: { reworded: true } });
    const versions = await listAreaVersions({ db }, "cybersecurity");
    expect(versions.map(({ number, scores }) => [number, scores])).toEqual([
      [3, 0],
      [2, 1],
      [1, (await db.$count(scores, eq(scores.areaSlug, "cybersecurity"))) - 1],
    ]);
    expect(countAgainst(versions)).toBe(0);

    await expect(giveScore(at(db, editor), onArea(2), score)).rejects.toThrow(/scale of this area was changed/);
    await expect(giveScore(at(db, editor), onArea(9), score)).rejects.toThrow(Invalid);
    await giveScore(at(db, editor), onArea(3), score);
    expect(await seen()).toMatchObject([{ scorer: "Eve", reworded: false }]);
  });
});

describe("the database", () => {
  const refused = (message: string) => ({ cause: { code: "23001", message: expect.stringContaining(message) } });

  test("keeps every wording", async () => {
    await expect(db.update(areaVersions).set({ name: "x" })).rejects.toMatchObject(refused("append-only"));
    await expect(db.delete(areaVersions)).rejects.toMatchObject(refused("append-only"));
    await expect(db.execute(sql`truncate area_versions cascade`)).rejects.toMatchObject(refused("append-only"));
  });

  test("refuses words that are no version, and versions that readers do not see", async () => {
    await expect(
      db.update(impactAreas).set({ name: "Unsigned" }).where(eq(impactAreas.slug, "encryption")),
    ).rejects.toMatchObject(refused("is not its newest version"));
    const { wording } = await standing("encryption");
    await expect(
      db.insert(areaVersions).values({ ...wording, areaSlug: "encryption", number: 9, writtenAt: new Date() }),
    ).rejects.toMatchObject(refused("is not its newest version"));
  });
});
