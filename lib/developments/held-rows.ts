import { LRUCache } from "lru-cache";
import type { Database } from "@/db/client";
import type { DevelopmentRow } from "./views";

/**
 * Rows of lists that were read before, held by each process. A publication never changes: what a reader sees of a
 * development later has an id of its own. Only the names in a row may, of which findKeys() brings the version.
 */

/** Of some 2 kB each. */
const mostRows = 10_000;

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryHeldRows?: WeakMap<Database, HeldRows> };

export function heldRows(db: Database): HeldRows {
  shared.plenaryHeldRows ??= new WeakMap();
  const held = shared.plenaryHeldRows.get(db) ?? new HeldRows();
  shared.plenaryHeldRows.set(db, held);
  return held;
}

class HeldRows {
  #names = 0;
  readonly #rows = new LRUCache<number, DevelopmentRow>({ max: mostRows });

  /** Rows by the ids of their publications, in that order; `read` is asked for those that are not held. */
  async get(
    names: number,
    ids: number[],
    read: (missing: number[]) => Promise<Map<number, DevelopmentRow>>,
  ): Promise<DevelopmentRow[]> {
    if (names > this.#names) {
      this.#rows.clear();
      this.#names = names;
    }
    const missing = ids.filter((id) => !this.#rows.has(id));
    const found = missing.length > 0 ? await read(missing) : new Map<number, DevelopmentRow>();
    // Read before a name changed that others know of by now.
    if (names === this.#names) for (const [id, row] of found) this.#rows.set(id, row);
    return ids.flatMap((id) => found.get(id) ?? this.#rows.get(id) ?? []);
  }
}
