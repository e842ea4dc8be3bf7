import { expect, test } from "vitest";
import { readFilter } from "@/lib/subscriptions/filter";
import { getDryRun } from "./dry-run";
import { weekWorld } from "./testing-weeks";

const { parts, publish, freeze } = weekWorld();

test("a dry run counts, of a week without an issue, the days that the view holds, and opens a list that says the same", async () => {
  for (const decidedOn of ["2026-11-17", "2026-11-19"]) await publish(`Decided on ${decidedOn}`, { decidedOn });
  const now = new Date("2026-11-26T12:00:00Z");
  const week47 = async (view: string) => {
    const [week] = (await getDryRun({ db: parts().db, now }, readFilter(view), "UTC")).weeks;
    return [week?.week, week?.n, week?.href];
  };
  const days = (from: string, to: string) => `/timeline?precision=day&from=${from}&to=${to}`;
  expect(await week47("")).toEqual(["2026-W47", 2, days("2026-11-16", "2026-11-22")]);
  expect(await week47("from=2026-11-18")).toEqual(["2026-W47", 1, days("2026-11-18", "2026-11-22")]);
  expect(await week47("from=2026-11-01&to=2026-11-17")).toEqual(["2026-W47", 1, days("2026-11-16", "2026-11-17")]);
  expect(await week47("to=2026-11-10")).toEqual(["2026-W47", 0, null]);
  expect(await week47("precision=month")).toEqual(["2026-W47", 0, null]);
});

test("of a week with an issue it counts what the issue holds of the view, and opens it", async () => {
  await publish("In the issue", { decidedOn: "2026-11-17" });
  await freeze("2026-W48");
  const now = new Date("2026-11-30T12:00:00Z");
  const run = await getDryRun({ db: parts().db, now }, readFilter("to=2026-11-18"), "UTC");
  // Weeks closed ahead of the clock push none of these out.
  for (const week of ["2026-W49", "2026-W50", "2026-W51", "2026-W52"] as const)
    await freeze(week, new Date("2027-01-01T00:00:00Z"));
  expect((await getDryRun({ db: parts().db, now }, readFilter(""), "UTC")).weeks[0]?.issued).toBe(true);
  expect(run.weeks[0]).toMatchObject({ week: "2026-W48", n: 1, href: "/digests/2026-W48", issued: true });
});
