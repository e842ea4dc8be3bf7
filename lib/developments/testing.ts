import type { Database } from "@/db/client";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import type { Context, Person } from "@/lib/context";
import { submitDevelopment } from "./propose";
import { createDevelopment } from "./save";

/** A development that lacks nothing, plainly made up for a test. */
export const completeContent: DevelopmentContent = {
  ...emptyContent,
  title: "A test development",
  bodySlug: "itu",
  decidedOn: "2026-11-02",
  datePrecision: "day",
  status: "adopted",
  type: "statement",
  summary: "A test summary. With a second sentence.",
  areaSlugs: ["encryption"],
  actors: [{ slug: "united-states", role: "observer" }],
  sources: [{ url: "https://example.org/test", title: "A test source", publisher: "Example", kind: "primary" }],
};

let clock = Date.parse("2026-11-24T08:00:00Z");

/** A context one second later than the last one: tests hand in their own clock. */
export function at(db: Database, caller: Person | null): Context {
  clock += 1000;
  return { db, caller, now: new Date(clock) };
}

let forms = 0;
export const nextFormKey = () => `00000000-0000-4000-8000-${String(++forms).padStart(12, "0")}`;

/** A saved draft of this author, complete but for what the test changes. */
export async function makeDraft(db: Database, author: Person, changes: Partial<DevelopmentContent> = {}) {
  const saved = await createDevelopment(at(db, author), {
    formKey: nextFormKey(),
    changes: { ...completeContent, ...changes },
  });
  return { id: saved.developmentId, revision: saved.revision };
}

/** A draft that waits for a second person. */
export async function makeWaiting(db: Database, author: Person, changes: Partial<DevelopmentContent> = {}) {
  const draft = await makeDraft(db, author, changes);
  const review = await submitDevelopment(at(db, author), draft.id, draft.revision.id);
  return { ...draft, review };
}
