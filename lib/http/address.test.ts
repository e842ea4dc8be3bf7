import { describe, expect, test } from "vitest";
import { isPersonal, keptAddress } from "./address";

describe("the answer to a public address is kept under one spelling", () => {
  test.each([
    ["/", "/"],
    ["/timeline", "/timeline"],
    ["/timeline?", "/timeline"],
    ["/timeline?q=", "/timeline"],
    ["/timeline?type=law&body=itu", "/timeline?body=itu&type=law"],
    ["/timeline?body=itu&body=icann&body=itu", "/timeline?body=icann&body=itu"],
    ["/timeline?q=a%20b", "/timeline?q=a+b"],
    ["/timeline?q=%61", "/timeline?q=a"],
    ["/timeline?type=law&limit=5&cursor=abc", "/timeline?cursor=abc&limit=5&type=law"],
    ["/api/v1/developments?sort=oldest&asof=2026-11-30", "/api/v1/developments?asof=2026-11-30&sort=oldest"],
    ["/deskwork", "/deskwork"],
  ])("%s as %s", (url, kept) => {
    expect(keptAddress(url)).toBe(kept);
    expect(keptAddress(url)).toBe(kept);
  });

  test("the same for every order of the words", () => {
    const words = ["q=a", "body=itu", "from=2026-01-01", "period=after"];
    const orders = words.map((_, at) => [...words.slice(at), ...words.slice(0, at)].join("&"));
    expect(new Set(orders.map((query) => keptAddress(`/timeline?${query}`))).size).toBe(1);
  });
});

test.each([
  "/timeline?utm_source=x",
  "/data/files/developments.csv",
  "/data/files/impacts.csv?area=encryption",
  "/timeline?q=a&colour=red",
  "/timeline?__proto__=1",
  "/timeline?_rsc=abc",
  "/timeline?Q=a",
  `/timeline?q=${"a".repeat(2_000)}`,
  "/desk",
  "/desk/",
  "/desk?q=a",
  "/desk/developments/1",
  "/%64esk",
  "/desk%2Fdevelopments",
  "/sign-in",
  "/sign-in/confirm?cursor=1",
  "/api/auth/session",
  "/api/desk/similar",
  "/api/health",
  "/_next/data/x.json",
  "/%",
])("the answer to %s is not kept", (url) => {
  expect(keptAddress(url)).toBeNull();
});

test.each([
  ["/desk", true],
  ["/desk/reviews?q=a", true],
  ["/%64%65sk/people", true],
  ["/sign-in", true],
  ["/api/auth/csrf", true],
  ["/", false],
  ["/timeline?next=/desk", false],
  ["/desks", false],
  ["/_next/static/x.js", false],
])("%s is for one reader only: %s", (url, personal) => {
  expect(isPersonal(url)).toBe(personal);
});
