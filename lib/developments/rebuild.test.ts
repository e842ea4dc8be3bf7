import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { dataVersions, publications as p } from "@/db/schema";
import { makePerson, secondClient, testDatabase, untilWaiting } from "@/db/testing";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { onArea, score } from "@/lib/scores/testing";
import { rebuildPublications } from "./rebuild";
import { at, makeWaiting } from "./testing";
import { verifyPublications } from "./verify";

let client: Client;
let other: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  other = secondClient(client);
});
afterAll(async () => {
  await other.close();
  await client.close();
});

test("rows are made anew while others score: each waits for the other, and none fails", async () => {
  const [author, editor] = [
    await makePerson(client.db, { role: "editor" }),
    await makePerson(client.db, { role: "editor" }),
  ];
  const { id, review } = await makeWaiting(client.db, author);
  await approveReview(at(client.db, editor), review.id);
  let scored = 0;
  let isDone = false;
  const scoring = (async () => {
    for (; !isDone; scored += 1) await giveScore(at(other.db, editor), onArea(id), score(scored % 3));
  })();
  for (let turn = 0; turn < 6; turn += 1) await rebuildPublications(client.db);
  isDone = true;
  await scoring;
  expect(scored).toBeGreaterThan(0);
});

test.each([
  ["making all rows anew", () => rebuildPublications(client.db)],
  ["comparing them with what they should be", () => verifyPublications(client.db)],
])("%s waits for whoever publishes before it touches a row: neither waits for the other for ever", async (_, work) => {
  const [row] = await client.db.select().from(p).limit(1);
  let working: Promise<unknown> | undefined;
  await other.db.transaction(async (tx) => {
    await tx.select().from(dataVersions).for("update");
    working = work();
    await untilWaiting(client.db, 1);
    await tx
      .update(p)
      .set({ lead: row?.lead ?? "" })
      .where(eq(p.id, row?.id ?? 0));
  });
  await working;
});
