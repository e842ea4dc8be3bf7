import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/db/client";
import { begunWith } from "@/lib/begun";
import { dayNumber } from "@/lib/days";
import { rootMessage } from "@/lib/errors";
import { bitOf } from "./bits";
import type { Filters } from "./filters";
import { type Found, type FoundAmong, find, findAgain, findAmong } from "./finds";
import { isWorthKeeping, keepSnapshot, readSnapshot } from "./held-snapshot";
import type { MarkIndex } from "./mark-index";
import { everything, foundMark, knownMark } from "./marks";
import type { PastVersions } from "./past-versions";
import { type ChangedRow, readChanges, readListed, readPast } from "./read-marks";

/**
 * The marks of all that is listed, held by each process and brought up to date whenever something is asked of them that
 * was begun with a later data version: one query gives the version and whatever was listed anew since the held one. Once
 * a past day is asked for, the marks of all past versions are held, too.
 */

/** Both of the same data version. */
export type Held = { now: MarkIndex; past: PastVersions | null };

/** What else is to be marked among what is held. */
type Asked = Pick<Filters, "q" | "asof">;

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryHeldMarks?: WeakMap<Database, HeldMarks> };

/** The marks as they stand now, or later: complete, and the same until whoever asked awaits something else. */
export const heldMarks = async (db: Database): Promise<MarkIndex> => (await heldBy(db).current()).now;

/** The same where they are held already; null where they would have to be read first. */
export const heldMarksByNow = async (db: Database): Promise<MarkIndex | null> =>
  (await heldBy(db).byNow())?.now ?? null;

/** With which data version anything last changed that has a name here; null where no marks are held yet. */
export const heldNames = async (db: Database): Promise<number | null> => (await heldMarksByNow(db))?.names ?? null;

/**
 * The same, in which what a search finds and what was known at the end of a day carries its mark. Past versions are there
 * where a day is asked for.
 */
export const heldFor = (db: Database, asked: Asked): Promise<Held> => heldBy(db).asked(asked);

function heldBy(db: Database): HeldMarks {
  shared.plenaryHeldMarks ??= new WeakMap();
  const held = shared.plenaryHeldMarks.get(db) ?? new HeldMarks(db);
  shared.plenaryHeldMarks.set(db, held);
  return held;
}

/** What a common word is in takes 160 kB of a million developments, and some milliseconds to find again. */
const mostSearches = 50;
/** As much for each of these. */
const mostDays = 12;
/** After more changes at once the next one to search finds anew. */
const mostFoundAgain = 2_000;

/** Between tries to keep what changed meanwhile. */
const [shortestPauseMs, longestPauseMs] = [60_000, 3_600_000];

class HeldMarks {
  #held: Held | null = null;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<Held> | null = null;
  #past: Promise<PastVersions> | null = null;
  /** Searches whose finds are held, each as the database asks it; used last stands last. */
  readonly #searches = new Map<string, string>();
  readonly #finds = new Map<string, Promise<Found>>();
  /** Days whose known versions are marked; used last stands last. */
  readonly #days = new Map<string, string>();

  constructor(private readonly db: Database) {}

