import { type DevelopmentContent, emptyContent } from "@/db/content";
import { periodOf } from "@/lib/developments/rules";
import { type Changes, contentFields } from "@/lib/developments/schema";
import type { FieldErrors } from "@/lib/errors";
import { sameValue } from "@/lib/revisions/merge";
import { contentOf, type FormField, type FormValues, fieldOf, formFields, fromContent, read } from "./form-values";

/** A version of the development that the server has and confirmed. */
export type Base = { revisionId: number | null; content: DevelopmentContent };

/** A field somebody else changed too: `theirs` is what they wrote, what stands in the form is mine. */
export type FieldChoice = { theirs: Changes; by: string };

export type DraftState = {
  /** Null until the server made the draft. */
  id: number | null;
  formKey: string;
  base: Base;
  values: FormValues;
  /** Sent, and not answered yet: perhaps stored, perhaps not. It is sent again as it was. */
  pending: Changes | null;
  conflicts: Partial<Record<FormField, FieldChoice>>;
  /** What the server refused, with the value it refused: not sent again until it changes. */
  refused: { values: Changes; errors: FieldErrors };
  /** What others changed and the form took over without asking. */
  merged: { by: string[]; fields: FormField[] } | null;
};

export function startDraft(formKey: string, id: number | null = null, base?: Base): DraftState {
  const settled = base ?? { revisionId: null, content: emptyContent };
  return {
    id,
    formKey,
    base: settled,
    values: fromContent(settled.content),
    pending: null,
    conflicts: {},
    refused: { values: {}, errors: {} },
    merged: null,
  };
}

export function change(state: DraftState, patch: Partial<FormValues>): DraftState {
  const values = { ...state.values, ...patch };
  // "After" followed from the old date; the new one may not tell, so nobody has said it yet.
  if (patch.when && derivedPeriod(state.values) !== null && patch.period === undefined) values.period = null;
  return agree({ ...state, values });
}

/** A choice between two equal values is none. */
function agree(state: DraftState): DraftState {
  const { content } = read(state.values);
  const open = Object.entries(state.conflicts).filter(([, { theirs }]) =>
    (Object.keys(theirs) as (keyof Changes)[]).some((name) => !sameValue(content[name], theirs[name])),
  );
  return open.length === Object.keys(state.conflicts).length
    ? state
    : { ...state, conflicts: Object.fromEntries(open) };
}

const derivedPeriod = (values: FormValues) => periodOf({ ...emptyContent, ...read(values).content });

/** What has to be sent: readable fields that differ from what the server has, but those that wait for a choice. */
export function changesToSend(state: DraftState): Changes {
  const { content } = read(state.values);
  const waiting = contentWaiting(state);
  const changed = contentFields.filter(
    (field) =>
      field in content &&
      !waiting.has(field) &&
      !sameValue(content[field], state.base.content[field]) &&
      !(field in state.refused.values && sameValue(content[field], state.refused.values[field])),
  );
  return pick(content, changed);
}

const contentWaiting = (state: DraftState) =>
  new Set((Object.keys(state.conflicts) as FormField[]).flatMap((field) => contentOf[field]));

function pick(content: Changes, fields: (keyof DevelopmentContent)[]): Changes {
  return Object.fromEntries(fields.filter((field) => field in content).map((field) => [field, content[field]]));
}

/** The development as it would be with everything readable in the form. */
export const wholeContent = (state: DraftState): DevelopmentContent => ({
  ...state.base.content,
  ...read(state.values).content,
});

/** Fields with something the server does not have: on their way, not readable yet, refused, or waiting for a choice. */
export function unsavedFields(state: DraftState): FormField[] {
  const { content } = read(state.values);
  const pending = new Set(Object.keys(state.pending ?? {}).map(fieldOf));
  return formFields.filter(
    (field) =>
      pending.has(field) ||
      unreadable(field, content) ||
      contentOf[field].some((name) => name in content && !sameValue(content[name], state.base.content[name])),
  );
}

/** Fields that stay unsaved until somebody changes them: unreadable, or refused by the server. */
export function stuckFields(state: DraftState): FormField[] {
  const errors = new Set(Object.keys(fieldErrors(state)).map(fieldOf));
  return unsavedFields(state).filter((field) => errors.has(field));
}

/** The period has nothing to read: it follows from the date, and is missing only together with it. */
const unreadable = (field: FormField, content: Changes) =>
  field !== "period" && contentOf[field].some((name) => !(name in content));

export function send(state: DraftState): DraftState {
  const changes = state.pending ?? changesToSend(state);
  return { ...state, pending: Object.keys(changes).length > 0 ? changes : null };
}

