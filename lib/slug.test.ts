import { expect, test } from "vitest";
import { firstFree, slugify } from "./slug";

test("a title becomes plain lowercase words", () => {
  expect(slugify("Été 2026: ICANN’s “round” (RFC 9852)")).toBe("ete-2026-icann-s-round-rfc-9852");
});

test("a long title is cut at a word", () => {
  const slug = slugify("word ".repeat(40));
  expect(slug.length).toBeLessThanOrEqual(90);
  expect(slug.endsWith("word")).toBe(true);
});

test("a title without any letter of the alphabet still has an address", () => {
  expect(slugify("東京")).toBe("untitled");
});

test("a taken address gets the next number", () => {
  expect(firstFree("a", new Set(["a", "a-2"]))).toBe("a-3");
});
