import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeOnce } from "./write-once";

const folder = mkdtempSync(join(tmpdir(), "plenary-once-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what is written once stays, and its owner alone may read it", () => {
  const file = join(folder, "deeper", "secret");
  expect(writeOnce(file, () => "first")).toBe("first");
  expect(writeOnce(file, () => "second")).toBe("first");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, "deeper"))).toEqual(["secret"]);
});
