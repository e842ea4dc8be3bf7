import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach } from "vitest";
import type { Client, Database } from "@/db/client";
import { deliveries, issueLetters } from "@/db/schema";
import { makePerson, testDatabase } from "@/db/testing";
import type { Person } from "@/lib/context";
import { submitDevelopment } from "@/lib/developments/propose";
import { saveDevelopment } from "@/lib/developments/save";
import { at, makeWaiting } from "@/lib/developments/testing";
import { approveReview } from "@/lib/reviews/decide";
import { subscribe } from "@/lib/subscriptions/confirm";
import type { Week } from "@/lib/weeks";
import type { ChangeNote } from "./corrections";
import { freezeIssue } from "./freeze";
import { renderLetter } from "./render";
import { testSettings } from "./testing";

/** Developments, readers and weeks that close, for each test of a file. */
export function weekWorld() {
  let client: Client;
  let db: Database;
  let author: Person;
  let editor: Person;
  beforeEach(async () => {
    client = await testDatabase({ seeded: true });
    db = client.db;
    author = await makePerson(db, { role: "editor" });
    editor = await makePerson(db, { role: "editor" });
  });
  afterEach(() => client.close());

  const closed = new Date("2026-11-30T00:00:05Z");
  const freeze = (week: Week, now = closed) => freezeIssue({ db, now }, week, testSettings);
  const by = (person: Person, instant: string) => ({ db, caller: person, now: new Date(instant) });

  async function publish(title: string, changes = {}, when?: string) {
    const waiting = await makeWaiting(db, author, { title, ...changes });
    const { slug } = await approveReview(when ? by(editor, when) : at(db, editor), waiting.review.id);
    return { ...waiting, slug: slug ?? "" };
  }

  async function change(id: number, base: number, changes: object, when: string, note: ChangeNote | null = null) {
    const saved = await saveDevelopment(by(author, when), id, { base, changes });
    const review = await submitDevelopment(by(author, when), id, saved.revision.id);
    await approveReview(by(editor, when), review.id, note);
    return saved.revision.id;
  }

  const reader = (email: string, filters = [""], quietWeeks = true) =>
    subscribe(db, new Date("2026-11-24T00:00:00Z"), {
      ...{ email, consent: "added-by-operator" as const, quietWeeks },
      wanted: filters.map((filter) => ({ filter, audienceSlug: null })),
    });

  async function letterOf(subscriberId: number, week: string) {
    const [row] = await db
      .select()
      .from(deliveries)
      .where(sql`${deliveries.subscriberId} = ${subscriberId} and ${deliveries.week} = ${week}`);
    if (!row) return null;
    const [letter] = await db.select().from(issueLetters).where(eq(issueLetters.id, row.letterId));
    return { ...row, letter, template: (await renderLetter(db, row.letterId, testSettings.baseUrl)).template };
  }

  const accept = (week: string) =>
    db
      .execute(
        sql`update deliveries set state = 'sending', lease_until = now() where week = ${week} and state = 'queued'`,
      )
      .then(() =>
        db.execute(
          sql`update deliveries set state = 'accepted', lease_until = null, settled_at = now() where week = ${week} and state = 'sending'`,
        ),
      );
  return { parts: () => ({ client, db, author, editor }), freeze, by, publish, change, reader, letterOf, accept };
}
