import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { routes } from "./direct";

test("every address of the public API is answered without Next", () => {
  const files = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" });
  const addresses = files.flatMap((file) => (file.endsWith("/route.ts") ? `/api/v1/${file.slice(0, -9)}` : []));
  expect(Object.keys(routes).sort()).toEqual(addresses.sort());
});
