import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { Invalid, Moved, NotFound } from "@/lib/errors";
import { answerFrom } from "./direct";
import { publicRoute } from "./route";

const routes = {
  "/api/v1/words": publicRoute(async (_, query) => ({ q: query.getAll("q") })),
  "/api/v1/words/[word]": publicRoute(async (_, __, { word }) => {
    if (word === "wrong") throw new Invalid({ word: "There is no such word." });
    if (word === "missing") throw new NotFound("There is none.");
    if (word === "moved") throw new Moved("/api/v1/words/there");
    if (word === "long") return "x".repeat(5_000_000);
    return { word };
  }),
};
/** Nothing here asks it. */
const db = {} as Database;
const ask = async (address: string) => {
  const answer = await answerFrom(routes, address, () => ({ db, caller: null, now: new Date(0) }));
  return answer && { ...answer, body: answer.body.toString() };
};

test("an address with a query, and one that ends in a value, are answered as JSON", async () => {
  const json = { status: 200, headers: { "content-type": "application/json" }, failed: null };
  expect(await ask("/api/v1/words?q=a&q=b%20c")).toMatchObject({ ...json, body: '{"q":["a","b c"]}' });
  expect(await ask("/api/v1/words?q=why?&q=b?c")).toMatchObject({ ...json, body: '{"q":["why?","b?c"]}' });
  expect(await ask("/api/v1/words/one-2?q=x")).toMatchObject({ ...json, body: '{"word":"one-2"}' });
});

test("what is refused, missing or elsewhere is said as a route says it", async () => {
  const wrong = await ask("/api/v1/words/wrong");
  expect(wrong).toMatchObject({ status: 400, headers: { "content-type": "application/problem+json" } });
  expect(JSON.parse(wrong?.body ?? "").errors).toEqual({ word: "There is no such word." });
  expect(await ask("/api/v1/words/missing")).toMatchObject({ status: 404 });
  expect(await ask("/api/v1/words/moved")).toMatchObject({ status: 308, headers: { location: "/api/v1/words/there" } });
  await expect(ask("/api/v1/words/long")).rejects.toThrow();
});

test.each([
  ["/api/v1/words/"],
  ["/api/v1/words/a/b"],
  ["/api/v1/words/a%2Fb"],
  ["/api/v1/words/[word]"],
  ["/api/v1/word"],
  ["/api/v1/constructor"],
  ["/timeline"],
  ["//api/v1/words"],
])("%s is left to Next", async (address) => {
  expect(await ask(address)).toBeNull();
});
