import { redirect } from "next/navigation";
import type { z } from "zod";
import type { PersonContext } from "@/lib/context";
import type { FieldErrors } from "@/lib/errors";
import { deskContext } from "./context";
import { toProblem } from "./problem";
import { parseShape } from "./route";

/** What a form shows after it was sent: nothing yet, a message, or what is wrong with which field. */
export type FormState = {
  message?: string;
  errors?: FieldErrors;
  done?: boolean;
  values?: Record<string, string>;
  /** It was not taken because nobody is signed in any more. */
  signIn?: boolean;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/**
 * A form of the desk. Its fields have exactly the shape that is named; `answer` returns where to go next, or a
 * message to show. It works without script: the page is rendered again with the state.
 */
export function deskAction<Fields>(
  shape: z.ZodType<Fields>,
  answer: (ctx: PersonContext, fields: Fields) => Promise<{ goTo: string } | FormState>,
): FormAction {
  return async (_, form) => {
    const values = textFields(form);
    let outcome: { goTo: string } | FormState;
    try {
      outcome = await answer(await deskContext(), parseShape(shape, values));
    } catch (error) {
      return { ...formProblem(error), values };
    }
    if ("goTo" in outcome) redirect(outcome.goTo);
    return outcome;
  };
}

/** An error as a form shows it. */
export function formProblem(error: unknown): FormState {
  const problem = toProblem(error);
  if (problem.status === 500) console.error(error);
  return { message: problem.detail, errors: problem.errors, ...(problem.status === 401 && { signIn: true }) };
}

/** The text fields of a form, without what React adds for itself. */
export function textFields(form: FormData): Record<string, string> {
  const typed = [...form].filter(([name, value]) => typeof value === "string" && !name.startsWith("$ACTION"));
  return Object.fromEntries(typed) as Record<string, string>;
}
