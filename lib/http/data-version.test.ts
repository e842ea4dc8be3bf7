import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Client } from "@/db/client";
import { dataVersions } from "@/db/schema";
import { connectionOf, testDatabase } from "@/db/testing";
import { connectDataVersion, DatabaseAway, DataVersion, shareReads, type VersionSource } from "./data-version";

/** Reads that end when the test says so. */
function byHand() {
  const reads: { answer: (version: number) => void; fail: (error: Error) => void }[] = [];
  const read = () => new Promise<number>((answer, fail) => reads.push({ answer, fail }));
  return { read, reads };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("shared reads", () => {
  test("nobody joins a read that began before they asked", async () => {
    const { read, reads } = byHand();
    const shared = shareReads(read);
    const first = shared();
    await turn();
    const [second, third] = [shared(), shared()];
    await turn();
    expect(reads).toHaveLength(1);
    reads[0]?.answer(1);
    expect(await first).toBe(1);
    await turn();
    expect(reads).toHaveLength(2);
    reads[1]?.answer(2);
    expect(await Promise.all([second, third])).toEqual([2, 2]);
  });

  test("a change that was made before asking is always seen", async () => {
    let version = 0;
    const shared = shareReads(async () => {
      const seen = version;
      await turn();
      return seen;
    });
    const readers = Array.from({ length: 40 }, async (_, n) => {
      for (let waited = 0; waited < n % 7; waited++) await turn();
      const known = ++version;
      expect(await shared()).toBeGreaterThanOrEqual(known);
    });
    await Promise.all(readers);
  });

  test("a failed read fails only those who waited for it", async () => {
    const { read, reads } = byHand();
    const shared = shareReads(read);
    const first = shared();
    await turn();
    const second = shared();
    reads[0]?.fail(new Error("lost"));
    await expect(first).rejects.toThrow("lost");
    await turn();
    reads[1]?.answer(5);
    expect(await second).toBe(5);
  });
});

describe("the data version", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  /** A version whose sources are opened one after the other, the last one again and again. */
  function over(...sources: Partial<VersionSource>[]) {
    const opened: VersionSource[] = [];
    const version = new DataVersion(
      () => {
        const source = {
          read: async () => 1,
          close: vi.fn(async () => {}),
          ...(sources[opened.length] ?? sources.at(-1)),
        };
        opened.push(source);
        return source;
      },
      { patienceMs: 100, probeEveryMs: 50 },
    );
    return { version, opened };
  }

  test("is asked for anew each time, and remembers what the database confirmed last", async () => {
    let n = 6;
    const { version } = over({ read: async () => ++n });
    expect([await version.read(), await version.read()]).toEqual([7, 8]);
    expect(version.last).toEqual({ version: 8, confirmedAt: Date.now() });
  });

  test("survives a connection closed under it", async () => {
    const { version, opened } = over(
      { read: () => Promise.reject(new Error("CONNECTION_CLOSED")) },
      { read: async () => 3 },
    );
    expect(await version.read()).toBe(3);
    expect(opened[0]?.close).toHaveBeenCalled();
  });

  test("is away at once while the database is known to be, and back by itself", async () => {
    let up = false;
    const read = vi.fn(async () => {
      if (!up) throw new Error("ECONNREFUSED");
      return 4;
    });
    const { version } = over({ read });
    await expect(version.read()).rejects.toThrow(DatabaseAway);
    const asked = read.mock.calls.length;
    await expect(version.read()).rejects.toThrow(DatabaseAway);
    expect(read).toHaveBeenCalledTimes(asked);
    up = true;
    await vi.advanceTimersByTimeAsync(50);
    expect(await version.read()).toBe(4);
  });

  test("keeps what it knew while the database is away, with the time it was confirmed", async () => {
    const read = vi.fn().mockResolvedValueOnce(9).mockRejectedValue(new Error("ECONNREFUSED"));
    const { version } = over({ read });
    await version.read();
    const confirmedAt = Date.now();
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(version.read()).rejects.toThrow(DatabaseAway);
    expect(version.last).toEqual({ version: 9, confirmedAt });
  });

  test("of a source that hangs is read from a new one", async () => {
    const { version, opened } = over({ read: () => new Promise(() => {}) }, { read: async () => 12 });
    const hung = version.read();
    hung.catch(() => {});
    await vi.advanceTimersByTimeAsync(100);
    await expect(hung).rejects.toThrow(DatabaseAway);
    expect(opened[0]?.close).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(50);
    expect(await version.read()).toBe(12);
    expect(opened).toHaveLength(2);
  });

  test("is waited for once where the database is frozen, however many ask and whatever its connections do", async () => {
    const hanging = () => {
      let fail = (_: Error) => {};
      const read = () => new Promise<number>((_, reject) => (fail = reject));
      return { read: vi.fn(read), close: async () => fail(new Error("CONNECTION_DESTROYED")) };
    };
    const lost = { read: () => Promise.reject(new Error("CONNECTION_CLOSED")) };
    for (const sources of [
      [hanging(), hanging()],
      [lost, hanging()],
    ]) {
      const { version } = over(...sources);
      const answers: string[] = [];
      const ask = () => version.read().catch((error) => answers.push(error.constructor.name));
      ask();
      await vi.advanceTimersByTimeAsync(50);
      ask();
      await vi.advanceTimersByTimeAsync(50);
      expect(answers).toEqual(["DatabaseAway", "DatabaseAway"]);
      await version.close();
    }
  });

  test("hears of newer ones only, and never takes hearsay for a confirmation", async () => {
    const { version } = over({ read: async () => 5 });
    version.hear(9);
    expect(version.last).toBeNull();
    await version.read();
    const confirmedAt = Date.now();
    await vi.advanceTimersByTimeAsync(10);
    version.hear(4);
    expect(version.last).toEqual({ version: 5, confirmedAt });
    version.hear(6);
    expect(version.last).toEqual({ version: 6, confirmedAt });
    expect(await version.read()).toBe(5);
  });

  test("asks no more once it is closed", async () => {
    const read = vi.fn(() => Promise.reject(new Error("ECONNREFUSED")));
    const { version, opened } = over({ read });
    await expect(version.read()).rejects.toThrow(DatabaseAway);
    await version.close();
    const asked = read.mock.calls.length;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).toHaveBeenCalledTimes(asked);
    expect(opened[0]?.close).toHaveBeenCalled();
  });
});

describe("over a real connection", () => {
  let client: Client;
  let version: DataVersion;
  beforeEach(async () => {
    client = await testDatabase();
    version = connectDataVersion(connectionOf(client));
  });
  afterEach(async () => {
    await version.close();
    await client.close();
  });

  test("a raised version is read as soon as it is committed, not before", async () => {
    const before = await version.read();
    await client.db.transaction(async (tx) => {
      await tx.update(dataVersions).set({ version: before + 1 });
      expect(await version.read()).toBe(before);
    });
    expect(await version.read()).toBe(before + 1);
  });

  test("a connection the server ends is replaced", async () => {
    const before = await version.read();
    await client.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    expect(await version.read()).toBe(before);
  });
});
