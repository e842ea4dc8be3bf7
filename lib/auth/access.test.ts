import { describe, expect, test } from "vitest";
import { type EditorialState, editorialStates, type PersonRole, personRoles } from "@/db/vocabulary";
import type { Caller } from "@/lib/context";
import { Forbidden } from "@/lib/errors";
import { type Action, can, requireCan } from "./access";

/** Who may do what, written out: C contributor, E editor, A admin; "-" nobody. Anonymous readers may nothing. */
const anyState: Record<AnyStateAction, string> = {
  "desk.open": "CEA",
  "development.create": "CEA",
  "review.read": "CEA",
  "scores.give": "EA",
  "backfill.sign": "EA",
  "body.propose": "CEA",
  "actor.propose": "CEA",
  "digests.introduce": "EA",
  "digests.manage": "A",
  "people.manage": "A",
  "areas.manage": "A",
  "audit.read": "A",
  "outbox.read": "A",
};

const byState: Record<StateAction, Record<EditorialState, string>> = {
  "development.read": { draft: "CEA", "in-review": "CEA", published: "CEA", retracted: "CEA" },
  "development.edit": { draft: "CEA", "in-review": "CEA", published: "EA", retracted: "EA" },
  "development.submit": { draft: "CEA", "in-review": "CEA", published: "EA", retracted: "EA" },
  "development.restore": { draft: "CEA", "in-review": "CEA", published: "EA", retracted: "EA" },
  "development.retract": { draft: "-", "in-review": "-", published: "EA", retracted: "-" },
  "development.set-aside": { draft: "CEA", "in-review": "-", published: "-", retracted: "-" },
};

/** Who wrote the text and who sent it to review, as the caller sees it. */
const byReview: Record<ReviewAction, Record<Standing, string>> = {
  "review.decide": { stranger: "EA", "only sent it": "EA", "wrote part of it": "-", "wrote and sent it": "-" },
  "review.withdraw": { stranger: "EA", "only sent it": "CEA", "wrote part of it": "EA", "wrote and sent it": "CEA" },
};

// An action that stands in none of the tables is an error of types.
type StateAction = Exclude<Extract<Action, `development.${string}`>, "development.create">;
type ReviewAction = "review.decide" | "review.withdraw";
type AnyStateAction = Exclude<Action, StateAction | ReviewAction>;
type Standing = "stranger" | "only sent it" | "wrote part of it" | "wrote and sent it";

const letters: Record<PersonRole, string> = { contributor: "C", editor: "E", admin: "A" };
const me = "00000000-0000-4000-8000-000000000001";
const somebody = "00000000-0000-4000-8000-000000000002";
const person = (role: PersonRole): Caller => ({ id: me, name: "Me", email: "me@example.org", role });

const rows: Record<Standing, { submittedBy: string; authors: string[] }> = {
  stranger: { submittedBy: somebody, authors: [somebody] },
  "only sent it": { submittedBy: me, authors: [somebody] },
  "wrote part of it": { submittedBy: somebody, authors: [somebody, me] },
  "wrote and sent it": { submittedBy: me, authors: [me] },
};

/** Every cell of the tables, with what the rules answer for each kind of caller. */
const cells: { action: Action; about: string; allowed: string; ask: (caller: Caller) => boolean }[] = [
  ...entries(anyState).map(([action, allowed]) => ({
    ...{ action, allowed, about: "anything" },
    ask: (caller: Caller) => can(caller, action),
  })),
  ...entries(byState).flatMap(([action, states]) =>
    entries(states).map(([state, allowed]) => ({
      ...{ action, allowed, about: state },
      ask: (caller: Caller) => can(caller, action, { state }),
    })),
  ),
  ...entries(byReview).flatMap(([action, standings]) =>
    entries(standings).map(([standing, allowed]) => ({
      ...{ action, allowed, about: standing },
      ask: (caller: Caller) => can(caller, action, rows[standing]),
    })),
  ),
];

test.each(cells)("$action of $about: $allowed", ({ allowed, ask }) => {
  const may = personRoles.filter((role) => ask(person(role))).map((role) => letters[role]);
  expect(may.join("") || "-").toBe(allowed);
  expect(ask(null)).toBe(false);
});

test("the table speaks of every state", () => {
  for (const states of Object.values(byState)) expect(Object.keys(states).sort()).toEqual([...editorialStates].sort());
});

describe("a refusal", () => {
  test("asks somebody anonymous to sign in", () => {
    expect(() => requireCan(null, "desk.open")).toThrow(new Forbidden("Sign in first."));
  });

  test("gives its reason", () => {
    expect(() => requireCan(person("editor"), "review.decide", rows["wrote part of it"])).toThrow(/wrote themselves/);
    expect(() => requireCan(person("contributor"), "development.edit", { state: "published" })).toThrow(/editor/);
    expect(() => requireCan(person("editor"), "people.manage")).toThrow(Forbidden);
  });
});

function entries<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
