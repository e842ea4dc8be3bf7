import { pipeline, type Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { and, inArray, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { publications as p } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Person } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { csvOptions, type Line, type LineReader, makeLineReader, problemsOf, type ReadLine } from "./import-lines";
import { missingForReview } from "./rules";
import { contentOf, storeBackfill, storeDrafts } from "./store-lines";

/** A CSV of any length, for whoever runs the site: read as it comes, checked whole, then stored part by part. */

const mostProblems = 60;

type Import = {
  db: Database;
  /** Whose drafts they are, or who signs what was loaded. */
  person: Person;
  clock: () => Date;
  /** Published at once and marked as loaded, instead of drafts. */
  backfill: boolean;
  /** The same file, once for checking and once for storing. */
  open: () => Readable;
  progress?: (stored: number) => void;
  /**
   * Lines of one transaction. Each makes readers' kept answers old, and whoever approves something meanwhile waits for
   * it: 5,000 take five seconds, and ten on a busy machine.
   */
  linesAtOnce?: number;
};

/**
 * Throws Invalid, with up to 60 messages, where a line is wrong; nothing is stored then. A second run with the same file
 * and person goes on where the first one ended.
 */
export async function importFile(job: Import): Promise<{ made: number; known: number }> {
  const { db, person, clock, backfill, progress } = job;
  requireCan(person, backfill ? "backfill.sign" : "development.create");
  const checked = await check(job);
  let [made, read] = [0, 0];
  for await (const part of parts(job)) {
    const { lines } = part;
    // The file may be another by now.
    const problems = [...part.problems, ...(backfill ? await whatLacks(db, lines) : [])];
    if (problems.length > 0) throw new Invalid({ csv: problems.slice(0, mostProblems).join("\n") });
    const stored = await db.transaction((tx) =>
      (backfill ? storeBackfill : storeDrafts)(tx, { caller: person, now: clock() }, lines),
    );
    made += stored.length;
    read += lines.length;
    progress?.(read);
  }
  if (read !== checked) {
    throw new Invalid({
      csv: `${checked} lines were checked and ${read} read: the file changed meanwhile, or is none.`,
    });
  }
  return { made, known: read - made };
}

/** Returns the number of lines. */
async function check(job: Import): Promise<number> {
  const problems: string[] = [];
  let read = 0;
  for await (const part of parts(job)) {
    read += part.lines.length;
    problems.push(...part.problems);
    if (job.backfill) problems.push(...(await whatLacks(job.db, part.lines)));
    if (problems.length >= mostProblems) break;
  }
  const inOrder = problems.toSorted((one, other) => lineIn(one) - lineIn(other)).slice(0, mostProblems);
  if (inOrder.length > 0) throw new Invalid({ csv: inOrder.join("\n") });
  if (read === 0) throw new Invalid({ csv: "There is no line below the one with the names of the columns." });
  return read;
}

const lineIn = (problem: string) => Number(/\d+/.exec(problem)?.[0]);

/** What a second person would ask for. What carries something forward can name only what is published already. */
async function whatLacks(db: Database, lines: ReadLine[]): Promise<string[]> {
  const contents = lines.map(({ line, changes }) => ({ line, content: contentOf(changes) }));
  const carried = contents.flatMap(({ content }) => content.carriesForward);
  const published = await db
    .select({ slug: p.slug })
    .from(p)
    .where(and(inArray(p.slug, carried), isNull(p.knownUntil)));
  const known = new Set(published.map(({ slug }) => slug));
  return contents.flatMap(({ line, content }) => {
    const missing = missingForReview(content);
    const [stage] = content.carriesForward.filter((slug) => !known.has(slug));
    if (stage) missing.carriesForward = `carries_forward: “${stage}” is not published.`;
    return problemsOf(line, new Invalid(missing));
  });
}

async function* parts({
  db,
  person,
  clock,
  open,
  linesAtOnce = 5_000,
}: Import): AsyncGenerator<{ lines: ReadLine[]; problems: string[] }> {
  const readLine = await makeLineReader({ db, caller: person, now: clock() });
  let part: Line[] = [];
  const file = open();
  try {
    // What goes wrong with the file is thrown below.
    for await (const line of pipeline(file, parse(csvOptions), () => {})) {
      part.push(line);
      if (part.length < linesAtOnce) continue;
      yield readAll(readLine, part);
      part = [];
    }
    if (part.length > 0) yield readAll(readLine, part);
  } catch (error) {
    if (error instanceof CsvError) throw new Invalid({ csv: `Line ${error.lines}: this is no CSV. ${error.message}` });
    throw error;
  } finally {
    file.destroy();
  }
}

function readAll(readLine: LineReader, lines: Line[]): { lines: ReadLine[]; problems: string[] } {
  const read = lines.map(readLine);
  return {
    lines: read.flatMap((one) => ("read" in one ? [one.read] : [])),
    problems: read.flatMap((one) => ("problems" in one ? one.problems : [])),
  };
}
