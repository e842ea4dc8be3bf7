import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Invalid } from "@/lib/errors";
import { textFields } from "./action";
import { noWords, parseShape } from "./route";

const shape = z.strictObject({ name: z.string({ error: "Write the name." }), inner: z.strictObject({ n: z.int() }) });

function errorsOf(act: () => unknown): Record<string, string> {
  try {
    act();
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
  throw new Error("Nothing was wrong.");
}

describe("input of the wrong shape", () => {
  test("is refused with a message for each field", () => {
    const errors = errorsOf(() => parseShape(shape, { inner: { n: 1.5 }, more: true }));
    expect(Object.keys(errors).sort()).toEqual(["inner.n", "more", "name"]);
    expect(errors.name).toBe("Write the name.");
  });

  test.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "with an extra %s is refused by its name",
    (key) => {
      const outside = JSON.parse(`{ "name": "a", "inner": { "n": 1 }, "${key}": { "role": "admin" } }`);
      expect(Object.keys(errorsOf(() => parseShape(shape, outside)))).toEqual([key]);
      const inside = JSON.parse(`{ "name": "a", "inner": { "n": 1, "${key}": 2 } }`);
      expect(Object.keys(errorsOf(() => parseShape(shape, inside)))).toEqual([`inner.${key}`]);
      expect(Object.keys(errorsOf(() => noWords(new URLSearchParams([[key, "1"]]))))).toEqual([key]);
    },
  );

  test.each([[null], [undefined], ["text"], [7], [[]]])("%j names the body", (input) => {
    expect(Object.keys(errorsOf(() => parseShape(shape, input)))).toEqual(["body"]);
  });

  test("says its name in a message only as long as a name is", () => {
    const [message] = Object.values(errorsOf(() => parseShape(z.strictObject({}), { ["x".repeat(5_000)]: 1 })));
    expect(message?.length).toBeLessThan(100);
  });
});

test("the fields of a form hold whatever name was sent, but files and what React adds", () => {
  const form = new FormData();
  form.append("title", "A");
  form.append("__proto__", "B");
  form.append("$ACTION_ID_1", "C");
  form.append("file", new Blob(["D"]));
  expect(Object.entries(textFields(form))).toEqual([
    ["title", "A"],
    ["__proto__", "B"],
  ]);
});
