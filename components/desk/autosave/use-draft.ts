import { useCallback, useEffect, useRef, useState } from "react";
import type { SaveConflict } from "@/lib/developments/save";
import type { SavedView } from "@/lib/developments/saved";
import { call } from "../call";
import type { FormField, FormValues } from "./form-values";
import { forget, keep } from "./kept";
import {
  acknowledge,
  change,
  choose,
  type DraftState,
  type Kept,
  meet,
  refuse,
  restore,
  send,
  unsavedFields,
} from "./state";

/** How saving stands, as the form says it. */
export type Saving =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "saved"; number: number }
  | { state: "waiting"; why: string; signIn: boolean };

const pauseMs = 700;
const longestRetryMs = 15_000;

/**
 * A development being written: every change is kept on this device at once and sent after a short pause; what could
 * not be sent is sent again until it is.
 */
export function useDraft(owner: string, start: DraftState, kept: Kept | null, headNumber: number | null) {
  const [state, setState] = useState(() => (kept ? restore(start, kept, []) : start));
  const [saving, setSaving] = useState<Saving>(
    headNumber === null ? { state: "idle" } : { state: "saved", number: headNumber },
  );
  const current = useRef(state);
  const busy = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const failures = useRef(0);

  const settle = useCallback(
    (next: DraftState) => {
      current.current = next;
      setState(next);
      if (unsavedFields(next).length > 0) keep(owner, next);
      else forget(owner, next);
    },
    [owner],
  );

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    busy.current ??= saveAll().finally(() => {
      busy.current = null;
    });
    return busy.current;

    async function saveAll() {
      for (;;) {
        const sent = send(current.current);
        if (!sent.pending) return;
        settle(sent);
        setSaving({ state: "saving" });
        const answer = await post(sent);
        if (answer.ok) {
          const { id, revision, by } = answer.value;
          failures.current = 0;
          if (sent.id === null) history.replaceState(history.state, "", `/desk/developments/${id}`);
          forget(owner, current.current);
          settle(acknowledge(current.current, id, { revisionId: revision.id, content: revision.content }, by));
          setSaving({ state: "saved", number: revision.number });
        } else if (answer.status === 409 && answer.conflict) {
          const { head, content } = answer.conflict as SaveConflict;
          settle(meet(current.current, { revisionId: head.id, content }, [head.author]));
          setSaving({ state: "idle" });
        } else if (answer.status === 400) {
          settle(refuse(current.current, answer.errors));
          setSaving({ state: "idle" });
        } else {
          failures.current += 1;
          setSaving({ state: "waiting", why: answer.detail, signIn: answer.status === 401 });
          const delay = Math.min(longestRetryMs, 1000 * 2 ** failures.current);
          timer.current = setTimeout(() => void flush(), delay);
          return;
        }
      }
    }
  }, [owner, settle]);

  const schedule = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), pauseMs);
  }, [flush]);

  useEffect(() => {
    const now = () => void flush();
    if (unsavedFields(current.current).length > 0) now();
    // Leaving the page, or the tab, does not wait for the pause.
    addEventListener("visibilitychange", now);
    addEventListener("online", now);
    addEventListener("focus", now);
    return () => {
      removeEventListener("visibilitychange", now);
      removeEventListener("online", now);
      removeEventListener("focus", now);
      clearTimeout(timer.current);
    };
  }, [flush]);

  return {
    state,
    saving,
    flush,
    /** The newest state, also between renders. */
    latest: () => current.current,
    edit: (patch: Partial<FormValues>) => {
      settle(change(current.current, patch));
      schedule();
    },
    decide: (field: FormField, side: "mine" | "theirs") => {
      settle(choose(current.current, field, side));
      void flush();
    },
  };
}

function post({ id, formKey, base, pending }: DraftState) {
  return id === null
    ? call<SavedView>("/api/desk/developments", { formKey, changes: pending })
    : call<SavedView>(`/api/desk/developments/${id}/save`, { base: base.revisionId, changes: pending });
}
