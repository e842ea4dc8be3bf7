import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll } from "vitest";
import type { Client } from "@/db/client";
import { developments, publications } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { at, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "./decide";

type Parts = { db: Client["db"]; author: Person; reviewer: Person; contributor: Person };

/** Who writes, who decides and who may do neither alone, for all tests of a file. */
export function reviewingWorld() {
  let client: Client;
  let parts: Parts;
  beforeAll(async () => {
    client = await testDatabase({ seeded: true });
    const { db } = client;
    parts = {
      db,
      author: await makePerson(db, { role: "editor" }),
      reviewer: await makePerson(db, { role: "editor" }),
      contributor: await makePerson(db, { role: "contributor" }),
    };
  });
  afterAll(() => client.close());

  const state = async (id: number) =>
    (await parts.db.select().from(developments).where(eq(developments.id, id)))[0]?.state;
  const current = async (id: number) =>
    (await parts.db.select().from(publications).where(sql`development_id = ${id} and known_until is null`))[0];

  /** Another person's yes, and what readers see after it. */
  async function publish(changes = {}) {
    const { db, author, reviewer } = parts;
    const waiting = await makeWaiting(db, author, changes);
    const { slug } = await approveReview(at(db, reviewer), waiting.review.id);
    return { ...waiting, slug };
  }
  return { parts: () => parts, state, current, publish };
}
