import { expect, test } from "vitest";
import { actorKinds } from "@/db/vocabulary";
import { proposedActorShape } from "@/lib/actors/propose";
import { proposedBodyShape } from "./propose";

test.each(["", "\u200d\u200d", "\u0301\ufe0f", "!!", "👩‍👩‍👧"])("%j names no body and no actor", (name) => {
  expect(proposedBodyShape.safeParse({ name, acronym: null, kind: "other" }).success).toBe(false);
  expect(proposedActorShape.safeParse({ name, kind: actorKinds[0] }).success).toBe(false);
});

test.each(["東京", "Ö1", "می‌خواهم"])("%j names a body or an actor", (name) => {
  expect(proposedBodyShape.safeParse({ name, acronym: null, kind: "other" }).success).toBe(true);
  expect(proposedActorShape.safeParse({ name, kind: actorKinds[0] }).success).toBe(true);
});
