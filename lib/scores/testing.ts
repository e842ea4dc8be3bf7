import { afterAll, beforeAll } from "vitest";
import type { Client, Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { at, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";

/** Two who score, a contributor who does not, and what they publish, for all tests of a file. */
export function scoringWorld() {
  let client: Client;
  let parts: { db: Database; ada: Person; eve: Person; contributor: Person };
  beforeAll(async () => {
    client = await testDatabase({ seeded: true });
    const { db } = client;
    parts = {
      db,
      ada: await makePerson(db, { role: "editor", name: "Ada" }),
      eve: await makePerson(db, { role: "editor", name: "Eve" }),
      contributor: await makePerson(db, { role: "contributor" }),
    };
  });
  afterAll(() => client.close());

  async function publish(title: string, areaSlugs = ["encryption", "cybersecurity"]) {
    const { db, ada, contributor } = parts;
    const waiting = await makeWaiting(db, contributor, { title, areaSlugs });
    const decided = await approveReview(at(db, ada), waiting.review.id);
    return { id: waiting.id, slug: decided.slug ?? "", revision: waiting.revision };
  }
  return { parts: () => parts, publish };
}

export const score = (direction: number | null, reason = "Why.") => ({ direction, confidence: 2, reason });

/** An impact as it is named when a score is given. */
export const onArea = (developmentId: number, areaSlug = "encryption") => ({ developmentId, areaSlug, areaVersion: 1 });
