import type { Database } from "@/db/client";
import { heldNames } from "./held-marks";

type Held = { version: number; value: Promise<unknown> };

/** One holder per pool and process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryByNames?: WeakMap<Database, Map<string, Held>> };

function holderOf(db: Database): Map<string, Held> {
  shared.plenaryByNames ??= new WeakMap();
  const holder = shared.plenaryByNames.get(db) ?? new Map<string, Held>();
  shared.plenaryByNames.set(db, holder);
  return holder;
}

/** What changes only where something with a name does: read once, and again after any of that changed. */
export function heldByNames<Value>(
  what: string,
  read: (db: Database) => Promise<Value>,
): (db: Database) => Promise<Value> {
  return async (db) => {
    const version = await heldNames(db);
    if (version === null) return read(db);
    const holder = holderOf(db);
    const known = holder.get(what);
    if (known && known.version >= version) return known.value as Promise<Value>;
    const value = read(db);
    holder.set(what, { version, value });
    // Who comes next tries again.
    value.catch(() => holder.delete(what));
    return value;
  };
}
