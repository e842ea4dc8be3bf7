import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import type { Context, Person } from "@/lib/context";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { onArea, score } from "@/lib/scores/testing";
import { countDevelopments } from "./counts";
import { noFilters } from "./filters";
import { submitDevelopment } from "./propose";
import { readPast } from "./read-marks";
import { saveDevelopment } from "./save";
import { makeDraft } from "./testing";

/** What happens while past versions are read for the first time. */

let client: Client;
let author: Person;
let editor: Person;
let edited: number;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  author = await makePerson(client.db, { role: "editor" });
  editor = await makePerson(client.db, { role: "editor" });
  const made = await makeDraft(client.db, author, { title: "A wombat" });
  edited = made.id;
  await approve(made.id, made.revision.id, "2026-11-24T10:00:00Z");
  const by = on("2026-11-26T09:00:00Z", author);
  const saved = await saveDevelopment(by, made.id, { base: made.revision.id, changes: { title: "A second wombat" } });
  await approve(made.id, saved.revision.id, "2026-11-26T10:00:00Z");
});
afterAll(() => client.close());

const on = (time: string, caller: Person): Context => ({ db: client.db, caller, now: new Date(time) });
async function approve(id: number, revision: number, time: string) {
  const review = await submitDevelopment(on(time, author), id, revision);
  await approveReview(on(time, editor), review.id);
}

const past = { ...noFilters, asof: "2026-11-25" };
const search = { ...noFilters, q: "wombat" };

let other: Client;
beforeEach(() => {
  other = secondClient(client);
  return () => other.close();
});

/** The same database, where something is done before and after each transaction that is read in. */
function watched(db: Database, { after, between }: { after?: () => void; between?: () => Promise<unknown> }): Database {
  const watch = <Target extends object>(target: Target, name: string, call: (own: never) => unknown): Target =>
    new Proxy(target, {
      get(on, key) {
        const own = Reflect.get(on, key);
        if (typeof own !== "function") return own;
        return key === name ? call(own.bind(on) as never) : own.bind(on);
      },
    });
  type Transact = Database["transaction"];
  return watch(db, "transaction", (transact: Transact) => async (...[task, how]: Parameters<Transact>) => {
    const result = await transact(async (tx) => {
      let times = 0;
      return task(
        watch(tx, "execute", (execute: typeof tx.execute) => async (query: never) => {
          if (times++ > 0) await between?.();
          return execute(query);
        }),
      );
    }, how);
    after?.();
    return result;
  });
}

test("a search that is asked again just then is answered as before", async () => {
  const answers: Promise<number>[] = [];
  const db: Database = watched(other.db, { after: () => void answers.push(countDevelopments({ db }, search)) });
  const expected = await countDevelopments({ db }, search);
  const before = await countDevelopments(client, past);
  answers.length = 0;
  expect(await countDevelopments({ db }, past)).toBe(before);
  expect(answers.length).toBeGreaterThan(0);
  for (const n of await Promise.all(answers)) expect(n).toBe(expected);
});

test("a development that is scored just then is held with all its marks, and once", async () => {
  let given = 0;
  const scoreIt = async () => {
    given += 1;
    await giveScore(on("2026-11-28T08:00:00Z", author), onArea(edited), score(given % 2));
  };
  const { index } = await readPast(watched(other.db, { between: scoreIt }));
  expect(given).toBeGreaterThan(0);
  const marks = [...index.marks()];
  expect(marks).toContain("area:encryption");
  for (const mark of marks) expect([mark, index.total(mark)]).toEqual([mark, index.length(index.list([[mark]]))]);
});
