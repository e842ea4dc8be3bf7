import { expect, test } from "vitest";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { onArea, score } from "@/lib/scores/testing";
import { rebuildPublications } from "./rebuild";
import { at, makeWaiting } from "./testing";

test("rows are made anew while others score: each waits for the other, and none fails", async () => {
  const client = await testDatabase({ seeded: true });
  const other = secondClient(client);
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
  await other.close();
  await client.close();
});
