"use client";

import { ActionForm, Submit, TextField } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

export function IntroductionForm(props: {
  action: FormAction;
  week: string;
  introduction: string;
  pinnedSlug: string;
}) {
  const { action, week, introduction, pinnedSlug } = props;
  return (
    <ActionForm action={action} className="stack narrow-form">
      {(state) => (
        <>
          <input type="hidden" name="week" value={week} />
          <div>
            <label className="label" htmlFor="introduction">
              Introduction <span className="faint optional">optional</span>
            </label>
            <p className="hint">Without one the letter stands by itself.</p>
            {state.errors?.introduction && <p className="field-error">{state.errors.introduction}</p>}
            <textarea
              className="input"
              id="introduction"
              name="introduction"
              rows={4}
              defaultValue={state.values?.introduction ?? introduction}
            />
          </div>
          <div>
            <label className="label" htmlFor="pinnedSlug">
              Stands first <span className="faint optional">optional</span>
            </label>
            <p className="hint">The address of a development that was published in this week.</p>
            {state.errors?.pinnedSlug && <p className="field-error">{state.errors.pinnedSlug}</p>}
            <input
              className="input"
              id="pinnedSlug"
              name="pinnedSlug"
              placeholder="/developments/…"
              defaultValue={state.values?.pinnedSlug ?? pinnedSlug}
            />
          </div>
          <div>
            <Submit className="btn quiet">Save</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

export function HourForm({ action, hour }: { action: FormAction; hour: number }) {
  return (
    <ActionForm action={action} className="stack narrow-form">
      {(state) => (
        <>
          <TextField
            name="hour"
            label="Hour of Monday at which letters go out"
            hint="0 to 23, in the time zone of this site."
            state={{ ...state, values: state.values ?? { hour: String(hour) } }}
          />
          <div>
            <Submit className="btn quiet">Save the hour</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
