import { max, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, listedVersions, publications as p } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { begunWith } from "@/lib/begun";
import { rootMessage } from "@/lib/errors";
import type { Placed } from "./columns";
import { type Found, type FoundAmong, find, findAgain, findAmong } from "./finds";
import { isWorthKeeping, keepSnapshot, readSnapshot } from "./held-snapshot";
import { idsIn } from "./id-bytes";
import { type Listed, MarkIndex } from "./mark-index";
import { everything, foundMark, isCounted } from "./marks";
import { listedAt } from "./visible";

/**
 * The marks of all that is listed, held by each process and brought up to date whenever something is asked of them that
 * was begun with a later data version: one query gives the version and whatever was listed anew since the held one.
 */

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryHeldMarks?: WeakMap<Database, HeldMarks> };

/** The marks as they stand now, or later: complete, and the same until whoever asked awaits something else. */
export const heldMarks = (db: Database): Promise<MarkIndex> => heldBy(db).current();

/** The same where they are held already; null where they would have to be read first. */
export const heldMarksByNow = (db: Database): Promise<MarkIndex> | null => heldBy(db).byNow();

/** With which data version anything last changed that has a name here; null where no marks are held yet. */
export async function heldNames(db: Database): Promise<number | null> {
  return (await heldBy(db).byNow())?.names ?? null;
}

/** The same, in which what a search finds carries its mark. */
export const heldMarksFinding = (db: Database, q: string): Promise<MarkIndex> => heldBy(db).finding(q);

function heldBy(db: Database): HeldMarks {
  shared.plenaryHeldMarks ??= new WeakMap();
  const held = shared.plenaryHeldMarks.get(db) ?? new HeldMarks(db);
  shared.plenaryHeldMarks.set(db, held);
  return held;
}

/** Ids of developments that are read at once. */
const rangeLength = 20_000;

/** What a common word is in takes 160 kB of a million developments. */
const mostSearches = 100;
/** After more changes at once the next one to search finds anew. */
const mostFoundAgain = 2_000;

class HeldMarks {
  #held: MarkIndex | null = null;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<MarkIndex> | null = null;
  /** Searches whose finds the index holds, each as the database asks it; used last stands last. */
  readonly #searches = new Map<string, string>();
  readonly #finds = new Map<string, Promise<Found>>();

  constructor(private readonly db: Database) {}

