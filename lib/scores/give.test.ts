import { and, asc, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { publications as p, publicationAreas, scores } from "@/db/schema";
import type { Person } from "@/lib/context";
import { getDevelopment } from "@/lib/developments/detail";
import { retractDevelopment, submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeWaiting } from "@/lib/developments/testing";
import { Forbidden, Invalid, NotFound } from "@/lib/errors";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "./give";
import { getForScoring, listToScore } from "./queries";
import { onArea, score, scoringWorld } from "./testing";

const { parts, publish } = scoringWorld();
let db: Database;
let ada: Person;
let eve: Person;
let contributor: Person;
let id: number;
beforeAll(async () => {
  ({ db, ada, eve, contributor } = parts());
  ({ id } = await publish("A development to be scored"));
});

describe("a score", () => {
  test("from a second window is refused in words, and counts when it is sent again; twice the same is once", async () => {
    const other = await publish("A development scored in two windows", ["encryption"]);
    const given = () => db.select().from(scores).where(eq(scores.developmentId, other.id)).orderBy(asc(scores.id));
    const give = (over: number | null, one: ReturnType<typeof score>) =>
      giveScore(at(db, ada), { ...onArea(other.id), over }, one);
    const [first, second] = [score(2, "Said in the first window"), score(-1, "Said in the second window")];
    await give(null, first);
    await expect(give(null, second)).rejects.toThrow(/strongly opens, “Said in the first window”\. Save again/);
    await give(null, first);
    expect(await given()).toMatchObject([first]);
    const { impacts } = await getForScoring({ ...at(db, ada), caller: ada }, other.id);
    await give(impacts[0]?.own?.id ?? null, second);
    expect(await given()).toMatchObject([first, second]);
  });

  test("that is unclear is no direction", async () => {
    const other = await publish("A development nobody can tell of", ["encryption"]);
    await giveScore(at(db, ada), onArea(other.id), score(null));
    const [row] = await db
      .select()
      .from(publicationAreas)
      .innerJoin(p, eq(p.id, publicationAreas.publicationId))
      .where(and(eq(p.developmentId, other.id), isNull(p.knownUntil)));
    expect(row?.publication_areas).toMatchObject({ direction: "unscored", scorers: 0 });
  });
});

describe("is refused", () => {
  test("to contributors and to anybody who is not signed in", async () => {
    await expect(giveScore(at(db, contributor), onArea(id), score(1))).rejects.toThrow(Forbidden);
    await expect(giveScore(at(db, null), onArea(id), score(1))).rejects.toThrow(Forbidden);
    await expect(listToScore({ ...at(db, contributor), caller: contributor })).rejects.toThrow(Forbidden);
  });

  test("for drafts, retracted developments and areas that the published version does not name", async () => {
    const draft = await makeWaiting(db, contributor, { title: "Not published" });
    await expect(giveScore(at(db, ada), onArea(draft.id), score(1))).rejects.toThrow(NotFound);
    await expect(giveScore(at(db, ada), onArea(id, "fragmentation"), score(1))).rejects.toThrow(Invalid);
    const gone = await publish("Soon retracted");
    const retraction = await retractDevelopment(at(db, eve), gone.id, "It did not happen.");
    await approveReview(at(db, ada), retraction.id);
    await expect(giveScore(at(db, ada), onArea(gone.id), score(1))).rejects.toThrow(Invalid);
  });
});
test("what is left to score is each published impact that the caller has not scored", async () => {
  await giveScore(at(db, eve), onArea(id), score(0));
  const ctx = { ...at(db, eve), caller: eve };
  const left = await listToScore(ctx);
  expect(left.find((row) => row.id === id)?.areas).toEqual([{ slug: "cybersecurity", name: "Cybersecurity" }]);
  const [first] = await listToScore(ctx, { area: "encryption" });
  expect(first?.areas).toEqual([{ slug: "encryption", name: "Encryption" }]);
});
test("a score begins a span of its own, and the history shows each approved revision once", async () => {
  const made = await publish("A development with a past");
  await giveScore(at(db, ada), onArea(made.id), score(2));
  const saved = await saveDevelopment(at(db, contributor), made.id, {
    base: made.revision.id,
    changes: { summary: "Other words." },
  }).catch(() => null);
  expect(saved).toBeNull();
  const edited = await saveDevelopment(at(db, eve), made.id, {
    base: made.revision.id,
    changes: { summary: "Other words." },
  });
  const review = await submitDevelopment(at(db, eve), made.id, edited.revision.id);
  await approveReview(at(db, ada), review.id);
  const spans = await db.select().from(p).where(eq(p.developmentId, made.id)).orderBy(p.knownFrom);
  expect(spans).toHaveLength(3);
  expect(spans.map((span) => span.knownUntil?.getTime() ?? null)).toEqual([
    ...spans.slice(1).map((span) => span.knownFrom.getTime()),
    null,
  ]);
  expect(new Set(spans.map((span) => span.approvedAt.getTime())).size).toBe(2);
  expect((await getDevelopment(at(db, null), made.slug)).revisionCount).toBe(2);
});
