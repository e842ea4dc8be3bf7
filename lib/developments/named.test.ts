import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { actorGroups, actors, bodies } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { heldMarks } from "./held-marks";
import { listNamed } from "./named";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  await heldMarks(client.db);
});
afterAll(() => client.close());

const find = async (word: string, slug: string) =>
  (await listNamed(client.db)).find((one) => one.word === word && one.slug === slug);

test("names are read once, and again after any of them changed", async () => {
  const { db } = client;
  const first = await listNamed(db);
  expect(await listNamed(db)).toBe(first);
  expect(await find("body", "itu")).toMatchObject({ label: "ITU", country: null });

  await db.update(bodies).set({ shortName: "The Union" }).where(eq(bodies.slug, "itu"));
  expect(await find("body", "itu")).toMatchObject({ label: "The Union" });
  await db.insert(actorGroups).values({ slug: "testers", name: "Testers", rule: "Who tests." });
  expect(await find("group", "testers")).toMatchObject({ label: "Testers" });
  // Whom nobody has seen in a published development is not offered.
  await db.update(actors).set({ listing: "proposed" }).where(eq(actors.slug, "france"));
  expect(await find("actor", "france")).toBeUndefined();
  // Also in a transaction, which sees its own changes.
  await db.transaction(async (tx) => {
    await tx.update(bodies).set({ shortName: "Another" }).where(eq(bodies.slug, "itu"));
    const named = await listNamed(tx);
    expect(named.find(({ slug }) => slug === "itu")).toMatchObject({ label: "Another" });
  });
  expect(await find("body", "itu")).toMatchObject({ label: "Another" });
});
