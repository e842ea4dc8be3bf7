import { describe, expect, test } from "vitest";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { spansOf, stageDays } from "./spans";

const version = (
  status: DevelopmentStatus,
  decidedOn: string,
  rest: { datePrecision?: DatePrecision; takesEffectOn?: string | null } = {},
) => ({ ...{ status, decidedOn, datePrecision: "day" as DatePrecision, takesEffectOn: null }, ...rest });
const nothing = { "to-adoption": null, "to-effect": null };

describe("days to adoption", () => {
  test("are counted from the earliest proposal, a proposal's own day being its newest", () => {
    const adopted = version("adopted", "2026-03-01", { takesEffectOn: "2026-03-31" });
    const stages = [
      [version("proposed", "2026-02-01")],
      [version("proposed", "2025-12-01"), version("proposed", "2026-01-30"), version("rejected", "2026-02-03")],
    ];
    expect(spansOf(adopted, [adopted], stages)).toEqual({ "to-adoption": 30, "to-effect": 30 });
  });

  test("are not known where a day is not, nor backwards, nor of what was only proposed", () => {
    const of = (one: ReturnType<typeof version>, proposal: ReturnType<typeof version>) =>
      spansOf(one, [one], [[proposal]]);
    expect(of(version("adopted", "2026-03-01", { datePrecision: "month" }), version("proposed", "2026-02-01"))).toEqual(
      nothing,
    );
    expect(of(version("adopted", "2026-03-01"), version("proposed", "2026-02-01", { datePrecision: "month" }))).toEqual(
      nothing,
    );
    expect(of(version("adopted", "2026-03-01"), version("proposed", "2026-04-01"))).toEqual(nothing);
    expect(of(version("proposed", "2026-03-01"), version("proposed", "2026-02-01"))).toEqual(nothing);
  });

  test("end with the adoption, also after it came into force", () => {
    const own = [
      version("proposed", "2026-01-01"),
      version("adopted", "2026-01-11"),
      version("in-force", "2026-02-10"),
    ];
    expect(spansOf(version("in-force", "2026-02-10"), own, [])).toEqual({ "to-adoption": 10, "to-effect": 30 });
  });
});

describe("days to effect", () => {
  test("are not the day of the adoption where no other is given", () => {
    const own = [version("adopted", "2026-01-11"), version("in-force", "2026-01-11")];
    expect(spansOf(version("in-force", "2026-01-11"), own, [])).toEqual(nothing);
    expect(spansOf(version("in-force", "2026-01-11"), own.slice(1), [])).toEqual(nothing);
  });

  test("run from the last adoption among the stages to the day of a later development", () => {
    const inForce = version("in-force", "2026-04-01");
    const stages = [
      [version("adopted", "2026-01-01")],
      [version("proposed", "2025-01-01"), version("adopted", "2026-03-02")],
    ];
    expect(spansOf(inForce, [inForce], stages)).toEqual({ "to-adoption": null, "to-effect": 30 });
    expect(spansOf(version("implemented", "2026-04-01"), [], stages)).toEqual(nothing);
  });

  test("are counted once: not again where the adoption gives its own", () => {
    const inForce = version("in-force", "2026-04-01");
    const stages = [[version("adopted", "2026-03-01", { takesEffectOn: "2026-03-31" })]];
    expect(spansOf(inForce, [inForce], stages)).toEqual(nothing);
  });
});

test("of what is in force the day it takes effect is that of being in force, and the day it was decided that of the adoption", () => {
  const days = (status: DevelopmentStatus, takesEffectOn: string | null) => {
    const one = version(status, "2026-03-01", { takesEffectOn });
    return Object.fromEntries(Object.entries(stageDays(one, [one])).map(([stage, day]) => [stage, day?.on]));
  };
  expect(days("in-force", "2026-04-01")).toEqual({ adopted: "2026-03-01", "in-force": "2026-04-01" });
  expect(days("in-force", null)).toEqual({ adopted: "2026-03-01" });
  expect(days("in-force", "2026-02-01")).toEqual({ adopted: "2026-03-01", "in-force": "2026-02-01" });
  expect(days("adopted", "2026-04-01")).toEqual({ adopted: "2026-03-01", "in-force": "2026-04-01" });
  expect(days("implemented", "2026-04-01")).toEqual({ adopted: "2026-03-01", "in-force": "2026-04-01" });
  expect(days("proposed", "2026-04-01")).toEqual({ proposed: "2026-03-01" });
  expect(days("lapsed", "2026-04-01")).toEqual({ lapsed: "2026-03-01" });
});

