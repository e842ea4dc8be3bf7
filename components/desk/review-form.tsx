"use client";

import { useEffect, useRef } from "react";
import { ActionForm, Submit } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

/** Yes, or back with a reason; the keys stand beside the buttons. */
export function ReviewForm({ action, id, nextId }: { action: FormAction; id: number; nextId: number | null }) {
  const approve = useRef<HTMLButtonElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "a") approve.current?.focus();
      else if (key === "b") {
        event.preventDefault();
        reason.current?.focus();
      } else if (key === "n" && nextId !== null) location.assign(`/desk/reviews/${nextId}`);
      else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [nextId]);
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <div>
            <label className="label" htmlFor="reason">
              What should change, if you send it back
            </label>
            {state.errors?.reason && (
              <p className="field-error" id="reason-error">
                {state.errors.reason}
              </p>
            )}
            <textarea
              className="input"
              id="reason"
              name="reason"
              rows={3}
              ref={reason}
              defaultValue={state.values?.reason}
              aria-invalid={state.errors?.reason ? true : undefined}
              aria-describedby={state.errors?.reason ? "reason-error" : undefined}
            />
          </div>
          <div className="bar-bottom">
            <button className="btn" type="submit" name="verdict" value="approve" ref={approve}>
              Approve and publish <kbd>A</kbd>
            </button>
            <button className="btn quiet" type="submit" name="verdict" value="return">
              Send back <kbd>B</kbd>
            </button>
            {nextId !== null && (
              <a className="btn quiet" href={`/desk/reviews/${nextId}`}>
                Next <kbd>N</kbd>
              </a>
            )}
          </div>
        </>
      )}
    </ActionForm>
  );
}

/** Moves from changed field to changed field. */
function step(by: number) {
  const rows = [...document.querySelectorAll<HTMLElement>(".diff-row")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

export function WithdrawForm({ action, id }: { action: FormAction; id: number }) {
  return (
    <ActionForm action={action}>
      {() => (
        <>
          <input type="hidden" name="id" value={id} />
          <Submit className="btn quiet mini">Take the request back</Submit>
        </>
      )}
    </ActionForm>
  );
}
