import { Invalid } from "./errors";

/** What every CSV that is brought here has in common. */

/** A cell without the mark that keeps a spreadsheet from reading it as a formula. */
export const asTyped = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, "");

/** Throws Invalid, under the field that holds the file, where a column is unknown or stands twice: it would be taken for a missing one. */
export function requireColumns(
  heading: string[],
  field: string,
  columns: readonly string[],
  passedOver: readonly string[] = [],
): void {
  const known = [...columns, ...passedOver];
  const wrong = heading.filter((name, place) => !known.includes(name) || heading.indexOf(name) !== place);
  if (wrong.length > 0) {
    throw new Invalid({
      [field]: `Line 1: “${wrong.join(", ")}” is unknown or stands twice. Columns: ${columns.join(", ")}.`,
    });
  }
}
