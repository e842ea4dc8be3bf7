"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction, FormState } from "@/lib/http/action";

/** A form that shows what came of it: a message that takes the focus, and each field's error beside the field. */
export function ActionForm(props: {
  action: FormAction;
  className?: string;
  children: (state: FormState) => ReactNode;
}) {
  const { action, className, children } = props;
  const [state, send] = useActionState(action, {});
  const message = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.message) message.current?.focus();
  }, [state]);
  return (
    // The answer names each field in our words, and works alike without script.
    <form action={send} className={className} noValidate>
      {state.message && (
        <div className={state.done ? "msg" : "msg err"} role="alert" tabIndex={-1} ref={message}>
          {state.message}
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
        aria-describedby={[hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined}
        required
      />
    </div>
  );
}
