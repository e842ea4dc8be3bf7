import { describe, expect, test } from "vitest";
import { readDay } from "./typed-day";

describe("a date is read as people write it", () => {
  test.each([
    ["16 December 2025", "2025-12-16", "day"],
    ["16 december 2025", "2025-12-16", "day"],
    ["  16  Dec.  2025 ", "2025-12-16", "day"],
    ["16th of December, 2025", "2025-12-16", "day"],
    ["Tuesday 16 December 2025", "2025-12-16", "day"],
    ["Tuesday, 16 December 2025", "2025-12-16", "day"],
    ["December 16, 2025", "2025-12-16", "day"],
    ["Dec 16 2025", "2025-12-16", "day"],
    ["16-Dec-2025", "2025-12-16", "day"],
    ["2025-12-16", "2025-12-16", "day"],
    ["2025–12–16", "2025-12-16", "day"],
    ["2025/12/16", "2025-12-16", "day"],
    ["16.12.2025", "2025-12-16", "day"],
    ["3.4.2026", "2026-04-03", "day"],
    ["16/12/2025", "2025-12-16", "day"],
    ["12/16/2025", "2025-12-16", "day"],
    ["5/5/2026", "2026-05-05", "day"],
    ["29 February 2028", "2028-02-29", "day"],
    ["December 2025", "2025-12-01", "month"],
    ["Sept 2026", "2026-09-01", "month"],
    ["May 2026", "2026-05-01", "month"],
    ["2025-12", "2025-12-01", "month"],
    ["12/2025", "2025-12-01", "month"],
    ["2025", "2025-01-01", "year"],
  ])("%s", (text, day, precision) => {
    expect(readDay(text)).toEqual({ day, precision });
  });
});

describe("what is not a date says why", () => {
  test.each([
    ["31 February 2026", "There is no 31 February 2026: February 2026 has 28 days."],
    ["2026-02-30", "There is no 30 February 2026: February 2026 has 28 days."],
    ["2026-13-01", "There is no month 13."],
    ["0 March 2026", "There is no 0 March 2026"],
    ["3/4/2026", "This could be 3 April or 4 March. Write the month as a word."],
    ["16 December 25", "four digits"],
    ["16/12/25", "four digits"],
    ["16 December 1700", "between 1850 and 2100"],
    ["next Tuesday", "could not be read"],
    ["16 Decembre 2025", "could not be read"],
    ["December", "could not be read"],
    ["20255", "could not be read"],
  ])("%s", (text, problem) => {
    expect(readDay(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test("an empty field is not an error", () => {
    expect(readDay("  ")).toBeNull();
  });
});
