import { type ReactNode, useEffect, useRef } from "react";
import type { FieldErrors } from "@/lib/errors";
import { Field } from "../field";

type TextProps = {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
  errors: FieldErrors;
  below: ReactNode;
  value: string;
  onChange: (value: string) => void;
};

/** One line of text. */
export function LineField(props: TextProps & { className?: string; maxLength?: number; autoFocus?: boolean }) {
  const { value, onChange, className = "input", maxLength, autoFocus = false, ...field } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  return (
    <Field {...field}>
      {({ id, describedBy, invalid }) => (
        <input
          ref={input}
          className={className}
          id={id}
          dir="auto"
          maxLength={maxLength}
          autoComplete="off"
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Text of several lines, growing with what is typed. */
export function ParagraphsField(props: TextProps & { rows: number; className?: string }) {
  const { value, onChange, rows, className = "input", ...field } = props;
  return (
    <Field {...field}>
      {({ id, describedBy, invalid }) => (
        <textarea
          className={className}
          id={id}
          dir="auto"
          rows={rows}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
