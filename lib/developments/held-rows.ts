import { LRUCache } from "lru-cache";
import type { Database } from "@/db/client";
import type { DevelopmentDetail, DevelopmentRow } from "./views";

/**
 * What was read of publications before, held by each process. A publication never changes: what a reader sees of a
 * development later has an id of its own. Only the names in it may, of which whoever asks brings the version.
 */

/** What a page of one development says that belongs to its publication alone. */
export type HeldDetail = { row: DevelopmentRow } & Omit<
  DevelopmentDetail,
  keyof DevelopmentRow | "carriesForward" | "carriedForwardBy" | "merged"
>;

type Holders = { rows: HeldByPublication<DevelopmentRow>; details: HeldByPublication<HeldDetail> };

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryHeldRows?: WeakMap<Database, Holders> };

/** Rows of some 2 kB each, details of some 8. */
function holders(db: Database): Holders {
  shared.plenaryHeldRows ??= new WeakMap();
  const held = shared.plenaryHeldRows.get(db) ?? {
    rows: new HeldByPublication<DevelopmentRow>(4_000),
    details: new HeldByPublication<HeldDetail>(500),
  };
  shared.plenaryHeldRows.set(db, held);
  return held;
}

export const heldRows = (db: Database) => holders(db).rows;
export const heldDetails = (db: Database) => holders(db).details;

type Read<Value> = (missing: number[]) => Promise<Map<number, Value>>;

const pairOf = <Value>(id: number, value: Value | undefined): [number, Value][] => (value ? [[id, value]] : []);

class HeldByPublication<Value extends object> {
  #names = 0;
  readonly #values: LRUCache<number, Value>;

  constructor(max: number) {
    this.#values = new LRUCache({ max });
  }

  /** By the ids of publications; `read` is asked for those that are not held. One that is gone by now is missing. */
  async get(names: number, ids: number[], read: Read<Value>): Promise<Map<number, Value>> {
    if (names > this.#names) {
      this.#values.clear();
      this.#names = names;
    }
    const held = new Map(ids.map((id) => [id, this.#values.get(id)]));
    const missing = ids.filter((id) => !held.get(id));
    const found = missing.length > 0 ? await read(missing) : new Map<number, Value>();
    // Read before a name changed that others know of by now.
    if (names === this.#names) for (const [id, value] of found) this.#values.set(id, value);
    return new Map(ids.flatMap((id) => pairOf(id, held.get(id) ?? found.get(id))));
  }
}
