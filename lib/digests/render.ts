import { asc, eq } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Database } from "@/db/client";
import { issueEntries, issueLetters, issues } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Prepared, prepare, type Template } from "@/lib/mail/raw";
import type { Week } from "@/lib/weeks";
import { chooseAhead } from "./ahead";
import { asSeenBy, asSeenByScorer } from "./blind";
import { listCorrections } from "./corrections";
import { composeLetter } from "./letter";
import { type Audience, listAudiences, sayViewAmong } from "./views";

/** Letters of a frozen issue, each made once however many people get it. */

export type Rendered = { template: Template; prepared: Prepared };

const keptLetters = 64;
const keptIssues = 2;

export class LetterBook {
  #letters = new LRUCache<number, Promise<Rendered>>({ max: keptLetters });
  #issues = new LRUCache<string, Promise<Material>>({ max: keptIssues });

  get(db: Database, letterId: number, baseUrl: string): Promise<Rendered> {
    return once(this.#letters, letterId, () =>
      renderLetter(db, letterId, baseUrl, (week) => once(this.#issues, week, () => readMaterial(db, week))),
    );
  }
}

/** What is kept under a key, made where it is not there yet; what failed is not kept. */
function once<Key extends number | string, Made>(
  kept: LRUCache<Key, Promise<Made>>,
  key: Key,
  make: () => Promise<Made>,
): Promise<Made> {
  const found = kept.get(key);
  if (found) return found;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}

export async function renderLetter(
  db: Database,
  letterId: number,
  baseUrl: string,
  materialOf = (week: Week) => readMaterial(db, week),
): Promise<Rendered> {
  const [letter] = await db.select().from(issueLetters).where(eq(issueLetters.id, letterId));
  if (!letter) throw new Error(`There is no letter ${letterId}.`);
  const material = await materialOf(letter.week as Week);
  const { entries: all } = material;
  const entries = letter.scorerId ? await asSeenByScorer(db, letter.scorerId, all) : all;
  const template = await compose(db, { ...material, entries }, { ...letter, baseUrl });
  return { template, prepared: prepare(template) };
}

/** What all letters of a frozen issue are made of. */
type Material = {
  week: Week;
  issue: typeof issues.$inferSelect & { contents: NonNullable<(typeof issues.$inferSelect)["contents"]> };
  /** In their order. */
  entries: (typeof issueEntries.$inferSelect)[];
  audiences: Audience[];
};

async function readMaterial(db: Database, week: Week): Promise<Material> {
  const [[issue], entries, audiences] = await Promise.all([
    db.select().from(issues).where(eq(issues.week, week)),
    db.select().from(issueEntries).where(eq(issueEntries.week, week)).orderBy(asc(issueEntries.ordinal)),
    listAudiences(db),
  ]);
  if (!issue?.contents) throw new Error(`Issue ${week} is not frozen.`);
  return { week, issue: { ...issue, contents: issue.contents }, entries, audiences };
}

type Choice = Pick<
  typeof issueLetters.$inferSelect,
  "filters" | "developmentIds" | "correctionIds" | "sentRevisionIds" | "chosen"
> & { baseUrl: string };

/** The letter of an issue with these views, as somebody sees it who may have yet to score what it tells. */
export async function composeFor(
  { db, caller }: Pick<Context, "db" | "caller">,
  week: Week,
  choice: Choice,
): Promise<Template> {
  const material = await readMaterial(db, week);
  return compose(db, { ...material, entries: await asSeenBy({ db, caller }, material.entries) }, choice);
}

async function compose(db: Database, material: Material, choice: Choice): Promise<Template> {
  const { week, issue, entries, audiences } = material;
  const { filters, developmentIds, correctionIds, sentRevisionIds, chosen, baseUrl } = choice;
  const corrections = await listCorrections(db, { ids: correctionIds, sent: sentRevisionIds, endsAt: issue.endsAt });
  const names = new Map<string, string>();
  for (const filter of filters) names.set(filter, await sayViewAmong(db, audiences, filter));
  const told = new Set([...developmentIds, ...corrections.map(({ developmentId }) => developmentId)]);
  const own = new Set(developmentIds);
  const ahead = chooseAhead(issue.contents.ahead, filters);
  return composeLetter({
    week,
    introduction: issue.introduction,
    contents: ahead ? { ...issue.contents, ahead } : issue.contents,
    aheadChosen: ahead !== null,
    entries: entries
      .filter(({ developmentId }) => own.has(developmentId))
      .map(({ developmentId, entry }) => ({
        ...entry,
        because: filters
          .filter((_, index) => chosen[index]?.includes(developmentId))
          .map((filter) => names.get(filter) ?? filter),
      })),
    corrections,
    elsewhere: entries.filter(({ developmentId }) => !told.has(developmentId)).length,
    subscriptions: [...names.values()],
    baseUrl,
    timeZone: issue.timeZone,
  });
}
