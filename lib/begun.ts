import { AsyncLocalStorage } from "node:async_hooks";

/**
 * With which data version an answer was begun. What a process holds of it, or of a later one, is new enough for that
 * answer: the database need not be asked again.
 */

/** One per process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryBegun?: AsyncLocalStorage<number | null> };
shared.plenaryBegun ??= new AsyncLocalStorage();
const begun = shared.plenaryBegun;

/** `version` was read after the answer was asked for. For answers that change nothing: they would miss their own change. */
export const beginWith = <Value>(version: number, make: () => Value): Value => begun.run(version, make);

/** Null where everything is to be asked anew. */
export const begunWith = (): number | null => begun.getStore() ?? null;

/** Asks everything anew. */
export const anew = <Value>(make: () => Value): Value => begun.run(null, make);
