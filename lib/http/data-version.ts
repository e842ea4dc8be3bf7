import postgres from "postgres";
import type { Connection } from "@/db/client";

/** The database cannot be asked at the moment. */
export class DatabaseAway extends Error {}

/** One way to ask for the version, and to give it up when it hangs. */
export type VersionSource = { read: () => Promise<number>; close: () => Promise<void> };

const defaults = {
  /** A read that takes longer counts as no answer: a frozen server accepts connections and says nothing. */
  patienceMs: 3_000,
  probeEveryMs: 500,
  /** Called when it answers again: connections made before may hang on what is gone. */
  onReturn: () => {},
};

/**
 * Shares reads among those who wait at the same time. Nobody joins a read under way, because it may have begun
 * before a change they already know of: each caller gets one that starts after it asked.
 */
export function shareReads<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  const start = () => {
    next = null;
    const started = read();
    running = started.catch(() => {});
    return started;
  };
  return () => {
    next ??= running.then(start);
    return next;
  };
}

/** The number that every change a reader could see raises, read anew for each answer. */
export class DataVersion {
  /** The version last heard of, and when (milliseconds) the database last confirmed it. */
  last: { version: number; confirmedAt: number } | null = null;
  #open: () => VersionSource;
  #source: VersionSource;
  #settings: typeof defaults;
  #away: DatabaseAway | null = null;
  #probe: NodeJS.Timeout | undefined;
  /** Whoever stood in line while it was found to be away need not find out again. */
  #shared = shareReads(() => (this.#away ? Promise.reject(this.#away) : this.#ask()));

  constructor(open: () => VersionSource, settings: Partial<typeof defaults> = {}) {
    this.#open = open;
    this.#source = open();
    this.#settings = { ...defaults, ...settings };
  }

  /** Throws DatabaseAway: at once while the database is known to be away, else when it does not answer. */
  read(): Promise<number> {
    return this.#away ? Promise.reject(this.#away) : this.#shared();
  }

  /** Hears of a version in another way than by reading it. */
  hear(version: number) {
    if (this.last && version > this.last.version) this.last = { ...this.last, version };
  }

  async close() {
    clearTimeout(this.#probe);
    await this.#source.close();
  }

  async #ask(): Promise<number> {
    const deadline = Date.now() + this.#settings.patienceMs;
    try {
      const version = await this.#readBefore(deadline).catch((error) => {
        if (error instanceof DatabaseAway) throw error;
        // A connection that was closed under us fails its next queries until it notices.
        this.#replaceSource();
        return this.#readBefore(deadline);
      });
      this.last = { version, confirmedAt: Date.now() };
      if (this.#away) this.#settings.onReturn();
      this.#away = null;
      return version;
    } catch (cause) {
      this.#away = new DatabaseAway("The database does not answer.", { cause });
      clearTimeout(this.#probe);
      this.#probe = setTimeout(() => this.#ask().catch(() => {}), this.#settings.probeEveryMs).unref();
      throw this.#away;
    }
  }

  #replaceSource() {
    this.#source.close().catch(() => {});
    this.#source = this.#open();
  }

  async #readBefore(deadline: number): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // First: closing the source fails its read, which would look like a connection that was closed under us.
        reject(new DatabaseAway(`No answer within ${this.#settings.patienceMs} ms.`));
        this.#replaceSource();
      }, deadline - Date.now());
    });
    try {
      return await Promise.race([this.#source.read(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * Reads the version over a connection of its own, so that it never queues behind a page's queries. LISTEN is only
 * early notice: it comes a moment after the commit and is silent while its connection is lost.
 */
export function connectDataVersion(
  connection: Connection,
  options: Partial<typeof defaults> & { listens?: boolean } = {},
): DataVersion {
  const { listens = true, ...given } = options;
  const settings = { max: 1, backoff: () => 0.2, connect_timeout: 3, onnotice: () => {} };
  const version: DataVersion = new DataVersion(() => {
    const sql =
      typeof connection === "string" ? postgres(connection, settings) : postgres({ ...connection, ...settings });
    if (listens) sql.listen("plenary_data", (raised) => version.hear(Number(raised))).catch(() => {});
    return {
      read: async () => {
        const [row] = await sql<[{ version: string }]>`select version from data_versions`;
        return Number(row.version);
      },
      close: () => sql.end({ timeout: 0 }),
    };
  }, given);
  return version;
}
