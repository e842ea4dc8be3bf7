import { describe, expect, test } from "vitest";
import { chooseEncoding, isCompressible } from "./compress";

describe("the encoding of an answer", () => {
  test.each([
    [undefined, null],
    ["", null],
    ["gzip", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=0.5, gzip;q=0.8", "gzip"],
    ["br; q=0.8, gzip;q=0.8", "br"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0, gzip;q=0", null],
    ["*", "br"],
    ["*;q=0", null],
    ["br;q=0, *", "gzip"],
    ["GZIP", "gzip"],
    ["identity", null],
    ["deflate, zstd", null],
    ["gzip;q=much", null],
    [" , ;q=1,,", null],
  ])("for %j is %j", (accept, encoding) => {
    expect(chooseEncoding(accept)).toBe(encoding);
  });
});

test.each([
  ["text/html; charset=utf-8", true],
  ["application/json", true],
  ["application/problem+json", true],
  ["application/javascript; charset=UTF-8", true],
  ["image/svg+xml", true],
  ["text/event-stream", false],
  ["image/png", false],
  ["font/woff2", false],
  [undefined, false],
])("%s is worth compressing: %s", (type, worth) => {
  expect(isCompressible(type, 5_000)).toBe(worth);
  expect(isCompressible(type, 100)).toBe(false);
});
