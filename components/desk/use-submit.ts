import { useState } from "react";
import { missingForReview } from "@/lib/developments/rules";
import type { FieldErrors } from "@/lib/errors";
import { fieldOf } from "./autosave/form-values";
import { type DraftState, fieldErrors, unsavedFields, wholeContent } from "./autosave/state";
import { call } from "./call";

/** Sending a draft to review: everything saved first, then what is missing said, then sent. */
export function useSubmit(draft: { flush: () => Promise<void>; latest: () => DraftState }) {
  const { flush, latest } = draft;
  const [missing, setMissing] = useState<FieldErrors>({});
  const [refused, setRefused] = useState({ message: "", at: 0 });
  const [sending, setSending] = useState(false);

  const send = async (): Promise<string | null> => {
    await flush();
    const now = latest();
    const lacking = missingForReview(wholeContent(now));
    setMissing(lacking);
    if (Object.keys({ ...lacking, ...fieldErrors(now) }).length > 0) {
      return "Some fields still need you before this can be sent.";
    }
    if (Object.keys(now.conflicts).length > 0) return "Choose between the two values first.";
    if (unsavedFields(now).length > 0 || now.id === null) return "Not everything is saved yet. Try again when it is.";
    const answer = await call<{ reviewId: number }>(`/api/desk/developments/${now.id}/submit`, {
      revisionId: now.base.revisionId,
    });
    if (!answer.ok) {
      setMissing(answer.errors);
      return answer.detail;
    }
    location.assign(`/desk?sent=${now.id}`);
    return null;
  };

  return {
    sending,
    /** Why it was not sent; `at` grows with each try, so that the same reason twice is said twice. */
    refused,
    /** What was missing when it was last sent, as far as it still is. */
    missing: stillMissing(missing, latest()),
    submit: async () => {
      if (sending) return;
      setSending(true);
      const reason = await send();
      if (reason === null) return;
      setRefused(({ at }) => ({ message: reason, at: at + 1 }));
      setSending(false);
    },
  };
}

function stillMissing(missing: FieldErrors, state: DraftState): FieldErrors {
  const still = missingForReview(wholeContent(state));
  // What is there but cannot be read says so itself.
  const unread = new Set(Object.keys(fieldErrors(state)).map(fieldOf));
  return Object.fromEntries(
    Object.entries(missing).filter(([name]) => {
      const field = fieldOf(name);
      return field === undefined || (name in still && !unread.has(field));
    }),
  );
}
