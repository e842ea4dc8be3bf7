"use client";

import { type FormEvent, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction, FormState } from "@/lib/http/action";

/** Without script the answer is a page anew, read from its top: the browser goes where this stands. */
export const broughtIntoView = { autoFocus: true };

/** A form that shows what came of it: a message that takes the focus, and each field's error beside the field. */
export function ActionForm(props: {
  action: FormAction;
  className?: string;
  /** It is not emptied when it was taken, because something else shows what is chosen in it. */
  keeps?: boolean;
  children: (state: FormState) => ReactNode;
}) {
  const { action, className, keeps = false, children } = props;
  const [state, send] = useActionState(action, {});
  // React empties a form when its action is over: what was refused stays as it was typed and chosen.
  const keepTyped = (event: FormEvent) => {
    if (keeps || !state.done) event.preventDefault();
  };
  const message = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  // What was said of one change is no longer news when another is made beside it.
  const [past, setPast] = useState<FormState | null>(null);
  useEffect(() => {
    const other = ({ target }: Event) => {
      if (state.done && target !== form.current) setPast(state);
    };
    document.addEventListener("submit", other);
    return () => document.removeEventListener("submit", other);
  }, [state]);
  useEffect(() => {
    if (state.message) message.current?.focus();
    else if (state.errors) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  return (
    // The answer names each field in our words, and works alike without script.
    <form action={send} className={className} noValidate ref={form} onReset={keepTyped}>
      {state.message && state !== past && (
        <div
          className={state.done ? "msg ok" : "msg err"}
          role="alert"
          tabIndex={-1}
          ref={message}
          {...broughtIntoView}
        >
          {state.message}{" "}
          {state.signIn && (
            <a href="/sign-in" target="_blank" rel="noreferrer">
              Sign in in a new tab
            </a>
          )}
        </div>
      )}
      {children(state)}
    </form>
  );
}

export function Submit({ children, className = "btn" }: { children: ReactNode; className?: string }) {
  const { pending } = useFormStatus();
  return (
    <button className={className} type="submit" aria-disabled={pending} aria-busy={pending}>
      {children}
    </button>
  );
}

export function TextField(props: {
  name: string;
  label: string;
  state: FormState;
  hint?: string;
  type?: "text" | "email";
  autoComplete?: string;
}) {
  const { name, label, state, hint, type = "text", autoComplete } = props;
  const error = state.errors?.[name];
  return (
    <div>
      <label className="label" htmlFor={name}>
        {label}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${name}-error`}>
          {error}
        </p>
      )}
      <input
        className="input"
        id={name}
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={state.values?.[name] ?? ""}
        aria-invalid={error ? true : undefined}
        {...(error ? broughtIntoView : {})}
        aria-describedby={[hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined}
        required
      />
    </div>
  );
}
