import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor";
import { Invalid } from "./errors";

const key = ["real", "int", "bigint"] as const;

test.each([[[0.0607927, 41_000, 191]], [[0, -43_000, 0]], [[1e-20, 2_147_483_647, Number.MAX_SAFE_INTEGER]]])(
  "%j comes back as it was written",
  (values) => {
    const cursor = writeCursor("relevance", values);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor(cursor, "relevance", [...key])).toEqual(values);
  },
);

describe("a cursor that was not written for this list is refused by its name", () => {
  test.each([
    ["another order", writeCursor("newest", [1, 2, 3])],
    ["too few numbers", writeCursor("relevance", [1, 2])],
    ["too many numbers", writeCursor("relevance", [1, 2, 3, 4])],
    ["words", writeCursor("relevance", ["one", "two", "three"])],
    ["endless numbers", writeCursor("relevance", [Number.POSITIVE_INFINITY, 1, 1])],
    ["a number beyond its column", writeCursor("relevance", [1, 2_147_483_648, 1])],
    ["a number beyond all columns", writeCursor("relevance", [1e300, 1, 1])],
    ["a number too small for its column", writeCursor("relevance", [1e-60, 1, 1])],
    ["a broken number", writeCursor("relevance", [1, 0.5, 1])],
    ["nothing", ""],
    ["no base64", "%%%"],
    ["noise", "AAAA____----"],
  ])("%s", (_, cursor) => {
    expect(() => readCursor(cursor, "relevance", [...key])).toThrow(Invalid);
  });
});
