import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, connectForAnswers } from "@/db/client";
import { connectionOf, makePerson, testDatabase, untilWaiting } from "@/db/testing";
import type { Person } from "@/lib/context";
import { listConcerning } from "@/lib/developments/concerning";
import { projectDevelopments } from "@/lib/developments/project";
import { submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeWaiting } from "@/lib/developments/testing";
import { bounded } from "@/lib/http/bounded";
import { giveScore } from "@/lib/scores/give";
import { approveReview } from "./decide";

let client: Client;
let answers: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  answers = bounded(connectForAnswers(connectionOf(client)));
});
afterAll(async () => {
  await answers.close();
  await client.close();
});

/** A decision and one that carries it forward, both published, and who works on them. */
async function publishStages() {
  const [author, one, other] = await Promise.all(
    ["author", "one", "other"].map((name) => makePerson(client.db, { name, role: "editor" })),
  );
  if (!author || !one || !other) throw new Error("Nobody is there.");
  const earlier = await makeWaiting(client.db, author, { title: "An earlier stage", status: "proposed" });
  const { slug } = await approveReview(at(answers.db, one), earlier.review.id);
  const later = await makeWaiting(client.db, author, {
    title: "A later stage",
    carriesForward: [slug ?? ""],
    affectedBodySlugs: ["unesco"],
  });
  await approveReview(at(answers.db, one), later.review.id);
  return { author, one, other, earlier, later };
}

const score = (by: Person, developmentId: number) =>
  giveScore(
    at(answers.db, by),
    { developmentId, areaSlug: "encryption", areaVersion: 1 },
    { direction: 1, confidence: 2, reason: "Made up." },
  );

test("a decision and its earlier stage are scored and approved at once, and neither waits for the other for ever", async () => {
  const { author, one, other, earlier, later } = await publishStages();
  for (let turn = 0; turn < 4; turn++) await Promise.all([score(one, earlier.id), score(other, later.id)]);

  const stages = [earlier, later].map(({ id, revision }) => ({ id, base: revision.id }));
  for (let turn = 0; turn < 3; turn++) {
    const reviews: number[] = [];
    for (const stage of stages) {
      const changes = { summary: `Changed ${turn} times. Again.` };
      const saved = await saveDevelopment(at(client.db, author), stage.id, { base: stage.base, changes });
      stage.base = saved.revision.id;
      reviews.push((await submitDevelopment(at(client.db, author), stage.id, stage.base)).id);
    }
    const decided = await Promise.all(reviews.map((id, n) => approveReview(at(answers.db, n === 0 ? one : other), id)));
    expect(decided).toHaveLength(2);
  }
});

test("while other rows are put in the place of a stage, it is scored and read as a whole", async () => {
  const { other, earlier, later } = await publishStages();
  const read = () => listConcerning({ db: answers.db, caller: null }, "unesco", 1);
  const before = await read();
  const { given, reading } = await client.db.transaction(async (tx) => {
    await tx.execute(sql`lock table publication_areas in access exclusive mode`);
    const begun = { given: score(other, later.id), reading: read() };
    await untilWaiting(client.db, 2);
    await projectDevelopments(tx, [earlier.id]);
    return begun;
  });
  await given;
  expect(before).toMatchObject([{ id: later.id, impacts: [{ area: { slug: "encryption" } }] }]);
  expect(await reading).toEqual(before);
});
