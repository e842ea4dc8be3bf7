import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications as p, wordBlocks } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { approveReview } from "@/lib/reviews/decide";
import { type Bits, countBits } from "./bits";
import { findInSets } from "./find-in-sets";
import { type Found, findAgain, findByIndex } from "./finds";
import { generateDevelopments } from "./generate";
import { idsAmong } from "./members";
import { submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";
import { keepWordSets } from "./word-sets";

/** What the sets of words tell must be what the index of texts does. */

let client: Client;
let author: Person;
let editor: Person;
let changed: { id: number; base: number };
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  const { db } = client;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "editor" });
  await generateDevelopments(db, { count: 150, now: new Date("2026-11-24T12:00:00Z") });
  // The others stand in the second block.
  await db.execute(sql`select setval(pg_get_serial_sequence('developments', 'id'), 65530)`);
  await generateDevelopments(db, { count: 40, now: new Date("2026-11-24T13:00:00Z"), seed: 2 });
  const made = await makeWaiting(db, author, {
    title: "An ocelot's café in O'Hara \\ county",
    summary: "Between quagga and ocelot.",
  });
  await approveReview(at(db, editor), made.review.id);
  changed = { id: made.id, base: made.revision.id };
  await edit("A quagga in its place");
});
afterAll(() => client.close());

async function edit(title: string) {
  const saved = await saveDevelopment(at(client.db, author), changed.id, { base: changed.base, changes: { title } });
  const review = await submitDevelopment(at(client.db, author), changed.id, saved.revision.id);
  await approveReview(at(client.db, editor), review.id);
  changed.base = saved.revision.id;
}

/** Lists of more than five are bits. */
const always = { fewest: 1, mostChanged: 10, longestList: 10 };
const keep = (when = always) => keepWordSets(client.db, when);

const searches = [
  ...["encryption", "encr", "e", "the", "ocelot", "Quagga ", "cafe", "café", "zzyzx", "ITU", "2026", "gTLDs"],
  ...["internet governance", "internet governance ", "internet -icann", "-encryption", "-encryption -internet "],
  ...[
    "encryption or cybersecurity",
    "encryption or cybersecurity -icann ",
    "-zzyzx",
    "quagga or ocelot ",
    "\\ county ",
  ],
  ...["o'hara", "o'har", "market-access and more", "data -pro", "unesco or itu internet "],
];

const idsOf = (bits: Bits) => [...idsAmong({ n: countBits(bits), bits })];

/** How many of them the sets answered. */
async function expectTheSame(): Promise<number> {
  const publications = new Set((await client.db.select({ id: p.id }).from(p)).map(({ id }) => id));
  let answered = 0;
  for (const q of searches) {
    for (const past of [true, false]) {
      const inSets = await findInSets(client.db, q, { past });
      if (!inSets) continue;
      const [found, expected] = [await findAgain(client.db, q, inSets), await findByIndex(client.db, q, { past })];
      const told = ({ version, query, listed, past }: Found) => ({
        ...{ version, query, listed: idsOf(listed) },
        // Of a past version that was written anew they tell both: no list holds the one that is gone.
        past: past && idsOf(past).filter((id) => publications.has(id)),
      });
      expect([q, past, told(found)]).toEqual([q, past, told(expected)]);
      answered += 1;
    }
  }
  return answered;
}

test("nothing is kept of a small record, where the index is as quick", async () => {
  expect(await keepWordSets(client.db)).toBe(0);
  expect(await findInSets(client.db, "encryption", { past: false })).toBeNull();
});

test("whatever is typed, the sets find what the index finds, now and among past versions", async () => {
  // Two that hold developments, and one for those that come.
  expect(await keep()).toBe(3);
  const { past } = await findByIndex(client.db, "ocelot ", { past: true });
  expect(past && countBits(past)).toBe(1);
  expect(await expectTheSame()).toBeGreaterThan(40);
});

test("a phrase is left to the index", async () => {
  expect(await findInSets(client.db, '"internet governance"', { past: false })).toBeNull();
});

test("what changes afterwards is found, and sets are made anew where enough of it is theirs", async () => {
  const versions = () => client.db.select().from(wordBlocks).orderBy(wordBlocks.block);
  const before = await versions();
  await edit("A quokka in its place");
  expect(await expectTheSame()).toBeGreaterThan(40);
  expect(await keep()).toBe(0);
  expect(await versions()).toEqual(before);
  for (let n = 0; n < 11; n += 1) {
    const made = await makeWaiting(client.db, author, { title: `Quokka number ${n}` });
    await approveReview(at(client.db, editor), made.review.id);
  }
  // Only the second block has changed; that the others did not is as new.
  expect(await keep()).toBe(1);
  const after = await versions();
  expect(new Set(after.map(({ version }) => version)).size).toBe(1);
  expect(after[0]?.version).toBeGreaterThan(before[0]?.version ?? 0);
  expect(await expectTheSame()).toBeGreaterThan(40);
});

test("sets of before a rebuild tell nothing, until they are made anew", async () => {
  await rebuildPublications(client.db);
  expect(await expectTheSame()).toBe(0);
  expect(await keep()).toBe(3);
  expect(await expectTheSame()).toBeGreaterThan(40);
});

test("developments that no sets were made for are not missed", async () => {
  await client.db.execute(sql`select setval(pg_get_serial_sequence('developments', 'id'), ${3 << 16})`);
  const made = await makeWaiting(client.db, author, { title: "An ocelot far away" });
  await approveReview(at(client.db, editor), made.review.id);
  expect(await expectTheSame()).toBe(0);
  expect(await keep()).toBe(2);
  expect(await expectTheSame()).toBeGreaterThan(40);
});
