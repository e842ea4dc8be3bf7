import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { people } from "@/db/schema";
import { makePerson } from "@/db/testing";
import type { Person } from "@/lib/context";
import { keepMail } from "@/lib/mail/outbox";
import { giveScore } from "@/lib/scores/give";
import { listKeptMail } from "./kept-letters";
import { weekWorld } from "./testing-weeks";

const { parts, freeze, by, publish, reader, letterOf } = weekWorld();

const score = (person: Person, developmentId: number, direction: number) =>
  giveScore(
    by(person, "2026-11-25T10:00:00Z"),
    { developmentId, areaSlug: "encryption", areaVersion: 1 },
    { direction, confidence: 2, reason: "Why." },
  );

/** What a letter says of impacts on encryption, and which of these developments stand in it. */
const told = async (subscriber: number, titles: string[]) => {
  const text = (await letterOf(subscriber, "2026-W48"))?.template.text ?? "";
  return { areas: text.match(/^.*Encryption: .*$/gm) ?? [], titles: titles.filter((title) => text.includes(title)) };
};

test("the letter tells a scorer what others said only where their own score is in; everybody else it tells all", async () => {
  const { db, author } = parts();
  const scorer = await makePerson(db, { role: "editor" });
  const [first, second] = [await publish("Scored by both"), await publish("Scored by the other")];
  await score(author, first.id, -2);
  await score(author, second.id, -2);
  await score(scorer, first.id, -2);
  const ids = [await reader(scorer.email), await reader("reader@example.org")];
  await freeze("2026-W48");
  const [own, everybody] = await Promise.all(ids.map((id) => told(id, [])));
  expect(own?.areas.join("\n")).toMatch(/strongly restricts \(median of 2 scorers\)/);
  expect(own?.areas.join("\n")).toMatch(/hidden until you have scored it/);
  expect(own?.areas.join("\n")).not.toMatch(/1 scorer\b/);
  expect(everybody?.areas.join("\n")).toMatch(/strongly restricts \(1 scorer\)/);
  expect(everybody?.areas.join("\n")).not.toMatch(/hidden/);
});

test("the view of a scorer by direction holds all that they have yet to score, and what they scored as it is", async () => {
  const { db, author } = parts();
  const scorer = await makePerson(db, { role: "admin" });
  const titles = ["Left, restricts", "Left, supports", "Scored, restricts", "Scored, supports"];
  const made = [];
  for (const title of titles) made.push((await publish(title)).id);
  for (const [index, id] of made.entries()) await score(author, id, index % 2 === 0 ? -2 : 2);
  for (const id of made.slice(2)) await score(scorer, id, id === made[2] ? -2 : 2);
  const view = "area=encryption&direction=negative";
  const ids = [await reader(scorer.email, [view]), await reader("reader@example.org", [view])];
  await freeze("2026-W48");
  expect((await told(ids[0] ?? 0, titles)).titles).toEqual(["Left, restricts", "Left, supports", "Scored, restricts"]);
  expect((await told(ids[1] ?? 0, titles)).titles).toEqual(["Left, restricts", "Scored, restricts"]);
});

test("a letter that was chosen for a scorer stays theirs when they may score no more before it goes out", async () => {
  const { db, author } = parts();
  const scorer = await makePerson(db, { role: "editor" });
  const { id } = await publish("Left, supports");
  await score(author, id, 2);
  const subscriber = await reader(scorer.email, ["area=encryption&direction=negative"]);
  await freeze("2026-W48");
  await db.update(people).set({ role: "contributor" }).where(eq(people.id, scorer.id));
  const { areas, titles } = await told(subscriber, ["Left, supports"]);
  expect(titles).toEqual(["Left, supports"]);
  expect(areas.join("\n")).not.toMatch(/opens/);
});

test("an admin who has yet to score opens no letter of others in the outbox, nor reads what its subject counts", async () => {
  const { db, author } = parts();
  const admin = await makePerson(db, { role: "admin" });
  const { id } = await publish("Scored by the other");
  await score(author, id, -2);
  const letter = { subject: "Scored by the other, and 1 more", text: "strongly restricts", html: "<p>restricts</p>" };
  const to = (name: string) => `${name}-${admin.id}@example.org`;
  await keepMail({ ...letter, to: to("reader") }, new Date("2026-11-30T08:00:00Z"));
  await keepMail({ subject: "Sign in", text: "A link", to: to("new") }, new Date("2026-11-30T08:00:01Z"));
  const shown = async () =>
    (await listKeptMail({ db, caller: admin }))
      .filter((mail) => mail.to.includes(admin.id))
      .map(({ subject, text, html, hidden }) => ({ subject, text, html, hidden }));
  const mail = { subject: "Sign in", text: "A link", html: undefined, hidden: false };
  expect(await shown()).toEqual([mail, { subject: "A weekly letter", text: "", html: undefined, hidden: true }]);
  await db.execute(sql`
    insert into scores (development_id, area_slug, area_version, scorer_id, direction, confidence, reason, scored_at)
    select p.development_id, area.area_slug, 1, ${admin.id}, 0, 1, 'Why.', now()
    from publications p join publication_areas area on area.publication_id = p.id where p.known_until is null`);
  expect(await shown()).toEqual([mail, { ...letter, hidden: false }]);
});

test("who scores no more gets the letter of everybody", async () => {
  const { db, author } = parts();
  const former = await makePerson(db, { role: "contributor" });
  const { id } = await publish("Scored by one");
  await score(author, id, 1);
  const ids = [await reader(former.email), await reader("reader@example.org")];
  await freeze("2026-W48");
  const letters = await Promise.all(ids.map((one) => letterOf(one, "2026-W48")));
  expect(letters[0]?.letterId).toBe(letters[1]?.letterId);
});
