import { sql } from "drizzle-orm";
import type { Client, Database } from "@/db/client";
import { subscribers, subscriptions } from "@/db/schema";
import { addPerson } from "@/lib/auth/people";
import type { Person } from "@/lib/context";
import { submitDevelopment } from "@/lib/developments/propose";
import { createDevelopment } from "@/lib/developments/save";
import { approveReview } from "@/lib/reviews/decide";

/** A week with developments and readers, plainly made up. */

export const week = "2026-W48" as const;
export const inWeek = new Date("2026-11-24T08:00:00Z");
export const afterWeek = new Date("2026-11-30T08:00:00Z");
export const benchSettings = {
  baseUrl: "https://plenary.example.org",
  mailFrom: "Plenary <plenary@example.org>",
  timeZone: "UTC",
  dkim: null,
};

/** Published developments on areas in turn, each with a summary of some length. */
export async function publishWeek({ db }: Client, count: number): Promise<void> {
  const person = (name: string): Promise<Person> =>
    addPerson({ db, now: inWeek, caller: "operator" }, { name, email: `${name}@example.org`, role: "editor" });
  const [author, editor] = [await person("author"), await person("editor")];
  const by = (caller: Person) => ({ db, caller, now: inWeek });
  const areas = await listAreas(db);
  for (let n = 0; n < count; n += 1) {
    const draft = await createDevelopment(by(author), {
      formKey: crypto.randomUUID(),
      changes: {
        title: `Measured development number ${n}`,
        bodySlug: "itu",
        ...{ decidedOn: "2026-11-02", datePrecision: "day", status: "adopted", type: "statement" },
        summary: `Made for measuring, number ${n}. ${"It says nothing of the world. ".repeat(8)}`,
        areaSlugs: [areas[n % areas.length] ?? "", areas[(n * 7 + 3) % areas.length] ?? ""].filter(
          (slug, at, all) => all.indexOf(slug) === at,
        ),
        sources: [{ url: `https://example.org/${n}`, title: "Measured", publisher: "Example", kind: "primary" }],
      },
    });
    const review = await submitDevelopment(by(author), draft.developmentId, draft.revision.id);
    await approveReview(by(editor), review.id);
  }
}

const listAreas = async (db: Database) =>
  [...(await db.execute<{ slug: string }>(sql`select slug from impact_areas order by position`))].map(
    ({ slug }) => slug,
  );

/** Readers in turn of so many different views. */
export async function addReaders(db: Database, count: number, filters: string[]): Promise<void> {
  for (let from = 0; from < count; from += 5_000) {
    const some = Array.from({ length: Math.min(5_000, count - from) }, (_, n) => from + n);
    const rows = await db
      .insert(subscribers)
      .values(
        some.map((n) => ({
          email: `reader-${n}@example.org`,
          consent: "added-by-operator" as const,
          confirmedAt: inWeek,
        })),
      )
      .returning({ id: subscribers.id });
    await db.insert(subscriptions).values(
      rows.map(({ id }, n) => ({
        subscriberId: id,
        filter: filters[(from + n) % filters.length] ?? "",
        createdAt: inWeek,
      })),
    );
  }
}
