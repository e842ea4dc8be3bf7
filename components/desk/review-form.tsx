"use client";

import { useEffect, useRef } from "react";
import { ActionForm, Submit } from "@/components/ui/form";
import { type ChangeKind, changeKinds } from "@/db/vocabulary";
import type { FormAction, FormState } from "@/lib/http/action";

/** Yes, or back with a reason; the keys stand beside the buttons. */
export function ReviewForm(props: {
  action: FormAction;
  id: number;
  nextId: number | null;
  retraction: boolean;
  /** The letter it stood in. */
  sentIn: { week: string; made: boolean } | null;
}) {
  const { action, id, nextId, retraction, sentIn } = props;
  const sendBack = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
      const off = document.documentElement.dataset.keys === "off";
      if (off || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          {sentIn && <ChangeNote {...sentIn} retraction={retraction} state={state} />}
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
              data-key="b"
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendBack.current?.click();
              }}
              defaultValue={state.values?.reason}
              aria-invalid={state.errors?.reason ? true : undefined}
              aria-describedby={state.errors?.reason ? "reason-error" : undefined}
            />
          </div>
          <div className="bar-bottom">
            <button className="btn" type="submit" name="verdict" value="approve" data-key="a" data-key-twice="">
              {retraction ? "Approve the retraction" : "Approve and publish"} <kbd>A A</kbd>
            </button>
            <button className="btn quiet" type="submit" name="verdict" value="return" ref={sendBack}>
              Send back <kbd>B</kbd>
            </button>
            {nextId !== null && (
              <a className="btn quiet" href={`/desk/reviews/${nextId}`} data-key="n">
                Next <kbd>N</kbd>
              </a>
            )}
          </div>
        </>
      )}
    </ActionForm>
  );
}

const changes: Record<ChangeKind, string> = {
  material: "A correction its readers must hear of: it stands first in their next letter",
  minor: "A small correction: noted in the archive only",
  news: "No correction: something new happened",
};

/** What stood in a letter is not changed without a word to those who read it. */
function ChangeNote(props: { week: string; made: boolean; retraction: boolean; state: FormState }) {
  const { week, made, retraction, state } = props;
  const kinds = changeKinds.filter((kind) => !(retraction && kind === "news"));
  return (
    <fieldset className="msg notice">
      <legend className="label">
        {made ? "It stood in the letter of " : "Its week is closed; it goes out in the letter of "}
        <a href={made ? `/digests/${week}` : `/desk/digests/${week}`}>{week}</a>. What is this change?
      </legend>
      {state.errors?.change && <p className="field-error">{state.errors.change}</p>}
      {kinds.map((kind) => (
        <label key={kind} className="tick">
          <input type="radio" name="change" value={kind} defaultChecked={state.values?.change === kind} />{" "}
          {changes[kind]}
        </label>
      ))}
      <label className="label" htmlFor="changeReason">
        What was wrong, in a sentence
      </label>
      {state.errors?.changeReason && <p className="field-error">{state.errors.changeReason}</p>}
      <input className="input" id="changeReason" name="changeReason" defaultValue={state.values?.changeReason} />
    </fieldset>
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
