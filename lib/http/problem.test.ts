import { describe, expect, test } from "vitest";
import { Conflict, Forbidden, Invalid, NotFound, SignedOut, TooMany } from "@/lib/errors";
import { toProblem } from "./problem";
import { problemResponse } from "./route";

const coded = (code: string) => Object.assign(new Error("internal detail"), { code });
const queried = (code: string) => new Error("Failed query: select secret", { cause: coded(code) });

describe("an error of the product", () => {
  test.each([
    [new Invalid({ title: "Too long." }), 400, { errors: { title: "Too long." }, detail: "Too long." }],
    [new SignedOut("Signed out."), 401, { detail: "Signed out." }],
    [new Forbidden("Not yours."), 403, { detail: "Not yours." }],
    [new NotFound(), 404, { detail: "This page or record does not exist." }],
    [new Conflict("Changed.", { head: 3 }), 409, { detail: "Changed.", conflict: { head: 3 } }],
    [new TooMany("Wait.", 60), 429, { detail: "Wait.", retryAfterSeconds: 60 }],
  ])("%o is %i and explains itself", (error, status, rest) => {
    expect(toProblem(error)).toMatchObject({ status, ...rest });
  });
});

test("whoever was in the way of somebody else is told to try again", () => {
  expect(toProblem(queried("40P01"))).toMatchObject({ status: 503, retryAfterSeconds: 1 });
});

describe("a database that cannot answer", () => {
  test.each([
    "CONNECTION_CLOSED",
    "CONNECTION_ENDED",
    "CONNECTION_DESTROYED",
    "CONNECT_TIMEOUT",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENOENT",
    "EPIPE",
    "57P01",
    "57P02",
    "57P03",
    "57014",
    "53100",
    "53200",
    "53300",
  ])("(%s) is 503, says when to come back and nothing of its inside", (code) => {
    const passedOn = new Error("The page failed.", { cause: queried(code) });
    for (const error of [coded(code), queried(code), passedOn]) {
      const problem = toProblem(error);
      expect(problem).toMatchObject({ status: 503, retryAfterSeconds: 5 });
      expect(JSON.stringify(problem)).not.toMatch(/internal|secret|select/);
    }
  });
});

const circle = new Error("a circle");
circle.cause = circle;

test.each([
  ["what names itself as its cause", circle],
  ["a bug", new TypeError("x is not a function")],
  ["a broken constraint", queried("23505")],
  ["a text", "thrown"],
  ["nothing", undefined],
  ["null", null],
  ["a number as code", { code: 5 }],
])("%s is our own fault, and says nothing of its inside", (_, error) => {
  const problem = toProblem(error);
  expect(problem.status).toBe(500);
  expect(JSON.stringify(problem)).not.toMatch(/function|secret|23505|thrown/);
});

test("a problem is sent as RFC 9457 has it, for no cache, with when to come back", async () => {
  const response = problemResponse(new TooMany("Wait.", 120));
  expect(response.status).toBe(429);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "retry-after": "120",
  });
  expect(await response.json()).toEqual({
    type: "about:blank",
    title: "Too many tries",
    status: 429,
    detail: "Wait.",
  });
});
