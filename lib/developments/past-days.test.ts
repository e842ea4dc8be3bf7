import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { publications as p } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import type { Context, Person } from "@/lib/context";
import { addDays } from "@/lib/days";
import { approveReview } from "@/lib/reviews/decide";
import { matching } from "./conditions";
import { countMarks } from "./counts";
import { measureDays } from "./days";
import { type Filters, noFilters } from "./filters";
import { everything } from "./marks";
import { retractDevelopment, submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { createDevelopment, saveDevelopment } from "./save";
import { completeContent, nextFormKey } from "./testing";
import { listDevelopments } from "./timeline";

/** A list of a past day must hold what the database finds among all versions, whatever a process held before. */

let client: Client;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  author = await makePerson(client.db, { role: "editor" });
  editor = await makePerson(client.db, { role: "editor" });
});
afterAll(() => client.close());

let clock = Date.parse("2026-11-24T08:00:00Z");
const by = (caller: Person): Context => {
  clock += 1_000;
  return { db: client.db, caller, now: new Date(clock) };
};
const nextDay = () => {
  clock += 86_400_000;
};

async function approve(id: number, revision: number) {
  const review = await submitDevelopment(by(author), id, revision);
  await approveReview(by(editor), review.id);
}

async function publish(changes: Partial<DevelopmentContent>) {
  const content = { ...completeContent, ...changes };
  const made = await createDevelopment(by(author), { formKey: nextFormKey(), changes: content });
  await approve(made.developmentId, made.revision.id);
  return { id: made.developmentId, base: made.revision.id };
}

async function edit(one: { id: number; base: number }, changes: Partial<DevelopmentContent>) {
  const saved = await saveDevelopment(by(author), one.id, { base: one.base, changes });
  one.base = saved.revision.id;
  await approve(one.id, saved.revision.id);
}

async function retract({ id }: { id: number }) {
  const review = await retractDevelopment(by(author), id, "Made for a test.");
  await approveReview(by(editor), review.id);
}

const first = "2026-11-24";
const days = Array.from({ length: 4 }, (_, n) => addDays(first, n));
const lists: Partial<Filters>[] = [
  {},
  { body: ["icann"] },
  { body: ["itu", "icann"], type: ["law"] },
  { from: "2026-02-01", to: "2026-03-31" },
  { q: "wombat" },
  { q: "wombat", area: ["encryption"] },
];

/** The ids of a list, read page by page, two at a time. */
async function walk(db: Database, filters: Filters): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDevelopments>> = await listDevelopments({ db }, filters, {
      limit: 2,
      cursor,
    });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null && ids.length < 12);
  return ids;
}

async function expectAll(db: Database) {
  for (const asof of days) {
    for (const list of lists) {
      const filters: Filters = { ...noFilters, ...list, asof };
      const rows = await client.db.select().from(p).where(matching(filters));
      rows.sort((one, other) => other.position - one.position || other.developmentId - one.developmentId);
      const ids = rows.map(({ developmentId }) => developmentId);
      const told = [asof, list];
      expect([...told, await walk(db, filters)]).toEqual([...told, ids.slice(0, 12)]);
      expect([...told, (await walk(db, { ...filters, sort: "oldest" })).slice(0, 6)]).toEqual([
        ...told,
        ids.toReversed().slice(0, 6),
      ]);
      const counts = await countMarks({ db }, filters);
      expect([...told, counts.get(everything) ?? 0]).toEqual([...told, rows.length]);
      const own = new Map<string, number>();
      for (const { marks } of rows) for (const mark of marks) own.set(mark, (own.get(mark) ?? 0) + 1);
      for (const [mark, n] of counts)
        if (mark !== everything) expect([...told, mark, n]).toEqual([...told, mark, own.get(mark)]);
    }
  }
}

test("lists of past days follow what is published, edited, retracted and rebuilt since, in whoever held them before", async () => {
  const [one, two, three] = [
    await publish({ title: "A wombat", bodySlug: "icann", decidedOn: "2026-02-03", type: "law" }),
    await publish({ title: "A second wombat", decidedOn: "2026-02-03" }),
    await publish({ title: "Another animal", bodySlug: "itu", decidedOn: "2026-03-04", type: "law" }),
  ];
  await expectAll(client.db);
  nextDay();
  await edit(one, { title: "No animal at all", decidedOn: "2026-04-05" });
  await edit(two, { areaSlugs: ["cybersecurity"] });
  await expectAll(client.db);
  nextDay();
  // Versions of one day are followed by others on the same day: no past day knows them.
  await edit(two, { bodySlug: "icann" });
  await edit(two, { areaSlugs: ["encryption", "cybersecurity"] });
  await edit(three, { title: "A third wombat", type: "statement" });
  await retract(one);
  await expectAll(client.db);
  nextDay();
  await edit(three, { bodySlug: "icann", decidedOn: "2026-02-03" });
  await publish({ title: "A late wombat", decidedOn: "2026-03-09" });
  await expectAll(client.db);

  const other = secondClient(client);
  await expectAll(other.db);
  await other.close();
  await rebuildPublications(client.db);
  await expectAll(client.db);
});

test("more days than are held push the oldest out, and those that are asked for again are right", async () => {
  const past = Array.from({ length: 25 }, (_, n) => addDays(first, n - 22));
  for (const asof of past) await countMarks(client, { ...noFilters, asof });
  await expectAll(client.db);
});

test("days between stages are those of the versions a day knew", async () => {
  nextDay();
  const before = addDays(first, 4);
  const changes = { bodySlug: "ietf", decidedOn: "2026-05-01", takesEffectOn: "2026-05-11" };
  const made = await publish({ ...changes, title: "Takes effect" });
  nextDay();
  await edit(made, { takesEffectOn: "2026-06-10" });
  const measure = async (asof: string | null) =>
    (await measureDays(client, { ...noFilters, asof, q: "effect" }, "to-effect")).get("ietf");
  expect(await measure(before)).toEqual({ n: 1, median: 10, low: 10, high: 10 });
  expect(await measure(null)).toEqual({ n: 1, median: 40, low: 40, high: 40 });
});
