"use client";

import { useEffect, useState } from "react";
import { ActionForm, Submit, TextField } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

export function IntroductionForm(props: {
  action: FormAction;
  week: string;
  introduction: string;
  pinnedSlug: string;
  /** What may stand first. */
  published: { slug: string; title: string }[];
}) {
  const { action, week, introduction, pinnedSlug, published } = props;
  const [typed, setTyped] = useState(introduction);
  const unsaved = typed !== introduction;
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    if (unsaved) addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [unsaved]);
  return (
    <ActionForm action={action} className="stack text-form">
      {(state) => (
        <>
          <input type="hidden" name="week" value={week} />
          <input type="hidden" name="seenIntroduction" value={introduction} />
          <input type="hidden" name="seenPinnedSlug" value={pinnedSlug} />
          <div>
            <label className="label" htmlFor="introduction">
              Introduction <span className="faint optional">optional</span>
            </label>
            <p className="hint">
              Plain text; an empty line begins a paragraph. Without one the letter stands by itself. The letter below
              and the test show what is saved.
            </p>
            {state.errors?.introduction && <p className="field-error">{state.errors.introduction}</p>}
            <textarea
              className="input"
              id="introduction"
              name="introduction"
              rows={8}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              defaultValue={state.values?.introduction ?? introduction}
            />
          </div>
          <div>
            <label className="label" htmlFor="pinnedSlug">
              Stands first <span className="faint optional">optional</span>
            </label>
            <p className="hint">
              {published.length === 0
                ? "Nothing was published in this week yet."
                : `Type a part of its title and choose, of the ${published.length} published in this week so far.`}
            </p>
            {state.errors?.pinnedSlug && <p className="field-error">{state.errors.pinnedSlug}</p>}
            <input
              className="input"
              id="pinnedSlug"
              name="pinnedSlug"
              list="published"
              defaultValue={state.values?.pinnedSlug ?? pinnedSlug}
            />
          </div>
          <datalist id="published">
            {published.map(({ slug, title }) => (
              <option key={slug} value={`/developments/${slug}`}>
                {title}
              </option>
            ))}
          </datalist>
          <div>
            <Submit className="btn quiet">Save</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

export function HourForm(props: { action: FormAction; hour: number; timeZone: string }) {
  const { action, hour, timeZone } = props;
  return (
    <ActionForm action={action} className="stack narrow-form">
      {(state) => (
        <>
          <TextField
            name="hour"
            label="Hour of Monday at which letters go out"
            hint={`0 to 23, in the time zone of this site (${timeZone}).`}
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
