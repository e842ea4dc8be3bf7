import type { EditorialState, PersonRole } from "@/db/vocabulary";
import type { Caller, Person } from "@/lib/context";
import { Forbidden } from "@/lib/errors";

/** What a rule may need to know of the row it is about. */
type DevelopmentRow = { state: EditorialState };
type ReviewRow = { submittedBy: string; authors: string[] };

type Rules = {
  "desk.open": undefined;
  "development.create": undefined;
  "development.read": DevelopmentRow;
  "development.edit": DevelopmentRow;
  "development.submit": DevelopmentRow;
  "development.restore": DevelopmentRow;
  "development.retract": DevelopmentRow;
  "development.set-aside": DevelopmentRow;
  "review.read": undefined;
  "review.decide": ReviewRow;
  "review.withdraw": ReviewRow;
  "scores.give": undefined;
  "backfill.sign": undefined;
  "body.propose": undefined;
  "actor.propose": undefined;
  "digests.introduce": undefined;
  "digests.manage": undefined;
  "people.manage": undefined;
  "areas.manage": undefined;
  "audit.read": undefined;
  "outbox.read": undefined;
};
export type Action = keyof Rules;

/** Who decides on what others wrote, and scores. */
export const reviewerRoles: PersonRole[] = ["editor", "admin"];

const reviewer = (person: Person) => reviewerRoles.includes(person.role);
const unpublished = (row: DevelopmentRow) => row.state === "draft" || row.state === "in-review";

const rules: { [A in Action]: (person: Person, row: Rules[A]) => boolean } = {
  "desk.open": () => true,
  "development.create": () => true,
  "development.read": () => true,
  // Contributors write and edit drafts; what readers already see is an editor's to change.
  "development.edit": (person, row) => reviewer(person) || unpublished(row),
  "development.submit": (person, row) => reviewer(person) || unpublished(row),
  "development.restore": (person, row) => reviewer(person) || unpublished(row),
  "development.retract": (person, row) => reviewer(person) && row.state === "published",
  "development.set-aside": (_, row) => row.state === "draft",
  "review.read": () => true,
  "review.decide": (person, row) => reviewer(person) && !row.authors.includes(person.id),
  "review.withdraw": (person, row) => reviewer(person) || row.submittedBy === person.id,
  "scores.give": reviewer,
  // Readers see it at once, and nobody reviews it.
  "backfill.sign": reviewer,
  "body.propose": () => true,
  "actor.propose": () => true,
  "digests.introduce": reviewer,
  "digests.manage": (person) => person.role === "admin",
  "people.manage": (person) => person.role === "admin",
  "areas.manage": (person) => person.role === "admin",
  "audit.read": (person) => person.role === "admin",
  "outbox.read": (person) => person.role === "admin",
};

type RowOf<A extends Action> = Rules[A] extends undefined ? [] : [row: Rules[A]];

/** The one answer to "may this caller do this to that row". Nobody signed in may do anything here. */
export function can<A extends Action>(caller: Caller, action: A, ...[row]: RowOf<A>): boolean {
  return caller !== null && rules[action](caller, row as Rules[A]);
}

const refusals: Partial<Record<Action, string>> = {
  "backfill.sign": "Only an editor or an admin signs what is loaded. Name one with --by.",
  "development.edit": "Contributors edit drafts. Ask an editor to change what is published.",
  "development.submit": "Contributors send drafts to review. Ask an editor to change what is published.",
  "development.retract": "Only an editor can retract, and only what is published.",
  "development.set-aside": "Only a draft that does not wait for a second person can be set aside.",
  "review.decide": "Nobody approves what they wrote themselves. An editor who wrote no part of it has to decide.",
  "areas.manage": "Admins word the impact areas.",
  "scores.give": "Editors score. Ask an admin to make you one.",
  "review.withdraw": "Only the person who sent it to review, or an editor, can take it back.",
};

/** Throws Forbidden, with a reason, where `can` says no. */
export function requireCan<A extends Action>(caller: Caller, action: A, ...row: RowOf<A>): asserts caller is Person {
  if (caller === null) throw new Forbidden("Sign in first.");
  if (!can(caller, action, ...row)) throw new Forbidden(refusals[action] ?? "Your role does not allow this.");
}
