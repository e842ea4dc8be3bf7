import { expect, test } from "vitest";
import { NotFound } from "@/lib/errors";
import { idOf } from "./id";

test.each([
  ["1", 1],
  ["191", 191],
  ["999999999999999", 999_999_999_999_999],
])("%s is a number of the record", (text, id) => {
  expect(idOf(text)).toBe(id);
});

test.each([undefined, "", "0", "01", "-1", "+1", "1.5", "1e3", "0x1", " 1", "1 or 1=1", "1".repeat(16), "\u0663"])(
  "%j is none",
  (text) => {
    expect(() => idOf(text)).toThrow(NotFound);
  },
);
