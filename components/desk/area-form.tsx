"use client";

import { useEffect, useState } from "react";
import { StepWord } from "@/components/developments/glyphs";
import { ActionForm, broughtIntoView, Submit } from "@/components/ui/form";
import { longest } from "@/lib/areas/schema";
import { fieldsOf, scaleSteps, type Wording, type WordingField } from "@/lib/areas/wording";
import type { FormAction, FormState } from "@/lib/http/action";
import { sayMedian, stepOfMedian } from "@/lib/labels";
import { Field } from "./field";

type Area = Wording & { slug: string; version: number };

/** How an area is worded. It goes on from the version it was opened with, and says so when it is saved. */
export function AreaForm({ action, area, scores }: { action: FormAction; area: Area; scores: number }) {
  return (
    <ActionForm action={action} className="stack area-form">
      {(state) => {
        const typed = state.done ? undefined : state.values;
        const base = typed?.base ?? String(area.version);
        // Another version to go on from brings its own words: the fields begin anew.
        return <Fields key={base} {...{ area, scores, base, typed, state }} />;
      }}
    </ActionForm>
  );
}

function Fields(props: { area: Area; scores: number; base: string; typed: FormState["values"]; state: FormState }) {
  const { area, scores, base, typed, state } = props;
  const [touched, setTouched] = useState(typed !== undefined);
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    if (touched) addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [touched]);
  const stands = fieldsOf(area);
  const errors = state.errors ?? {};
  const firstWrong = Object.keys(errors)[0];
  const control = (name: WordingField | "reason", most: number) => ({
    className: "input",
    name,
    maxLength: most,
    defaultValue: typed?.[name] ?? (name === "reason" ? "" : stands[name]),
    ...(name === firstWrong ? broughtIntoView : {}),
  });
  return (
    <div onInput={() => setTouched(true)}>
      <input type="hidden" name="slug" value={area.slug} />
      <input type="hidden" name="base" value={base} />
      <Field name="name" label="Name" hint="Its address and its links stay as they are." errors={errors}>
        {(parts) => <input id={parts.id} {...described(parts)} {...control("name", longest.name)} required />}
      </Field>
      <Field name="definition" label="Definition" errors={errors}>
        {(parts) => (
          <textarea id={parts.id} {...described(parts)} {...control("definition", longest.definition)} required />
        )}
      </Field>
      <fieldset className="scale-fields">
        <legend>The scale</legend>
        {scores > 0 && (
          <p className="hint">
            {scores} {scores === 1 ? "score was" : "scores were"} given against this definition and scale. They keep
            counting; once you change either, each of them says that it was given against other words.
          </p>
        )}
        {scaleSteps.map((step) => (
          <Field
            key={step}
            name={`step${step}`}
            label={<StepWord step={stepOfMedian(Number(step))} word={sayMedian(Number(step))} />}
            errors={errors}
          >
            {(parts) => (
              <textarea id={parts.id} {...described(parts)} {...control(`step${step}`, longest.step)} required />
            )}
          </Field>
        ))}
      </fieldset>
      <Field
        name="reason"
        label="Why"
        hint="Needed where the definition or the scale changes. Readers see it with your name."
        errors={errors}
      >
        {(parts) => <input id={parts.id} {...described(parts)} {...control("reason", longest.reason)} />}
      </Field>
      <div className="formrow">
        <Submit>Save this wording</Submit>
      </div>
    </div>
  );
}

const described = ({ describedBy, invalid }: { describedBy: string | undefined; invalid: boolean }) => ({
  "aria-describedby": describedBy,
  "aria-invalid": invalid || undefined,
});
