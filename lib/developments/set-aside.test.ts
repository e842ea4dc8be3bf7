import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { auditEvents } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { Forbidden } from "@/lib/errors";
import { listDrafts } from "./desk";
import { saveDevelopment } from "./save";
import { setAside } from "./set-aside";
import { at, makeDraft, makeWaiting } from "./testing";

let db: Database;
let editor: Person;

beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  editor = await makePerson(db, { role: "editor" });
});

const find = async (id: number) => (await listDrafts(at(db, editor))).find((row) => row.id === id);

test("a draft that is set aside is told apart, and is back with its next save", async () => {
  const { id, revision } = await makeDraft(db, editor);
  expect(await find(id)).toMatchObject({ aside: false });
  await setAside(at(db, editor), id);
  await setAside(at(db, editor), id);
  expect(await find(id)).toMatchObject({ aside: true });
  const events = await db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subject, `development:${id}`));
  expect(events.filter((event) => event.action === "development.set-aside")).toHaveLength(1);
  await saveDevelopment(at(db, editor), id, { base: revision.id, changes: { title: "Taken up again" } });
  expect(await find(id)).toMatchObject({ aside: false });
});

test("what waits for a second person is not set aside, and nobody anonymous sets anything aside", async () => {
  const waiting = await makeWaiting(db, editor);
  await expect(setAside(at(db, editor), waiting.id)).rejects.toThrow(Forbidden);
  const draft = await makeDraft(db, editor);
  await expect(setAside(at(db, null), draft.id)).rejects.toThrow(Forbidden);
});
