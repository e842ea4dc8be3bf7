import { beforeAll, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { makePerson, testDatabase } from "@/db/testing";
import type { Caller, Person } from "@/lib/context";
import { Forbidden } from "@/lib/errors";
import { listAudit } from "./queries";
import { recordAudit } from "./record";

let db: Database;
let admin: Person;
const now = new Date("2026-11-24T08:00:00Z");
const read = (caller: Caller, before: number | null = null, limit?: number) =>
  listAudit({ db, caller, now }, before, limit);

beforeAll(async () => {
  ({ db } = await testDatabase());
  admin = await makePerson(db, { role: "admin", name: "Ada" });
  for (const n of [1, 2, 3, 4, 5]) {
    const personId = n === 3 ? null : admin.id;
    await recordAudit(db, { at: now, personId, action: `test.${n}`, subject: "record", detail: { n } });
  }
});

test("only an admin reads who did what", async () => {
  expect((await read(admin)).length).toBe(5);
  for (const role of ["contributor", "editor"] as const) {
    await expect(read(await makePerson(db, { role }))).rejects.toThrow(Forbidden);
  }
  await expect(read(null)).rejects.toThrow(Forbidden);
});

test("the newest stands first, with a name where a person acted and none where the program did", async () => {
  const [newest, , third] = await read(admin);
  expect(newest).toMatchObject({ action: "test.5", person: "Ada", at: now, subject: "record", detail: { n: 5 } });
  expect(third).toMatchObject({ action: "test.3", person: null });
});

test("pages go on where the last one ended", async () => {
  const seen: string[] = [];
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(admin, before, 2);
    seen.push(...page.map((row) => row.action));
    before = page.at(-1)?.id ?? null;
  } while (before !== null);
  expect(seen).toEqual(["test.5", "test.4", "test.3", "test.2", "test.1"]);
});
