import { Invalid } from "./errors";

/** Where a page of a list ended: numbers that order the list, as one opaque word for addresses. Browser-safe. */

export function writeCursor(order: string, values: (number | string)[]): string {
  return btoa([order, ...values].join(" "))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Throws Invalid for what was not written for this order of the list. */
export function readCursor(cursor: string, order: string, length: number): number[] {
  const [head, ...rest] = decode(cursor).split(" ");
  const values = rest.map(Number);
  if (head !== order || values.length !== length || values.some((value) => !Number.isFinite(value))) {
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
