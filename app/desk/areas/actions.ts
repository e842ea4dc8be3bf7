"use server";

import { refresh } from "next/cache";
import { type AreaConflict, changeArea } from "@/lib/areas/change";
import { areaShape } from "@/lib/areas/schema";
import { fieldsOf, mergeWording, type Wording, wordingOf } from "@/lib/areas/wording";
import { Conflict } from "@/lib/errors";
import { deskAction, type FormState } from "@/lib/http/action";

export const word = deskAction(areaShape, async (ctx, { slug, base, reason, ...fields }) => {
  const wording = wordingOf(fields);
  try {
    const version = await changeArea(ctx, slug, { base, wording, reason });
    // The wording and its history stand around the form.
    refresh();
    return { done: true, message: `Version ${version} stands. Readers see it now.` };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    refresh();
    return chooseAgain(error as Conflict<AreaConflict>, { slug, wording, reason });
  }
});

/** The form goes on from the wording of the other admin; where both changed a field, theirs stands beside what was typed. */
function chooseAgain(
  { message, detail: { base, newest } }: Conflict<AreaConflict>,
  { slug, wording, reason }: { slug: string; wording: Wording; reason: string },
): FormState {
  const { fields, both } = mergeWording(base, newest, wording);
  const theirs = fieldsOf(newest);
  return {
    message: `${message} Nothing is stored yet. What you had not changed shows the words of that version now: look at all of it, then save again.`,
    errors: Object.fromEntries(
      both.map((field) => [
        field,
        `Version ${newest.number} says: “${theirs[field]}” Save your words again, or take these.`,
      ]),
    ),
    values: { slug, ...fields, reason, base: String(newest.number) },
  };
}