  /** Waits for a read that began after it was asked for: one that is under way may have missed the last change. */
  async current(): Promise<MarkIndex> {
    const begun = begunWith();
    if (this.#held && begun !== null && begun <= this.#held.version) return this.#held;
    this.#next ??= this.#inTurn(() => {
      this.#next = null;
      return this.#read();
    });
    return this.#next;
  }

  byNow(): Promise<MarkIndex> | null {
    return this.#held ? this.current() : null;
  }

  async finding(q: string): Promise<MarkIndex> {
    if (this.#searches.has(q)) {
      const index = await this.current();
      if (this.#touch(q)) return index;
    }
    // Found once for all who ask meanwhile, and while others read.
    const under = this.#finds.get(q) ?? find(this.db, q).finally(() => this.#finds.delete(q));
    this.#finds.set(q, under);
    let found = await under;
    return this.#inTurn(async () => {
      for (;;) {
        const index = await this.#read();
        if (this.#touch(q)) return index;
        if (found.version === index.version) {
          this.#hold(index, q, found);
          return index;
        }
        found = await findAgain(this.db, q, found);
      }
    });
  }

  /** One after the other, so that nobody else changes the index meanwhile. */
  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = this.#underWay.catch(() => {}).then(task);
    this.#underWay = turn;
    return turn;
  }

  #touch(q: string): boolean {
    const query = this.#searches.get(q);
    if (query === undefined) return false;
    this.#searches.delete(q);
    this.#searches.set(q, query);
    return true;
  }

  #hold(index: MarkIndex, q: string, { query, ids }: Found): void {
    index.join(foundMark(q), ids);
    this.#searches.set(q, query);
    for (const oldest of this.#searches.keys()) {
      if (this.#searches.size <= mostSearches) return;
      this.#searches.delete(oldest);
      index.drop(foundMark(oldest));
    }
  }

  async #read(): Promise<MarkIndex> {
    if (this.#held && (await this.#catchUp(this.#held))) return this.#held;
    // What changes meanwhile has a later version, and is read again after it.
    for (;;) {
      const [start] = await this.db.select().from(dataVersions);
      const kept = await readSnapshot(this.db);
      const index = kept ?? (await this.#load());
      if (!kept) index.version = start?.version ?? 0;
      this.#searches.clear();
      if (!(await this.#catchUp(index))) continue;
      this.#held = index;
      if (!kept && isWorthKeeping(index.total(everything))) {
        keepSnapshot(this.db, index).catch((error) => {
          // A replica takes nothing; whoever ends meanwhile leaves it to the next, as where the record changes meanwhile.
          if (!/read-only|CONNECTION_ENDED/.test(rootMessage(error))) console.error("The marks were not kept:", error);
        });
      }
      return index;
    }
  }

  /** False where all was made anew since. */
  async #catchUp(index: MarkIndex): Promise<boolean> {
    const rows = await this.db.execute<Changed>(sql`
      select v.version, v.rebuilt, v.names, changed.development_id, listed.*
      from ${dataVersions} v
        left join ${listedVersions} changed on changed.version > ${index.version}
        left join lateral (
          select ${columns}, array_to_string(${p.marks}, ' ') as marks from ${p} where ${p.developmentId} = changed.development_id and ${listedAt(null)}
        ) listed on true`);
    const [{ version, rebuilt, names } = { version: "0", rebuilt: "0", names: "0" }] = rows;
    if (Number(rebuilt) > index.version) return false;
    const changed = rows.flatMap(({ development_id: id }) => (id === null ? [] : [Number(id)]));
    if (changed.length > 0) {
      const found = await this.#foundAmong(index, changed);
      if (found.version !== null && found.version !== Number(version)) return this.#catchUp(index);
      index.replace(
        changed,
        rows.flatMap((row) => (row.id === null ? [] : listedOf(row, found.marks.get(Number(row.id)) ?? []))),
      );
    }
    index.version = Number(version);
    index.names = Number(names);
    return true;
  }

  /** What held searches find of changed developments. */
  #foundAmong(index: MarkIndex, ids: number[]): Promise<FoundAmong> {
    if (ids.length > mostFoundAgain) {
      for (const q of this.#searches.keys()) index.drop(foundMark(q));
      this.#searches.clear();
    }
    return findAmong(this.db, this.#searches, ids);
  }

  /** By ranges of ids, two of them at a time. The database puts the sets together: readers wait less for this process. */
  async #load(): Promise<MarkIndex> {
    const [last] = await this.db.select({ id: max(p.developmentId) }).from(p);
    const lastId = last?.id ?? 0;
    const index = new MarkIndex(lastId);
    const reads: ReturnType<typeof readRange>[] = [];
    for (let after = 0; after <= lastId; after += rangeLength) {
      while (reads.length < 2) {
        const read = readRange(this.db, after + reads.length * rangeLength);
        // Whoever waits for the one before it hears of its failure, and of this one nobody would.
        read.catch(() => {});
        reads.push(read);
      }
      const [rows, sets] = (await reads.shift()) ?? [[], []];
      for (const row of rows) index.place(placedOf(row));
      index.join(everything, Uint32Array.from(rows, ({ id }) => Number(id)).sort());
      for (const { mark, ids } of sets) if (isCounted(mark)) index.join(mark, idsIn(ids));
    }
    await Promise.all(reads);
    return index;
  }
}

const readRange = (db: Database, after: number) => {
  const range = sql`${p.developmentId} > ${after} and ${p.developmentId} <= ${after + rangeLength}`;
  return Promise.all([
    db.execute<Row>(sql`select ${columns} from ${p} where ${listedAt(null)} and ${range}`),
    db.execute<{ mark: string; ids: Buffer }>(sql`
      select mark, string_agg(int4send(${p.developmentId}::int), ''::bytea) as ids
      from ${p}, unnest(${p.marks}) mark where ${listedAt(null)} and ${range} group by mark`),
  ]);
};

type Row = {
  id: string;
  publication: string;
  position: number;
  to_adoption: number | null;
  to_effect: number | null;
  decided_on: string;
  precision: DatePrecision;
  body: string;
};
type Changed = ((Row & { marks: string }) | { id: null }) & {
  version: string;
  rebuilt: string;
  names: string;
  development_id: string | null;
};

const columns: SQL = sql`${p.developmentId} as id, ${p.id} as publication, ${p.position}, ${p.daysToAdoption} as to_adoption,
  ${p.daysToEffect} as to_effect, ${p.decidedOn}::text as decided_on, ${p.datePrecision} as precision,
  ${p.bodySlug} as body`;

function placedOf({ id, publication, position, to_adoption, to_effect, decided_on, precision, body }: Row): Placed {
  return {
    id: Number(id),
    publicationId: Number(publication),
    position,
    days: { "to-adoption": to_adoption, "to-effect": to_effect },
    month: decided_on.slice(0, precision === "year" ? 4 : 7),
    body,
  };
}

/** No mark holds a space. */
const listedOf = (row: Row & { marks: string }, found: string[]): Listed => ({
  ...placedOf(row),
  marks: [everything, ...row.marks.split(" ").filter(isCounted), ...found],
});
