import { expect, test } from "vitest";
import type { Person } from "@/lib/context";
import { noFilters } from "@/lib/developments/filters";
import { at } from "@/lib/developments/testing";
import { agreementToldTo } from "./agreement-by-area";
import { giveScore } from "./give";
import { onArea, score, scoringWorld } from "./testing";

const { parts, publish } = scoringWorld();

test("whoever has scores to give in an area hears nothing of how far others agree in it, not even that all called it unclear", async () => {
  const { db, ada, eve, contributor } = parts();
  const made = await publish("Scored by one");
  await giveScore(at(db, ada), onArea(made.id, "encryption"), score(null));
  await giveScore(at(db, ada), onArea(made.id, "cybersecurity"), score(2));
  const areas = ["encryption", "cybersecurity"];
  const seen = (caller: Person | null) => agreementToldTo(at(db, caller), noFilters, areas);
  expect([...(await seen(eve))]).toEqual(areas.map((area) => [area, "hidden"]));
  const readers = await Promise.all([null, contributor].map(seen));
  for (const told of readers) expect(told.get("cybersecurity")).toEqual({ alpha: null, pairs: 0 });
});