test("each stage keeps the day that an earlier version gave it, as exactly as that was known", () => {
  const own = [version("proposed", "2026-01-01", { datePrecision: "month" }), version("adopted", "2026-02-01")];
  const [proposed, adopted] = [
    { on: "2026-01-01", datePrecision: "month" },
    { on: "2026-02-01", datePrecision: "day" },
  ];
  const until = (...later: ReturnType<typeof version>[]) => {
    const all = [...own, ...later];
    return all.map((one) => stageDays(one, all)).at(-1);
  };
  expect(until()).toEqual({ proposed, adopted });
  const inForce = { on: "2026-03-01", datePrecision: "day" };
  expect(until(version("in-force", "2026-03-01"))).toEqual({ proposed, adopted, "in-force": inForce });
  const later = version("in-force", "2026-03-01", { takesEffectOn: "2026-04-01" });
  const effect = { on: "2026-04-01", datePrecision: "day" };
  expect(until(later)).toEqual({ proposed, adopted, "in-force": effect });
  // The decision's own day is no day of being in force.
  expect(until(version("in-force", "2026-02-01"))).toEqual({ proposed, adopted });
  const done = { on: "2026-05-01", datePrecision: "day" };
  const implemented = version("implemented", "2026-05-01");
  expect(until(version("in-force", "2026-03-01"), implemented)).toEqual({
    ...{ proposed, adopted, "in-force": inForce, implemented: done },
  });
  expect(until(later, { ...implemented, takesEffectOn: "2026-04-01" })).toEqual({
    ...{ proposed, adopted, "in-force": effect, implemented: done },
  });
  // The day of effect was taken back.
  expect(until(later, implemented)).toEqual({ proposed, adopted, implemented: done });
  expect(until(version("withdrawn", "2026-05-01"))).toEqual({ proposed, withdrawn: done });
});

test("what carries an adoption forward says when it came into force, and no adoption of its own", () => {
  const one = version("in-force", "2026-04-01");
  const day = { on: "2026-04-01", datePrecision: "day" };
  expect(stageDays(one, [one], [version("adopted", "2026-03-01")])).toEqual({ "in-force": day });
  expect(stageDays(one, [one], [version("proposed", "2026-03-01")])).toEqual({ adopted: day });
});

test("the days between two stages are those between their days on the track", () => {
  const statuses = ["proposed", "adopted", "in-force", "implemented"] as const;
  const dates = ["2026-01-05", "2026-02-05", "2026-03-05"];
  const versions = statuses.flatMap((status) =>
    dates.flatMap((on) =>
      [null, "2026-02-05", "2026-04-05"].map((takesEffectOn) => version(status, on, { takesEffectOn })),
    ),
  );
  let told = 0;
  for (const first of versions) {
    for (const second of versions) {
      const own = [first, second];
      const { "in-force": inForce, adopted, proposed } = stageDays(second, own);
      const between = (from?: { on: string }, to?: { on: string }) =>
        from && to && from.on <= to.on ? (Date.parse(to.on) - Date.parse(from.on)) / 86_400_000 : null;
      const isDecided = second.status !== "proposed";
      expect(spansOf(second, own, [])).toEqual({
        "to-adoption": isDecided ? between(proposed, adopted) : null,
        "to-effect": isDecided ? between(adopted, inForce) : null,
      });
      told += inForce ? 1 : 0;
    }
  }
  expect(told).toBeGreaterThan(100);
});

test("a day of effect is said to the day, also where it is the first of a month or year of which no more is known", () => {
  const one = version("in-force", "2026-01-01", { datePrecision: "year", takesEffectOn: "2026-01-01" });
  expect(stageDays(one, [one])).toEqual({
    adopted: { on: "2026-01-01", datePrecision: "year" },
    "in-force": { on: "2026-01-01", datePrecision: "day" },
  });
});
