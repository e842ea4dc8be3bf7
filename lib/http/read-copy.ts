import { AsyncLocalStorage } from "node:async_hooks";
import { type Client, type Connection, connectForAnswers, type Database } from "@/db/client";
import { bounded } from "./bounded";
import { type Captured, TooLarge } from "./capture";
import { connectDataVersion, type DataVersion } from "./data-version";

/**
 * A streaming replica from which public answers are made, where there is one: as long as it has all that the database
 * itself had committed before the answer was begun. Whoever is signed in, and every change, goes to the database.
 */

/** One of each per process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & {
  plenaryReadsFrom?: AsyncLocalStorage<Database>;
  plenaryReplica?: Client;
};
shared.plenaryReadsFrom ??= new AsyncLocalStorage();
const readsFrom = shared.plenaryReadsFrom;

/** What the answer under way is made from, if not from the database itself. */
export const chosenForReading = (): Database | undefined => readsFrom.getStore();

/** The pool of the replica. */
export function replica(connection: Connection): Database {
  shared.plenaryReplica ??= bounded(connectForAnswers(connection));
  return shared.plenaryReplica.db;
}

/** Connections made before it went away may hang on what is gone; the next answer makes new ones. */
async function closeReplica(): Promise<void> {
  const pool = shared.plenaryReplica;
  delete shared.plenaryReplica;
  await pool?.close().catch(() => {});
}

/** A replica that is slower to say how far it is costs more than it saves. */
const patienceMs = 300;

export class ReadCopy {
  readonly #version: DataVersion;

  constructor(private readonly connection: Connection) {
    const onReturn = () => void closeReplica();
    this.#version = connectDataVersion(connection, { patienceMs, onReturn, listens: false });
  }

  /** Makes an answer from the replica; null where it is behind, away, or could not make it. */
  async capture(needed: number, make: () => Promise<Captured>): Promise<Captured | null> {
    const reached = await this.#version.read().catch(() => null);
    if (reached === null || reached < needed) return null;
    try {
      // What it replays may take rows from under a query of it.
      const made = await readsFrom.run(replica(this.connection), make);
      return made.failed || made.status >= 500 ? null : made;
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      return null;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#version.close(), closeReplica()]);
  }
}