  /** Waits for a read that began after it was asked for: one that is under way may have missed the last change. */
  async current(): Promise<Held> {
    const begun = begunWith();
    if (this.#held && begun !== null && begun <= this.#held.now.version) return this.#held;
    this.#next ??= this.#inTurn(() => {
      this.#next = null;
      return this.#read();
    });
    return this.#next;
  }

  async byNow(): Promise<Held | null> {
    return this.#held && this.current();
  }

  async asked(asked: Asked): Promise<Held> {
    for (;;) {
      if (this.#has(asked)) {
        const held = await this.current();
        if (this.#touch(asked)) return held;
      }
      const held = await this.#add(asked);
      if (held) return held;
    }
  }

  /** Null where all was made anew meanwhile. */
  async #add({ q, asof }: Asked): Promise<Held | null> {
    // Both are read once for all who ask meanwhile, and while others read.
    const past = asof !== null && !this.#held?.past ? await this.#readPast() : null;
    let found = q !== null && !this.#searches.has(q) ? await this.#find(q, past !== null) : null;
    return this.#inTurn(async () => {
      for (;;) {
        const held = await this.#read(past);
        if (asof !== null && !this.#know(held, asof)) return null;
        if (q === null || this.#touch({ q, asof })) return held;
        if (!found || (found.past === null) !== (held.past === null)) return null;
        if (found.version === held.now.version) {
          this.#hold(held, q, found);
          return held;
        }
        found = await findAgain(this.db, q, found);
      }
    });
  }

  #readPast(): Promise<PastVersions> {
    this.#past ??= readPast(this.db).finally(() => {
      this.#past = null;
    });
    return this.#past;
  }

  #find(q: string, past: boolean): Promise<Found> {
    const asked = { past: past || this.#held?.past != null };
    const key = `${asked.past} ${q}`;
    const under = this.#finds.get(key) ?? find(this.db, q, asked).finally(() => this.#finds.delete(key));
    this.#finds.set(key, under);
    return under;
  }

  /** One after the other, so that nobody else changes what is held meanwhile. */
  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = this.#underWay.catch(() => {}).then(task);
    this.#underWay = turn;
    return turn;
  }

  #has = ({ q, asof }: Asked): boolean =>
    (q === null || this.#searches.has(q)) && (asof === null || this.#days.has(asof));

  #touch(asked: Asked): boolean {
    if (!this.#has(asked)) return false;
    if (asked.q !== null) moveToEnd(this.#searches, asked.q);
    if (asked.asof !== null) moveToEnd(this.#days, asked.asof);
    return true;
  }

  #hold(held: Held, q: string, { query, listed, past }: Found): void {
    held.now.mark(foundMark(q), listed);
    if (held.past && past) {
      const { index } = held.past;
      index.markWhere(foundMark(q), (number) => bitOf(past, index.publicationOf(number)) === 1);
    }
    this.#searches.set(q, query);
    for (const oldest of dropSurplus(this.#searches, mostSearches)) drop(held, foundMark(oldest));
  }

  /** Marks what was known at the end of a day; false where past versions are not held. */
  #know(held: Held, asof: string): boolean {
    const { now, past } = held;
    if (!past) return false;
    if (this.#days.has(asof)) return true;
    const day = dayNumber(asof);
    now.markWhere(knownMark(asof), (id) => now.knownFrom(id) <= day);
    past.index.markWhere(knownMark(asof), (number) => past.wasKnown(number, day));
    this.#days.set(asof, asof);
    for (const oldest of dropSurplus(this.#days, mostDays)) drop(held, knownMark(oldest));
    return true;
  }

  async #read(past: PastVersions | null = null): Promise<Held> {
    if (this.#held && (await this.#catchUp(this.#held, past))) return this.#held;
    for (let read = past; ; read = null) {
      const kept = await readSnapshot(this.db);
      const held: Held = { now: kept ?? (await readListed(this.db)), past: null };
      this.#searches.clear();
      this.#days.clear();
      if (!(await this.#catchUp(held, read))) continue;
      this.#held = held;
      if (!kept && isWorthKeeping(held.now.total(everything))) {
        this.#keep(held.now).catch((error) => {
          // A replica takes nothing; whoever ends meanwhile leaves it to the next, as where the record changes meanwhile.
          if (!/read-only|CONNECTION_ENDED/.test(rootMessage(error))) console.error("The marks were not kept:", error);
        });
      }
      return held;
    }
  }

  /** What changes meanwhile would make it no whole: it is tried again, more and more seldom, as long as it is held. */
  async #keep(index: MarkIndex): Promise<void> {
    for (let pauseMs = shortestPauseMs; pauseMs <= longestPauseMs; pauseMs *= 2) {
      if (this.#held?.now !== index || (await keepSnapshot(this.db, index))) return;
      await wait(pauseMs, null, { ref: false });
    }
  }

  #forgetSearches(held: Held): void {
    for (const q of this.#searches.keys()) drop(held, foundMark(q));
    this.#searches.clear();
  }

  /**
   * Brings up to date what is held, with past versions that were read where none are; false where all was made anew since.
   * Nothing changes before the database has answered: until then those who asked before use what they got.
   */
  async #catchUp(held: Held, read: PastVersions | null): Promise<boolean> {
    const { now } = held;
    const past = held.past ?? read;
    const since = Math.min(now.version, past?.version ?? now.version);
    const changes = await readChanges(this.db, since, { past: past !== null });
    if (changes.rebuilt > since) return false;
    const { version, names, developmentIds } = changes;
    if (developmentIds.length > 0) {
      if (developmentIds.length > mostFoundAgain) this.#forgetSearches(held);
      const found = await findAmong(this.db, this.#searches, developmentIds, { past: past !== null });
      if (found.version !== null && found.version !== version) return this.#catchUp(held, read);
      const rows = changes.rows.map((row) => this.#marked(row, found));
      now.replace(
        developmentIds,
        rows.flatMap(({ placed, knownUntil, marks }) => (knownUntil === null ? [{ ...placed, marks }] : [])),
      );
      past?.replace(
        developmentIds,
        rows.flatMap(({ placed, knownUntil, marks }) =>
          knownUntil === null ? [] : [{ ...placed, developmentId: placed.id, knownUntil, marks }],
        ),
      );
    }
    now.version = version;
    now.names = names;
    if (past) past.version = version;
    if (past !== held.past) {
      held.past = past;
      // What is held of them says nothing of past versions yet.
      this.#forgetSearches(held);
    }
    return true;
  }

  /** With the marks of held searches that find it and of held days at whose end it was known. */
  #marked(row: ChangedRow, { marks: found }: FoundAmong): ChangedRow {
    const { placed, knownUntil, marks } = row;
    const days = [...this.#days.keys()].filter((asof) => {
      const day = dayNumber(asof);
      return placed.knownFrom <= day && (knownUntil === null || knownUntil > day);
    });
    return { ...row, marks: [...marks, ...days.map(knownMark), ...(found.get(placed.publicationId) ?? [])] };
  }
}

function drop({ now, past }: Held, mark: string): void {
  now.drop(mark);
  past?.index.drop(mark);
}

function moveToEnd(held: Map<string, string>, key: string): void {
  const value = held.get(key);
  held.delete(key);
  if (value !== undefined) held.set(key, value);
}

/** Drops those that were used longest ago, and says which. */
function dropSurplus(held: Map<string, string>, most: number): string[] {
  const oldest = [...held.keys()].slice(0, Math.max(0, held.size - most));
  for (const key of oldest) held.delete(key);
  return oldest;
}
