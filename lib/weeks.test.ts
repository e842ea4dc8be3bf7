import { describe, expect, test } from "vitest";
import { addDays, dayIn } from "./days";
import { addWeeks, hourOn, isWeek, mondayOf, sayWeekDays, type Week, weekAt, weekOf, windowOf } from "./weeks";

/** Zones with every kind of change: at midnight, at two, by half an hour, never, in the other half of the year. */
const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "Africa/Cairo",
  "Asia/Beirut",
  "America/Havana",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "America/St_Johns",
];

describe("weeks of ISO 8601", () => {
  test.each<[string, string]>([
    ["2026-01-01", "2026-W01"],
    ["2025-12-29", "2026-W01"],
    ["2026-12-31", "2026-W53"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
    ["2026-11-26", "2026-W48"],
    ["2024-12-30", "2025-W01"],
  ])("%s lies in %s", (day, week) => {
    expect(weekOf(day)).toBe(week);
  });

  test("a year has week 53 or has not", () => {
    expect(isWeek("2026-W53")).toBe(true);
    expect(isWeek("2027-W53")).toBe(false);
    expect(["2026-W00", "2026-W54", "2026-48", "0000-W01", "9999-W52", "x", ""].filter(isWeek)).toEqual([]);
  });

  test("follow each other over the end of a year", () => {
    expect([0, 1, 2].map((n) => addWeeks("2026-W52", n))).toEqual(["2026-W52", "2026-W53", "2027-W01"]);
    expect(sayWeekDays("2026-W53")).toBe("28 December 2026 to 3 January 2027");
  });
});

describe.each(zones)("in %s, over three years", (zone) => {
  const weeks: Week[] = Array.from({ length: 158 }, (_, n) => addWeeks("2025-W52", n));

  test("every instant lies in one week, between two local midnights", () => {
    for (const week of weeks) {
      const { startsAt, endsAt } = windowOf(week, zone);
      expect(endsAt).toEqual(windowOf(addWeeks(week, 1), zone).startsAt);
      expect(dayIn(zone, startsAt)).toBe(mondayOf(week));
      expect(dayIn(zone, new Date(startsAt.getTime() - 1))).toBe(addDays(mondayOf(week), -1));
      expect(weekAt(startsAt, zone)).toBe(week);
      expect(weekAt(new Date(endsAt.getTime() - 1), zone)).toBe(week);
      const hours = (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThanOrEqual(167);
      expect(hours).toBeLessThanOrEqual(169);
    }
  });

  test("an hour of Monday comes once, at that hour or where clocks skip it, right after", () => {
    const hour = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "numeric", hourCycle: "h23" });
    for (const week of weeks) {
      const at = hourOn(mondayOf(week), 7, zone);
      expect(Number(hour.format(at))).toBe(7);
      expect(dayIn(zone, at)).toBe(mondayOf(week));
    }
  });
});
