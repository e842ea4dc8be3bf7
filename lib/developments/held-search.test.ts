import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { publications as p } from "@/db/schema";
import { makePerson, secondClient, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { approveReview } from "@/lib/reviews/decide";
import { saying } from "./conditions";
import { countDevelopments } from "./counts";
import { listFacets } from "./facets";
import { type Filters, noFilters } from "./filters";
import { generateDevelopments } from "./generate";
import { retractDevelopment, submitDevelopment } from "./propose";
import { rebuildPublications } from "./rebuild";
import { saveDevelopment } from "./save";
import { foundEnd, foundStart } from "./search";
import { at, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";

/** What a process holds of a search must be what the database finds, whatever was published since. */

let client: Client;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  const { db } = client;
  author = await makePerson(db, { role: "editor" });
  editor = await makePerson(db, { role: "editor" });
  await generateDevelopments(db, { count: 300, now: new Date("2026-11-24T12:00:00Z") });
});
afterAll(() => client.close());

const searches = [
  "encryption",
  "ocelot",
  "internet governance",
  "encryption -icann",
  '"data protection"',
  "encr",
  "zzyzx",
];
const filtersOf = (q: string, more: Partial<Filters> = {}): Filters => ({ ...noFilters, ...more, q });

async function expectFound(q: string, more: Partial<Filters> = {}, db = client.db) {
  const filters = filtersOf(q, more);
  const rows = await db
    .select({ id: p.developmentId })
    .from(p)
    .where(sql`${p.knownUntil} is null and not ${p.retracted} and ${saying(filters)}`)
    .orderBy(sql`${p.position} desc, ${p.developmentId} desc`);
  const { data, total } = await listDevelopments({ db }, filters, { limit: 200 });
  expect([q, data.map(({ id }) => id)]).toEqual([q, rows.slice(0, 200).map(({ id }) => id)]);
  expect([q, total, await countDevelopments({ db }, filters)]).toEqual([q, rows.length, rows.length]);
  expect((await listFacets({ db }, filters)).total).toBe(rows.length);
}

const expectAll = async () => {
  for (const q of searches) await expectFound(q);
};

async function publish(title: string) {
  const made = await makeWaiting(client.db, author, { title });
  await approveReview(at(client.db, editor), made.review.id);
  return made;
}

async function edit(id: number, base: number, title: string) {
  const saved = await saveDevelopment(at(client.db, author), id, { base, changes: { title } });
  const review = await submitDevelopment(at(client.db, author), id, saved.revision.id);
  await approveReview(at(client.db, editor), review.id);
}

test("a search finds what is published, ceases to find what was changed or retracted, alone and among filters", async () => {
  await expectAll();
  const [comes, goes, ends] = [
    await publish("On something else"),
    await publish("An ocelot that goes"),
    await publish("An ocelot that is retracted"),
  ];
  expect((await listDevelopments(client, filtersOf("ocelot"))).total).toBe(2);
  await edit(comes.id, comes.revision.id, "On an ocelot");
  await edit(goes.id, goes.revision.id, "On something else again");
  const retraction = await retractDevelopment(at(client.db, author), ends.id, "It did not happen.");
  await approveReview(at(client.db, editor), retraction.id);
  const { data } = await listDevelopments(client, filtersOf("ocelot"));
  expect(data.map(({ title }) => title)).toEqual(["On an ocelot"]);
  await expectAll();
  for (const more of [
    { area: ["encryption"] },
    { body: ["icann"], period: ["after" as const] },
    { from: "2026-02-01", to: "2026-09-30" },
    { sort: "oldest" as const },
  ]) {
    if (!("sort" in more)) await expectFound("encryption", more);
  }
  const oldest = await listDevelopments(client, filtersOf("encryption", { sort: "oldest" }));
  const newest = await listDevelopments(client, filtersOf("encryption"), { limit: 200 });
  expect(oldest.data[0]?.id).toBe(newest.data.at(-1)?.id);
});

test("found words are those of the version that is listed and of the search that asks", async () => {
  const words = async (q: string) =>
    (await listDevelopments(client, filtersOf(q))).data.map(({ found }) =>
      found?.title.replaceAll(foundStart, "[").replaceAll(foundEnd, "]"),
    );
  const made = await publish("A quagga in the morning");
  for (const _ of ["read", "held"]) expect(await words("quagga")).toEqual(["A [quagga] in the morning"]);
  expect(await words("quagga morning")).toEqual(["A [quagga] in the [morning]"]);
  await edit(made.id, made.revision.id, "In the evening a quagga");
  expect(await words("quagga")).toEqual(["In the evening a [quagga]"]);
});

test("while others publish, every answer is whole, and in the end all processes find the same", async () => {
  const other = secondClient(client);
  const titles = Array.from({ length: 12 }, (_, n) => `Ocelot number ${n}`);
  const before = await countDevelopments(client, filtersOf("ocelot"));
  const seen: number[] = [];
  let published = false;
  const publishing = Promise.all(titles.map(publish)).finally(() => {
    published = true;
  });
  while (!published) {
    const [{ db }] = [seen.length % 2 === 0 ? client : other];
    seen.push(await countDevelopments({ db }, filtersOf("ocelot")));
    // Searches of their own, so that some are found for the first time between two publications.
    await countDevelopments({ db }, filtersOf(`ocelot -word${seen.length}`));
  }
  await publishing;
  expect(seen.every((n) => n >= before && n <= before + 12)).toBe(true);
  await expectFound("ocelot", {}, other.db);
  for (let n = 1; n <= seen.length; n += 1) {
    const q = `ocelot -word${n}`;
    expect([q, await countDevelopments(client, filtersOf(q))]).toEqual([q, before + 12]);
  }
  await other.close();
});

test("a dash before nothing leaves nothing out, however many there are", async () => {
  const total = (q: string) => countDevelopments(client, filtersOf(q));
  const all = await total("encryption");
  const without = await total("encryption -icann");
  expect(without).toBeLessThan(all);
  for (const idle of ["- ".repeat(60), "-".repeat(49), "-!".repeat(60), "-< ".repeat(60), "-\u0085".repeat(90)]) {
    expect([idle, await total(`encryption ${idle} -icann `)]).toEqual([idle, without]);
  }
  expect(await total("- encryption")).toBe(all);
  expect(await total("encryption - icann")).toBe(await total("encryption icann"));
});

test("more searches than are held push the oldest out, and a rebuild all", async () => {
  for (let n = 0; n < 110; n += 1) await countDevelopments(client, filtersOf(`encryption -number${n}`));
  await expectAll();
  await rebuildPublications(client.db);
  await expectAll();
});
