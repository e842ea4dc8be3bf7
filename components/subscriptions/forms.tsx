"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { ActionForm, broughtIntoView, Submit } from "@/components/ui/form";
import type { FormAction, FormState } from "@/lib/http/action";

/** One field, one button. */
export function SubscribeForm({ action, filter, hint }: { action: FormAction; filter: string; hint: string }) {
  return (
    <ActionForm action={action} className="subscribe">
      {(state) => (
        <>
          <input type="hidden" name="filter" value={filter} />
          <AddressField state={state} hint={hint} />
        </>
      )}
    </ActionForm>
  );
}

/** The address and its button; once it was sent, what happens now. */
export function AddressField({ state, hint }: { state: FormState; hint: string }) {
  const id = useId();
  const sent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.done) sent.current?.focus();
  }, [state]);
  if (state.done) {
    return (
      <div className="msg ok" role="status" tabIndex={-1} ref={sent} {...broughtIntoView}>
        {state.values?.kept ? (
          <p>
            <b>This site has no mail server: nothing goes to {state.values.email}.</b> The mail waits in its outbox,
            unless one was made today or three before it had no answer: ask an admin of this site for its link. It works
            once, for 48 hours.
          </p>
        ) : (
          <p>
            <b>Look into the mailbox of {state.values?.email}.</b> A mail is on its way, unless one went there today or
            three before it had no answer: open its link and press the button. It works once, for 48 hours.
          </p>
        )}
        <p className="small">
          {!state.values?.kept && "None came? "}An address gets one such mail a day at most, so ask again tomorrow. If
          you get the letter already, its link “Change what you get” adds this without another mail.
        </p>
      </div>
    );
  }
  return (
    <>
      <label className="label" htmlFor={id}>
        E-mail address
      </label>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {state.errors?.email && (
        <p className="field-error" id={`${id}-error`}>
          {state.errors.email}
        </p>
      )}
      {state.errors?.filter && <p className="field-error">{state.errors.filter}</p>}
      <div className="one-field">
        <input
          className="input"
          id={id}
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={state.values?.email ?? ""}
          aria-invalid={state.errors?.email ? true : undefined}
          {...(state.errors?.email ? broughtIntoView : {})}
          aria-describedby={`${id}-hint${state.errors?.email ? ` ${id}-error` : ""}`}
          required
        />
        <Submit className="btn full-phone">Subscribe</Submit>
      </div>
    </>
  );
}

export function ConfirmForm(props: {
  action: FormAction;
  token: string;
  /** What was asked for; several may be of several people. */
  views: { filter: string; name: string }[];
}) {
  const { action, token, views } = props;
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="token" value={token} />
          {state.errors?.token && <p className="field-error">{state.errors.token}</p>}
          {state.errors?.filter && <p className="field-error">{state.errors.filter}</p>}
          {views.length === 1 ? (
            <ul className="views">
              {views.map(({ filter, name }) => (
                <li key={filter}>{name}</li>
              ))}
            </ul>
          ) : (
            <fieldset>
              <legend className="label">Asked for today; take away what you do not want</legend>
              <input type="hidden" name="choosing" value="here" />
              {state.errors?.view && <p className="field-error">{state.errors.view}</p>}
              {views.map(({ filter, name }) => (
                <label key={filter} className="tick">
                  <input type="checkbox" name="view" value={filter} defaultChecked /> <span>{name}</span>
                </label>
              ))}
            </fieldset>
          )}
          <div>
            <Submit>Yes, send me the letter</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

export type ViewChoices = { label: string; views: { filter: string; name: string }[] }[];

/** Adds one more view to a letter. */
export function AddViewForm({ action, token, choices }: { action: FormAction; token: string; choices: ViewChoices }) {
  const id = useId();
  return (
    <ActionForm action={action} className="add-view">
      {(state) => (
        <>
          <input type="hidden" name="token" value={token} />
          <label className="label" htmlFor={id}>
            Add a view
          </label>
          {state.errors?.filter && <p className="field-error">{state.errors.filter}</p>}
          <div className="one-field">
            <select id={id} name="filter" defaultValue={state.values?.filter}>
              {choices.map(({ label, views }) => (
                <optgroup key={label} label={label}>
                  {views.map(({ filter, name }) => (
                    <option key={filter} value={filter}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
            <Submit className="btn quiet">Add</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

/** A button of the preferences page. */
export function ChangeForm(props: {
  action: FormAction;
  fields: Record<string, string>;
  label: ReactNode;
  className?: string;
}) {
  const { action, fields, label, className = "btn quiet mini" } = props;
  return (
    <ActionForm action={action} className="inline-form">
      {() => (
        <>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Submit className={className}>{label}</Submit>
        </>
      )}
    </ActionForm>
  );
}
