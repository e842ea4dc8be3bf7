import { LRUCache } from "lru-cache";
import type { Database } from "@/db/client";
import type { Staged } from "./spans";
import type { DevelopmentDetail, DevelopmentRow, FoundText } from "./views";

/**
 * What was read of publications before, held by each process. A publication never changes: what a reader sees of a
 * development later has an id of its own. Only the names in it may, of which whoever asks brings the version.
 */

/** What a page of one development says that belongs to its publication alone. */
export type HeldDetail = { row: DevelopmentRow; versions: Staged[] } & Omit<
  DevelopmentDetail,
  keyof DevelopmentRow | "carriesForward" | "carriedForwardBy" | "merged" | "stageDays"
>;

type Holders = {
  rows: HeldByPublication<number, DevelopmentRow>;
  details: HeldByPublication<number, HeldDetail>;
  found: HeldByPublication<string, FoundText>;
};

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryHeldRows?: WeakMap<Database, Holders> };

/** Rows of some 2 kB each, details of some 8, found texts of some half. */
function holders(db: Database): Holders {
  shared.plenaryHeldRows ??= new WeakMap();
  const held: Holders = shared.plenaryHeldRows.get(db) ?? {
    rows: new HeldByPublication(4_000),
    details: new HeldByPublication(500),
    found: new HeldByPublication(4_000),
  };
  shared.plenaryHeldRows.set(db, held);
  return held;
}

export const heldRows = (db: Database) => holders(db).rows;
export const heldDetails = (db: Database) => holders(db).details;

/** By publication and search its text with the found words marked, as found-words.ts makes it. Names have no part in it. */
export const heldFound = (db: Database) => holders(db).found;

type Read<Key, Value> = (missing: Key[]) => Promise<Map<Key, Value>>;

const pairOf = <Key, Value>(key: Key, value: Value | undefined): [Key, Value][] => (value ? [[key, value]] : []);

class HeldByPublication<Key extends number | string, Value extends object> {
  #names = 0;
  readonly #values: LRUCache<Key, Value>;

  constructor(max: number) {
    this.#values = new LRUCache({ max });
  }

  /** `read` is asked for those that are not held. A publication that is gone by now is missing. */
  async get(names: number, keys: Key[], read: Read<Key, Value>): Promise<Map<Key, Value>> {
    if (names > this.#names) {
      this.#values.clear();
      this.#names = names;
    }
    const held = new Map(keys.map((key) => [key, this.#values.get(key)]));
    const missing = keys.filter((key) => !held.get(key));
    const found = missing.length > 0 ? await read(missing) : new Map<Key, Value>();
    // Read before a name changed that others know of by now.
    if (names === this.#names) for (const [key, value] of found) this.#values.set(key, value);
    return new Map(keys.flatMap((key) => pairOf(key, held.get(key) ?? found.get(key))));
  }
}
