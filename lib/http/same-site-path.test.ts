import { expect, test } from "vitest";
import { sameSitePath } from "./same-site-path";

test.each(["/desk", "/desk/developments/3?x=1"])("keeps %s", (path) => {
  expect(sameSitePath(path, "/")).toBe(path);
});

test.each([
  null,
  "",
  "desk",
  "//example.org",
  "/\\example.org",
  "https://example.org",
  "javascript:alert(1)",
  "/\t/example.org",
  "/..//example.org",
  "/.//example.org",
])("goes nowhere else for %j", (path) => {
  expect(["/", "/example.org"]).toContain(sameSitePath(path, "/"));
});
