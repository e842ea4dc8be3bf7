import { sql } from "drizzle-orm";
import { NextRequest } from "next/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "@/db/client";
import { auditEvents, developments, revisions } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import { contentFields } from "@/lib/developments/schema";
import { at, completeContent, makeDraft, nextFormKey } from "@/lib/developments/testing";
import { POST as save } from "./[id]/save/route";
import { POST as create } from "./route";

const world = vi.hoisted(() => ({ context: null as unknown }));
vi.mock("@/lib/http/context", () => ({ deskContext: async () => world.context }));

let db: Database;
let draft: Awaited<ReturnType<typeof makeDraft>>;
let columns: string[];
beforeAll(async () => {
  ({ db } = await testDatabase({ seeded: true }));
  const editor = await makePerson(db, { role: "editor" });
  world.context = at(db, editor);
  draft = await makeDraft(db, editor);
  const rows = await db.execute<{ name: string }>(sql`
    select distinct column_name as name from information_schema.columns where table_schema = 'public'`);
  columns = [...rows].map((row) => row.name);
});

type Body = Record<string, unknown>;

/** Sends JSON text as it is: an object literal could not hold "__proto__". */
async function send(route: "create" | "save", text: string, type = "application/json") {
  const headers = { "content-type": type };
  const request = new NextRequest("http://localhost/api/desk/developments", { method: "POST", body: text, headers });
  const params = Promise.resolve<Record<string, string>>(route === "save" ? { id: String(draft.id) } : {});
  const response = await (route === "save" ? save : create)(request, { params });
  return { status: response.status, problem: (await response.json()) as { detail: string; errors?: Body } };
}

const whole = (route: "create" | "save", changes: Body, more: Body = {}) =>
  JSON.stringify(
    route === "save" ? { base: draft.revision.id, changes, ...more } : { formKey: nextFormKey(), changes, ...more },
  );

/** Adds one more key to the object that `text` is, or to the changes in it. */
const withKey = (text: string, place: "outside" | "inside", key: string) =>
  place === "outside"
    ? text.replace(/^\{/, `{ ${JSON.stringify(key)}: {"role":"admin"}, `)
    : text.replace('"changes":{', `"changes":{ ${JSON.stringify(key)}: 1, `);

const stored = async () => [await db.$count(developments), await db.$count(revisions), await db.$count(auditEvents)];

const routes = ["create", "save"] as const;

describe.each(routes)("a body to %s a development", (route) => {
  test("of the right shape is stored", async () => {
    const { title: _, ...rest } = completeContent;
    expect(await send(route, whole(route, { ...rest, title: `Of the right shape to ${route}` }))).toMatchObject({
      status: 200,
    });
  });

  test("with the name of any column, or of the language, as an extra key is refused by that name", async () => {
    const before = await stored();
    const own: Record<"outside" | "inside", string[]> = {
      outside: ["formKey", "base", "changes"],
      inside: contentFields,
    };
    const names = [...columns, "__proto__", "constructor", "prototype", "toString", "authorId", "isAdmin", ""];
    expect(names.length).toBeGreaterThan(100);
    for (const place of ["outside", "inside"] as const) {
      for (const key of names.filter((name) => !own[place].includes(name))) {
        const text = withKey(whole(route, { title: "A title" }), place, key);
        const { status, problem } = await send(route, text);
        const field = place === "inside" ? ["changes", key].filter(Boolean).join(".") : key;
        expect([key, status, Object.keys(problem.errors ?? {})]).toEqual([key, 400, [field]]);
      }
    }
    expect(await stored()).toEqual(before);
  });

  const source = completeContent.sources[0];
  test.each<[string, Body, string]>([
    ["a day that does not exist", { decidedOn: "2026-02-30" }, "decidedOn"],
    ["a leap day of a common year", { takesEffectOn: "2027-02-29" }, "takesEffectOn"],
    ["a date out of reach", { decidedOn: "0001-01-01" }, "decidedOn"],
    ["a date with a time", { decidedOn: "2026-02-03T00:00:00Z" }, "decidedOn"],
    ["a number as a date", { decidedOn: 20260203 }, "decidedOn"],
    ...[
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://example.org/a",
      "//example.org",
      "https://a:b@example.org/",
    ].map((url): [string, Body, string] => [
      `${url} as an address`,
      { sources: [{ ...source, url }] },
      "sources.0.url",
    ]),
    ["a name in an address", { sources: [{ ...source, url: "https://ada@example.org/" }] }, "sources.0.url"],
    ["a control in an address", { sources: [{ ...source, url: "https://example.org/\u0000" }] }, "sources.0.url"],
    ["an extra key in a source", { sources: [{ ...source, id: 1 }] }, "sources.0.id"],
    ["one source twice", { sources: [source, source] }, "sources"],
    ["text turned around", { title: "Pay \u202egro.elpmaxe" }, "title"],
    ["a NUL", { summary: "a\u0000b" }, "summary"],
    ["half a character", { title: "a\ud800b" }, "title"],
    ["a mark of the search", { title: "a\ue000b" }, "title"],
    ["a title of two lines", { title: "a\nb" }, "title"],
    ["too long a title", { title: "a".repeat(201) }, "title"],
    ["too long a summary", { summary: "a".repeat(10_001) }, "summary"],
    ["too long a note", { noteForReviewer: "a".repeat(2_001) }, "noteForReviewer"],
    ["too many areas", { areaSlugs: Array.from({ length: 17 }, (_, n) => `area-${n}`) }, "areaSlugs"],
    ["a word that is none", { status: "done" }, "status"],
    ["a name that is none", { bodySlug: "../itu" }, "bodySlug"],
    ["an area twice", { areaSlugs: ["encryption", "encryption"] }, "areaSlugs"],
    ["null where text belongs", { title: null }, "title"],
    ["a list where text belongs", { summary: ["a"] }, "summary"],
    ["an extra key in an actor", { actors: [{ slug: "united-states", role: "observer", x: 1 }] }, "actors.0.x"],
  ])("with %s is refused by the name of the field", async (_, changes, field) => {
    const before = await stored();
    const { status, problem } = await send(route, whole(route, changes));
    expect([status, Object.keys(problem.errors ?? {})]).toEqual([400, [`changes.${field}`]]);
    expect(problem.detail.length).toBeGreaterThan(10);
    expect(await stored()).toEqual(before);
  });

  test.each([
    ["another content type", '{"changes":{}}', "text/plain"],
    ["a form", "changes=1", "application/x-www-form-urlencoded"],
    ["broken JSON", '{"changes":', "application/json"],
    ["no object", "[]", "application/json"],
    ["nothing", "", "application/json"],
  ])("as %s is refused", async (_, text, type) => {
    expect(await send(route, text, type)).toMatchObject({ status: 400, problem: { errors: expect.anything() } });
  });
});
