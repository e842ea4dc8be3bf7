import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { bodies, people } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { changeArea } from "@/lib/areas/change";
import { getArea } from "@/lib/areas/queries";
import { approveReview } from "@/lib/reviews/decide";
import { giveScore } from "@/lib/scores/give";
import { getDevelopment } from "./detail";
import { noFilters } from "./filters";
import { heldRows } from "./held-rows";
import { submitDevelopment } from "./propose";
import { saveDevelopment } from "./save";
import { at, makeWaiting } from "./testing";
import { listDevelopments } from "./timeline";
import type { DevelopmentRow } from "./views";

test("a row that is held is told with the names of now, and one that was read before a name changed is not kept", async () => {
  const client = await testDatabase({ seeded: true });
  const { db } = client;
  const list = async () => (await listDevelopments({ db }, { ...noFilters, body: ["itu"] }, { limit: 5 })).data;
  const before = await list();
  const area = before.flatMap((row) => row.impacts)[0]?.area.slug ?? "";
  expect(await list()).toEqual(before);
  await db.update(bodies).set({ shortName: "The Union" }).where(eq(bodies.slug, "itu"));
  expect((await list()).map(({ body }) => body.shortName)).toEqual(before.map(() => "The Union"));
  const admin = await makePerson(db, { role: "admin" });
  const { version, definition, scale } = await getArea({ db }, area);
  const wording = { name: "Under another name", definition, scale };
  await changeArea({ db, caller: admin, now: new Date() }, area, { base: version, wording, reason: "" });
  const after = await list();
  expect(after.flatMap((row) => row.impacts).find((impact) => impact.area.slug === area)?.area.name).toBe(
    "Under another name",
  );

  const held = heldRows({} as typeof db);
  const row = (title: string) => ({ title }) as DevelopmentRow;
  const late = held.get(1, [7], async () => {
    await held.get(2, [8], async () => new Map([[8, row("of now")]]));
    return new Map([[7, row("of before")]]);
  });
  expect(await late).toEqual(new Map([[7, row("of before")]]));
  const read: number[][] = [];
  await held.get(2, [7, 8], async (missing) => {
    read.push(missing);
    return new Map([[7, row("of now")]]);
  });
  expect(read).toEqual([[7]]);
  await client.close();
});

test("a page that is held follows the names of its people, its stages and its scores", async () => {
  const client = await testDatabase({ seeded: true });
  const { db } = client;
  const author = await makePerson(db, { name: "An author", role: "editor" });
  const editor = await makePerson(db, { name: "An editor", role: "editor" });
  const publish = async (title: string, carriesForward: string[] = []) => {
    const { id, revision, review } = await makeWaiting(db, author, { title, carriesForward });
    const { slug } = await approveReview(at(db, editor), review.id);
    return { id, revision: revision.id, slug: slug ?? "" };
  };
  const first = await publish("A first stage");
  const second = await publish("A second stage", [first.slug]);
  const read = async ({ slug }: { slug: string }) => getDevelopment({ db }, slug);
  expect(await read(second)).toMatchObject({
    revision: { authors: ["An author"], approvedBy: "An editor" },
    carriesForward: [{ title: "A first stage" }],
  });
  expect(await read(first)).toMatchObject({
    carriedForwardBy: [{ title: "A second stage" }],
    scores: { encryption: [] },
  });
  expect(await read(first)).toEqual(await read(first));

  await db.update(people).set({ name: "A renamed author" }).where(eq(people.id, author.id));
  expect((await read(second)).revision.authors).toEqual(["A renamed author"]);
  const impact = { developmentId: first.id, areaSlug: "encryption", areaVersion: 1 };
  await giveScore(at(db, editor), impact, { direction: -1, confidence: 2, reason: "Made up." });
  expect((await read(first)).scores.encryption).toMatchObject([{ direction: -1, scorer: "An editor" }]);
  const saved = await saveDevelopment(at(db, author), first.id, {
    base: first.revision,
    changes: { title: "A first stage, said better" },
  });
  const review = await submitDevelopment(at(db, author), first.id, saved.revision.id);
  await approveReview(at(db, editor), review.id);
  expect((await read(second)).carriesForward).toMatchObject([{ title: "A first stage, said better" }]);
  expect(await read(first)).toMatchObject({ title: "A first stage, said better", revisionCount: 2 });
  await client.close();
});
