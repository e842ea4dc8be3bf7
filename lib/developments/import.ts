import { CsvError, parse } from "csv-parse/sync";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { csvOptions, type Line, makeLineReader, type ReadLine } from "./import-lines";
import { storeDrafts } from "./store-lines";

/** Many developments at once, as drafts of whoever brings them in the browser: all of them, or none. */

export const mostImported = 500;

/**
 * Reads every line of a CSV. Throws Invalid where one is wrong, with a message for each; nothing of it is stored then.
 */
export async function readImport(ctx: Context, csv: string): Promise<ReadLine[]> {
  const { caller } = ctx;
  requireCan(caller, "development.create");
  const records = parseCsv(csv);
  if (records.length === 0) throw new Invalid({ csv: "There is no line below the one with the names of the columns." });
  if (records.length > mostImported) {
    throw new Invalid({ csv: `${records.length} lines are more than ${mostImported}. Bring them in several parts.` });
  }
  const readLine = await makeLineReader({ ...ctx, caller });
  const problems: string[] = [];
  const lines = records.flatMap((record): ReadLine[] => {
    const line = readLine(record);
    if ("read" in line) return [line.read];
    problems.push(...line.problems);
    return [];
  });
  if (problems.length > 0) throw new Invalid({ csv: problems.slice(0, 60).join("\n") });
  return lines;
}

/** Stores every line as a draft, or none. The same line brought again by the same person is the same draft. */
export async function importDrafts(ctx: Context, csv: string): Promise<{ made: number; known: number }> {
  const lines = await readImport(ctx, csv);
  requireCan(ctx.caller, "development.create");
  const { caller, now } = ctx;
  const made = await ctx.db.transaction((tx) => storeDrafts(tx, { caller, now }, lines));
  return { made: made.length, known: lines.length - made.length };
}

function parseCsv(csv: string): Line[] {
  try {
    return parse(csv, csvOptions);
  } catch (error) {
    if (error instanceof CsvError) throw new Invalid({ csv: `Line ${error.lines}: this is no CSV. ${error.message}` });
    throw error;
  }
}
