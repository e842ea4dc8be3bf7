import type { DatePrecision } from "@/db/vocabulary";
import { isDay } from "./days";

/** A date as a person wrote it: read with the precision they gave, or why it could not be. */
export type TypedDay = { day: string; precision: DatePrecision } | { problem: string };

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const monthNames = months.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
const weekdays = /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\b/;

const examples = "Write it as 16 December 2025, December 2025 or 2025.";

/** Reads "16 December 2025", "Dec 16, 2025", "2025-12-16", "16.12.2025", "December 2025", "2025-12", "2025". Null: nothing typed. */
export function readDay(text: string): TypedDay | null {
  const plain = text
    .toLowerCase()
    .replace(/[‐‑‒–−]/g, "-")
    .replace(/,|\bof\b|\bthe\b/g, " ")
    .replace(/(\d)(st|nd|rd|th)\b/g, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .replace(weekdays, "")
    .trim();
  if (plain === "") return null;
  return inNumbers(plain) ?? inWords(plain) ?? { problem: `“${text.trim()}” could not be read as a date. ${examples}` };
}

function inNumbers(plain: string): TypedDay | null {
  const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(plain);
  if (yearFirst) return settle(Number(yearFirst[1]), toNumber(yearFirst[2]), toNumber(yearFirst[3]));
  const monthAndYear = /^(\d{1,2})[-/.](\d{4})$/.exec(plain);
  if (monthAndYear) return settle(Number(monthAndYear[2]), Number(monthAndYear[1]));
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})$/.exec(plain);
  if (!yearLast) return null;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), yearLast[4] ?? ""];
  if (year.length === 2) return { problem: "Write the year with four digits." };
  // 3/4/2026 is 3 April in London and 4 March in Washington; with dots only one order is in use.
  const ambiguous = yearLast[2] !== "." && first <= 12 && second <= 12 && first !== second;
  if (ambiguous) {
    return {
      problem: `This could be ${first} ${monthNames[second - 1]} or ${second} ${monthNames[first - 1]}. Write the month as a word.`,
    };
  }
  const monthFirst = second > 12 && first <= 12 && yearLast[2] !== ".";
  return monthFirst ? settle(Number(year), first, second) : settle(Number(year), second, first);
}

function inWords(plain: string): TypedDay | null {
  const dayFirst = /^(?:(\d{1,2})[ .-]*)?([a-z]{3,9})\.?[ -]*(\d{2}|\d{4})$/.exec(plain);
  const monthFirst = /^([a-z]{3,9})\.? ?(\d{1,2}) (\d{4})$/.exec(plain);
  const [day, word, year] = monthFirst
    ? [monthFirst[2], monthFirst[1], monthFirst[3]]
    : [dayFirst?.[1], dayFirst?.[2], dayFirst?.[3]];
  if (!word || !year) return null;
  const month = months.findIndex((name) => name.startsWith(word)) + 1;
  if (month === 0) return null;
  if (year.length === 2) return { problem: "Write the year with four digits." };
  return settle(Number(year), month, toNumber(day));
}

const toNumber = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
const pad = (value: number, length = 2) => String(value).padStart(length, "0");

function settle(year: number, month?: number, day?: number): TypedDay {
  if (year < 1850 || year > 2100) return { problem: "The year must lie between 1850 and 2100." };
  if (month === undefined) return { day: `${pad(year, 4)}-01-01`, precision: "year" };
  const name = monthNames[month - 1];
  if (name === undefined) return { problem: `There is no month ${month}. ${examples}` };
  if (day === undefined) return { day: `${pad(year, 4)}-${pad(month)}-01`, precision: "month" };
  const value = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  if (isDay(value)) return { day: value, precision: "day" };
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { problem: `There is no ${day} ${name} ${year}: ${name} ${year} has ${length} days.` };
}
