import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { bodies } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { changeArea } from "@/lib/areas/change";
import { getArea } from "@/lib/areas/queries";
import { noFilters } from "./filters";
import { heldRows } from "./held-rows";
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
  expect(await late).toEqual([row("of before")]);
  const read: number[][] = [];
  await held.get(2, [7, 8], async (missing) => {
    read.push(missing);
    return new Map([[7, row("of now")]]);
  });
  expect(read).toEqual([[7]]);
  await client.close();
});
