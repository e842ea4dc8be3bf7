import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { writeCursor } from "@/lib/cursor";
import { Invalid } from "@/lib/errors";
import { listFacets } from "./facets";
import { filterWords, manyWords, noFilters } from "./filters";
import { parseFilters } from "./parse-filters";
import { readFilters } from "./query";
import { listDevelopments } from "./timeline";

const parse = (query: string) => parseFilters(new URLSearchParams(query));

describe("what is wrong is named by its word, and the rest applies", () => {
  test.each([
    ["from=2026-02-30", "from"],
    ["asof=yesterday", "asof"],
    ["to=1700-01-01", "to"],
    ["type=lawsuit", "type"],
    ["direction=-1", "direction"],
    ["body=ITU", "body"],
    ["body=../etc", "body"],
    ["sort=title", "sort"],
    ["sort=relevance", "sort"],
    ["q=a%00b", "q"],
    ["q=a%E2%80%AEb", "q"],
    [`q=${"a".repeat(201)}`, "q"],
    ["from=2026-01-01&from=2026-01-02", "from"],
    ["from=2026-02-01&to=2026-01-01", "to"],
    [Array.from({ length: 41 }, (_, n) => `body=body-${n}`).join("&"), "body"],
    ["colour=red", "colour"],
    ["Q=a", "Q"],
    ["__proto__=1", "__proto__"],
    ["constructor=1", "constructor"],
    ["toString=1", "toString"],
    ["title_search=1", "title_search"],
  ])("%s names %s", (query, word) => {
    const { filters, errors } = parse(`${query}&period=after`);
    expect(Object.keys(errors)).toEqual([word]);
    expect(filters).toMatchObject({ ...noFilters, period: ["after"], from: filters.from });
  });

  test("an empty value says nothing", () => {
    const query = filterWords.map((word) => `${word}=`).join("&");
    expect(parse(query)).toEqual({ filters: noFilters, errors: {} });
  });

  test("a long value is not said back whole", () => {
    for (const word of filterWords) {
      const { errors } = parse(`${word}=${"x".repeat(5_000)}`);
      expect(Object.values(errors).join("").length).toBeLessThan(400);
    }
  });
});

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("noise in every word", () => {
  let db: Database;
  beforeAll(async () => {
    ({ db } = await testDatabase({ seeded: true }));
  });

  const next = numbers(20_261_124);
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(next() * from.length)] as Value;
  const pieces = [
    ...["itu", "encryption", "united-states", "law", "after", "newest", "negative", "host", "2026-01-07", "2026-02-30"],
    ...["'", '"', "\\", "%", "_", "*", ":*", "&", "|", "!", "(", ")", "<->", "--", "/*", ";", "$1", "\u0000"],
    ...["\u202e", "\ud800", "\udc00", "\ue000", "\ufeff", "\n", "\t", "é", "e\u0301", "日本", "😀", "İ", "ß", "ﬁ", "٣"],
    ...["-1", "0", "1e309", "NaN", "null", "undefined", "[object Object]", "../..", "{}", "a".repeat(300), " "],
  ];
  const junk = () => Array.from({ length: 1 + Math.floor(next() * 4) }, () => pick(pieces)).join(pick(["", " ", "-"]));

  test("is read, or refused by that word, and never anything else", async () => {
    for (let round = 0; round < 200; round++) {
      const query = new URLSearchParams();
      const word = pick([...filterWords, "limit", "cursor", "colour"]);
      for (let times = 0; times <= next() * 3; times++) query.append(word, junk());
      if (next() < 0.5) query.append(pick(filterWords), junk());
      const { filters, errors } = await readFilters({ db, now: new Date("2026-11-25T12:00:00Z") }, query);
      for (const named of Object.keys(errors)) expect([...query.keys(), "to", "sort"]).toContain(named);
      for (const many of manyWords) expect(filters[many]).toBeInstanceOf(Array);
      // Whatever is left of it, the database takes.
      if (round % 4 === 0) await listFacets({ db }, filters);
      await listDevelopments({ db }, filters, { limit: 2 });
    }
  });

  test("as a search finds something or nothing", async () => {
    for (let round = 0; round < 200; round++) {
      const { filters } = await readFilters(
        { db, now: new Date("2026-11-25T12:00:00Z") },
        new URLSearchParams({ q: junk(), sort: "relevance" }),
      );
      await listDevelopments({ db }, filters, { limit: 2 });
    }
  });

  test("as a cursor is refused by name", async () => {
    const values = [0, -1, 0.5, 1e300, 1e-300, 2 ** 31, 2 ** 53, 2 ** 70, "", "x", "0x10", "1e3"];
    for (const sort of ["newest", "oldest", "relevance"] as const) {
      for (let round = 0; round < 60; round++) {
        const key = Array.from({ length: pick([1, 2, 3]) }, () => pick(values));
        const cursor = pick([writeCursor(sort, key), junk()]);
        const filters = { ...noFilters, sort, q: sort === "relevance" ? "internet" : null };
        await listDevelopments({ db }, filters, { limit: 2, cursor }).catch((error) => {
          expect(error).toBeInstanceOf(Invalid);
          expect(Object.keys(error.fields)).toEqual(["cursor"]);
        });
      }
    }
  });
});
