import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import starter from "@/db/starter/claims.json";
import { makePerson, testDatabase } from "@/db/testing";
import { retractDevelopment } from "@/lib/developments/propose";
import { at } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import { holds, readClaimFilters } from "./filters";
import { listClaims } from "./queries";

let client: Client;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
});
afterAll(() => client.close());

test("each claim stands with its test, its status and the evidence that readers can open", async () => {
  const { claims, sources } = await listClaims(client);
  expect(sources).toHaveLength(1);
  expect(claims.map(({ slug, status }) => [slug, status])).toEqual(
    starter.claims.map(({ slug, status }) => [slug, status]),
  );
  expect(claims.filter(({ test, statusReason }) => test === "" || statusReason === "")).toEqual([]);
  const mixed = claims.filter((one) => holds(one, { status: "mixed", area: "data-localisation" }));
  expect(
    mixed.filter(({ status, areas }) => status !== "mixed" || !areas.some(({ slug }) => slug === "data-localisation")),
  ).toEqual([]);
  expect(mixed.length).toBeGreaterThan(0);
  expect(readClaimFilters(new URLSearchParams("status=true&colour=red&area=encryption"), ["encryption"])).toMatchObject(
    {
      filters: { status: null, area: "encryption" },
      errors: { status: expect.stringContaining("must be one of"), colour: expect.stringContaining("not known") },
    },
  );
});

test("what was retracted is evidence no more", async () => {
  const { db } = client;
  const [author, editor] = [await makePerson(db, { role: "editor" }), await makePerson(db, { role: "editor" })];
  const cited = (await listClaims(client)).claims.flatMap(({ evidence }) => evidence)[0]?.slug ?? "";
  const [row] = await client.sql<{ id: string }[]>`select id from developments where slug = ${cited}`;
  const review = await retractDevelopment(at(db, author), Number(row?.id), "It did not happen.");
  await approveReview(at(db, editor), review.id);
  expect((await listClaims(client)).claims.flatMap(({ evidence }) => evidence).map(({ slug }) => slug)).not.toContain(
    cited,
  );
});
