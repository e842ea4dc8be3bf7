import { Invalid } from "./errors";

/** Where a page of a list ended: numbers that order the list, as one opaque word for addresses. Browser-safe. */

export function writeCursor(order: string, values: (number | string)[]): string {
  return btoa([order, ...values].join(" "))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The columns a list is ordered by, and which numbers the database takes for them. */
const takes = {
  real: (value: number) => Number.isFinite(Math.fround(value)) && (value === 0 || Math.fround(value) !== 0),
  int: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  bigint: Number.isSafeInteger,
};

/** Throws Invalid for what was not written for this order of the list. */
export function readCursor(cursor: string, order: string, kinds: readonly (keyof typeof takes)[]): number[] {
  const [head, ...rest] = decode(cursor).split(" ");
  const values = rest.map(Number);
  if (head !== order || values.length !== kinds.length || !kinds.every((kind, at) => takes[kind](values[at] ?? NaN))) {
    throw new Invalid({ cursor: "“cursor” does not belong to this list. Start without it." });
  }
  return values;
}

function decode(cursor: string): string {
  try {
    return atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return "";
  }
}
