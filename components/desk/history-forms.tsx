"use client";

import { ActionForm, Submit } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

export function RestoreForm(props: { action: FormAction; id: number; revisionId: number; number: number }) {
  const { action, id, revisionId, number } = props;
  return (
    <ActionForm action={action}>
      {() => (
        <>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="revisionId" value={revisionId} />
          <Submit className="btn quiet mini">
            Restore<span className="vh"> revision {number}</span>
          </Submit>
        </>
      )}
    </ActionForm>
  );
}

export function RetractForm({ action, id }: { action: FormAction; id: number }) {
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <div>
            <label className="label" htmlFor="reason">
              Why it is retracted
            </label>
            <p className="hint">Its page stays and shows this reason; lists and counts leave it out.</p>
            {state.errors?.reason && <p className="field-error">{state.errors.reason}</p>}
            <textarea
              className="input"
              id="reason"
              name="reason"
              rows={3}
              defaultValue={state.values?.reason}
              aria-invalid={state.errors?.reason ? true : undefined}
            />
          </div>
          <div>
            <label className="label" htmlFor="mergedInto">
              It is a duplicate of <span className="faint optional">optional</span>
            </label>
            <p className="hint">
              The address of the published development that stands for it: this page will go there.
            </p>
            {state.errors?.mergedInto && <p className="field-error">{state.errors.mergedInto}</p>}
            <input
              className="input"
              id="mergedInto"
              name="mergedInto"
              placeholder="/developments/…"
              defaultValue={state.values?.mergedInto}
              aria-invalid={state.errors?.mergedInto ? true : undefined}
            />
          </div>
          <div>
            <Submit className="btn danger">Send the retraction to review</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

export function SetAsideForm({ action, id }: { action: FormAction; id: number }) {
  return (
    <ActionForm action={action} className="set-aside">
      {() => (
        <>
          <input type="hidden" name="id" value={id} />
          <Submit className="link-btn">Set this draft aside</Submit>
          <span className="small faint"> It leaves the queues and is kept; the next save brings it back.</span>
        </>
      )}
    </ActionForm>
  );
}
