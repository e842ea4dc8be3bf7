import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import { beginWith } from "@/lib/begun";
import type { Person } from "@/lib/context";
import { approveReview } from "@/lib/reviews/decide";
import { countDevelopments } from "./counts";
import { exportPages } from "./export";
import { noFilters } from "./filters";
import { heldMarks } from "./held-marks";
import { submitDevelopment } from "./propose";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";

/** What changes after an answer was begun, and before all of it is read. */

let client: Client;
let author: Person;
let editor: Person;
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  author = await makePerson(client.db, { role: "editor" });
  editor = await makePerson(client.db, { role: "editor" });
});
afterAll(() => client.close());

async function publish(title: string) {
  const summary = `${title} in short.`;
  const made = await makeWaiting(client.db, author, { title, summary, decidedOn: "2030-01-01" });
  await approveReview(at(client.db, editor), made.review.id);
  return { id: made.id, base: made.revision.id };
}

async function edit({ id, base }: { id: number; base: number }) {
  const saved = await saveDevelopment(at(client.db, author), id, {
    base,
    changes: { verificationNote: "Seen again." },
  });
  const review = await submitDevelopment(at(client.db, author), id, saved.revision.id);
  await approveReview(at(client.db, editor), review.id);
}

/** An answer that was begun before `change`, by a process that holds what was then. */
async function begunBefore<Value>(change: () => Promise<void>, answer: () => Promise<Value>): Promise<Value> {
  const { version } = await heldMarks(client.db);
  await change();
  return beginWith(version, answer);
}

test("a page holds what was changed meanwhile, and says of each development its own words", async () => {
  const [first, second, third] = [
    await publish("Quokka one"),
    await publish("Quokka two"),
    await publish("Quokka three"),
  ];
  const filters = { ...noFilters, q: "quokka" };
  await countDevelopments(client, filters);
  for (const one of [third, second, first]) {
    const { data, total } = await begunBefore(
      () => edit(one),
      () => listDevelopments(client, filters),
    );
    expect([total, data.map(({ title, found }) => [title, found?.title.replaceAll(/[\ue000\ue001]/g, "")])]).toEqual([
      3,
      ["Quokka three", "Quokka two", "Quokka one"].map((title) => [title, title]),
    ]);
  }
});

test("a file holds what was changed while it was written, with its own summary", async () => {
  const made = [await publish("Numbat one"), await publish("Numbat two"), await publish("Numbat three")];
  const { version } = await heldMarks(client.db);
  const summaries: string[] = [];
  let pages = 0;
  await beginWith(version, async () => {
    for await (const rows of exportPages({ db: client.db, caller: null }, { ...noFilters, sort: "oldest" }, 50)) {
      for (const { title, summary } of rows) if (title.startsWith("Numbat")) summaries.push(`${title}: ${summary}`);
      const [one] = made;
      if (pages++ === 0 && one) await edit(one);
    }
  });
  expect(summaries).toEqual(["one", "two", "three"].map((name) => `Numbat ${name}: Numbat ${name} in short.`));
});
