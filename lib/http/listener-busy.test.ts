import { describe, expect, test, vi } from "vitest";
import { listenerWorld } from "./listener-testing";

/** What is answered while not everything can be. */

const { record, get, hear, hold, letGo, onRequest } = listenerWorld();

describe("while the database is away", () => {
  test("what was kept stands in for a minute; the rest is 503 and says when to come back", async () => {
    const before = await get("/");
    record.version = 2;
    record.away = true;
    expect((await get("/")).body).toEqual(before.body);
    for (const [url, type] of [
      ["/timeline", "text/html; charset=utf-8"],
      ["/api/v1/developments", "application/problem+json"],
    ]) {
      const got = await get(url ?? "");
      expect(got).toMatchObject({ status: 503, headers: { "retry-after": "5", "content-type": type } });
      expect(got.headers["cache-control"]).toBe("no-store");
    }
    vi.setSystemTime(new Date("2026-11-24T08:00:59Z"));
    expect(await get("/")).toMatchObject({ status: 200 });
    vi.setSystemTime(new Date("2026-11-24T08:01:00Z"));
    expect(await get("/")).toMatchObject({ status: 503 });
  });

  test("a page of the desk that failed over it is 503; one that failed by itself is 500", async () => {
    const headers = { "retry-after": "5", "cache-control": "private, no-store" };
    expect(await get("/desk/failed-away")).toMatchObject({ status: 503, headers });
    const got = await get("/desk/failed");
    expect(got).toMatchObject({ status: 500 });
    expect(got.headers).not.toHaveProperty("retry-after");
  });

  test("what is known to have changed does not stand in", async () => {
    await get("/");
    record.away = true;
    hear(2);
    expect(await get("/")).toMatchObject({ status: 503 });
  });

  test("it is found by itself when it is back", async () => {
    record.away = true;
    expect(await get("/")).toMatchObject({ status: 503 });
    Object.assign(record, { version: 7, away: false });
    await vi.waitFor(async () => expect((await get("/")).status).toBe(200), { interval: 5, timeout: 20_000 });
    expect((await get("/")).body.toString()).toContain("Version 7");
  });
});

test("more renders than can be done soon are 503, and those under way are finished", async () => {
  const line = hold();
  let received = 0;
  onRequest(() => {
    received += 1;
  });
  const readers = Array.from({ length: 406 }, (_, n) => get(`/page-${n}`));
  await vi.waitFor(() => expect([received, line.length]).toEqual([406, 6]), { timeout: 20_000 });
  expect(await get("/one-more")).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
  letGo();
  for (const { status } of await Promise.all(readers)) expect(status).toBe(200);
});
