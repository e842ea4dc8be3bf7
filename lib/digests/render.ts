import { and, asc, eq, inArray, notInArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Database } from "@/db/client";
import { issueEntries, issueLetters, issues } from "@/db/schema";
import { type Prepared, prepare, type Template } from "@/lib/mail/raw";
import type { Week } from "@/lib/weeks";
import { type CorrectionView, listCorrections } from "./corrections";
import { composeLetter } from "./letter";
import { sayView } from "./views";

/** Letters of a frozen issue, each made once however many people get it. */

export type Rendered = { template: Template; prepared: Prepared };

const keptLetters = 64;

export class LetterBook {
  #letters = new LRUCache<number, Promise<Rendered>>({ max: keptLetters });

  get(db: Database, letterId: number, baseUrl: string): Promise<Rendered> {
    let letter = this.#letters.get(letterId);
    if (!letter) {
      letter = renderLetter(db, letterId, baseUrl);
      this.#letters.set(letterId, letter);
      letter.catch(() => this.#letters.delete(letterId));
    }
    return letter;
  }
}

export async function renderLetter(db: Database, letterId: number, baseUrl: string): Promise<Rendered> {
  const [row] = await db
    .select({ letter: issueLetters, issue: issues })
    .from(issueLetters)
    .innerJoin(issues, eq(issues.week, issueLetters.week))
    .where(eq(issueLetters.id, letterId));
  if (!row?.issue.contents) throw new Error(`Letter ${letterId} has no issue.`);
  const { letter, issue } = row;
  const template = await composeFor(db, issue.week as Week, { ...letter, baseUrl });
  return { template, prepared: prepare(template) };
}

/** The letter of an issue for somebody with these views. */
export async function composeFor(
  db: Database,
  week: Week,
  choice: Pick<typeof issueLetters.$inferSelect, "filters" | "developmentIds" | "correctionIds" | "chosen"> & {
    baseUrl: string;
  },
): Promise<Template> {
  const { filters, developmentIds, correctionIds, chosen, baseUrl } = choice;
  const [issue] = await db.select().from(issues).where(eq(issues.week, week));
  if (!issue?.contents) throw new Error(`Issue ${week} is not frozen.`);
  const entries =
    developmentIds.length > 0
      ? await db
          .select()
          .from(issueEntries)
          .where(and(eq(issueEntries.week, week), inArray(issueEntries.developmentId, developmentIds)))
          .orderBy(asc(issueEntries.ordinal))
      : [];
  const corrections = await listCorrections(db, correctionIds);
  const names = new Map<string, string>();
  for (const filter of filters) names.set(filter, await sayView(db, filter));
  return composeLetter({
    week,
    introduction: issue.introduction,
    contents: issue.contents,
    entries: entries.map(({ developmentId, entry }) => ({
      ...entry,
      because: filters
        .filter((_, index) => chosen[index]?.includes(developmentId))
        .map((filter) => names.get(filter) ?? filter),
    })),
    ...{ corrections, elsewhere: await countElsewhere(db, week, developmentIds, corrections) },
    subscriptions: [...names.values()],
    baseUrl,
    timeZone: issue.timeZone,
  });
}

/** Entries of the issue that a letter tells neither as such nor as a correction. */
async function countElsewhere(
  db: Database,
  week: Week,
  developmentIds: number[],
  corrections: CorrectionView[],
): Promise<number> {
  const told = [...developmentIds, ...corrections.map(({ developmentId }) => developmentId)];
  return db.$count(issueEntries, and(eq(issueEntries.week, week), notInArray(issueEntries.developmentId, told)));
}
