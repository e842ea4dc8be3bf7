import { expect, test } from "vitest";
import type { Person } from "@/lib/context";
import { at } from "@/lib/developments/testing";
import { giveScore } from "@/lib/scores/give";
import { onArea, score, scoringWorld } from "@/lib/scores/testing";
import { readLasting } from "./filter";

const { parts, publish } = scoringWorld();

test("a view to subscribe to tells no directions to whoever has scores to give beside it", async () => {
  const { db, eve, contributor } = parts();
  const made = await publish("Scored in one of two areas");
  await giveScore(at(db, eve), onArea(made.id, "encryption"), score(1));
  const query = new URLSearchParams("q=%22one+of+two+areas%22&area=encryption&direction=positive&asof=2026-11-24");
  const read = async (caller: Person | null) => {
    const { filters, errors } = await readLasting(at(db, caller), query);
    return { direction: filters.direction, asof: filters.asof, wrong: Object.keys(errors) };
  };
  expect(await read(eve)).toEqual({ direction: [], asof: null, wrong: ["direction"] });
  for (const reader of [contributor, null])
    expect(await read(reader)).toEqual({ direction: ["positive"], asof: null, wrong: [] });
});