/** The server stored what was pending. `by`: who else saved since the old base. */
export function acknowledge(state: DraftState, id: number, base: Base, by: string[] = []): DraftState {
  return receive({ ...state, id, pending: null }, base, by, state.pending ?? {});
}

/** The server has a newer version than the base, and stored nothing of what was pending. */
export function meet(state: DraftState, base: Base, by: string[]): DraftState {
  return receive({ ...state, pending: null }, base, by, {});
}

/**
 * Moves to a newer version: fields only others changed are taken over, fields both changed wait for a choice.
 * `own` is what this form had sent and finds in it again.
 */
function receive(state: DraftState, base: Base, by: string[], own: Changes): DraftState {
  const { content } = read(state.values);
  const theirs = fromContent(base.content);
  const next: DraftState = { ...state, base, values: { ...state.values }, conflicts: { ...state.conflicts } };
  const taken: FormField[] = [];
  for (const field of formFields) {
    const names = contentOf[field];
    if (same(names, state.base.content, base.content)) continue;
    const readable = names.every((name) => name in content);
    const sent = names.filter((name) => name in own);
    const mineChanged = unreadable(field, content) || (readable && !same(names, content, state.base.content));
    if (readable && same(names, content, base.content)) {
      delete next.conflicts[field];
    } else if (sent.length > 0) {
      // Typed on since, or settled by the server (a date without its day): no stranger is involved.
      if (readable && same(sent, content, own)) Object.assign(next.values, { [field]: theirs[field] });
    } else if (mineChanged) {
      next.conflicts[field] = { theirs: pick(base.content, names), by: by.join(", ") };
    } else {
      Object.assign(next.values, { [field]: theirs[field] });
      if (by.length > 0) taken.push(field);
    }
  }
  if (taken.length > 0) {
    next.merged = {
      by: [...new Set([...(state.merged?.by ?? []), ...by])],
      fields: [...new Set([...(state.merged?.fields ?? []), ...taken])],
    };
  }
  return next;
}

const same = (names: (keyof DevelopmentContent)[], a: Changes, b: Changes) =>
  names.every((name) => sameValue(a[name], b[name]));

/** The server named fields it does not take. They stay in the form; everything else goes on. */
export function refuse(state: DraftState, errors: FieldErrors): DraftState {
  const fields = new Set(Object.keys(errors).map(fieldOf));
  const names = formFields.filter((field) => fields.has(field)).flatMap((field) => contentOf[field]);
  const others = Object.entries(state.refused.errors).filter(([path]) => !fields.has(fieldOf(path)));
  return {
    ...state,
    pending: null,
    refused: {
      values: { ...state.refused.values, ...pick(state.pending ?? {}, names) },
      errors: { ...Object.fromEntries(others), ...errors },
    },
  };
}

/** Whether what is typed now in the field of this path is still what the server refused. */
function stillRefused(state: DraftState, path: string): boolean {
  const { content } = read(state.values);
  const field = fieldOf(path);
  const names = field ? contentOf[field] : [];
  return names.some((name) => name in state.refused.values && sameValue(content[name], state.refused.values[name]));
}

/** Why fields are not saved: what cannot be read, and what the server refused. */
export function fieldErrors(state: DraftState): FieldErrors {
  const refused = Object.entries(state.refused.errors).filter(([path]) => stillRefused(state, path));
  return { ...Object.fromEntries(refused), ...read(state.values).errors };
}

export function choose(state: DraftState, field: FormField, side: "mine" | "theirs"): DraftState {
  const { [field]: choice, ...conflicts } = state.conflicts;
  if (!choice || side === "mine") return { ...state, conflicts };
  const theirs = fromContent({ ...state.base.content, ...choice.theirs });
  return { ...state, conflicts, values: { ...state.values, [field]: theirs[field] } };
}

/** What is written to this device with every change. */
export type Kept = Pick<DraftState, "id" | "formKey" | "base" | "values" | "pending" | "conflicts">;

/** Brings back what was typed on a version that may be older than the server's. */
export function restore(fresh: DraftState, kept: Kept, by: string[]): DraftState {
  const { id, formKey, base, values, pending, conflicts } = kept;
  const before: DraftState = { ...fresh, id, formKey, base, values, pending, conflicts };
  if (fresh.base.revisionId === null || fresh.base.revisionId === base.revisionId) return before;
  // The answer to what was pending never came: what stands there now as it was sent is mine.
  const arrived = contentFields.filter(
    (field) => pending && field in pending && sameValue(pending[field], fresh.base.content[field]),
  );
  return receive({ ...before, pending: null }, fresh.base, by, pick(pending ?? {}, arrived));
}
