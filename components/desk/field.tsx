import type { ReactNode } from "react";
import type { FieldErrors } from "@/lib/errors";

export type FieldParts = { id: string; describedBy: string | undefined; invalid: boolean };

/** Label, hint, error and control of one field, tied together for those who do not see them. */
export function Field(props: {
  name: string;
  label: ReactNode;
  optional?: boolean;
  hint?: string;
  errors: FieldErrors;
  /** What stands below: a choice between two values. */
  below?: ReactNode;
  children: (parts: FieldParts) => ReactNode;
}) {
  const { name, label, optional, hint, errors, below, children } = props;
  const id = `f-${name}`;
  const error = errors[name];
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="formrow">
      <label htmlFor={id}>
        {label} {optional && <span className="faint optional">optional</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children({ id, describedBy, invalid: error !== undefined })}
      {below}
    </div>
  );
}

/** The same for a group of controls. */
export function FieldGroup(props: {
  name: string;
  legend: string;
  optional?: boolean;
  hint?: string;
  errors: FieldErrors;
  below?: ReactNode;
  children: ReactNode;
}) {
  const { name, legend, optional, hint, errors, below, children } = props;
  const id = `f-${name}`;
  return (
    <fieldset className="formrow" id={id} tabIndex={-1} aria-describedby={errors[name] ? `${id}-error` : undefined}>
      <legend>
        {legend} {optional && <span className="faint optional">optional</span>}
      </legend>
      {hint && <p className="hint">{hint}</p>}
      {errors[name] && (
        <p className="field-error" id={`${id}-error`}>
          {errors[name]}
        </p>
      )}
      {children}
      {below}
    </fieldset>
  );
}

export function Choices<Value extends string>(props: {
  name: string;
  value: Value | null;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const { name, value, options, onChange } = props;
  return (
    <div className="inline">
      {options.map((option) => (
        <label key={option.value} className="radio">
          <input type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}

export function Select<Value extends string>(props: {
  parts: FieldParts;
  value: Value | null;
  options: readonly Value[];
  say: (value: Value) => string;
  onChange: (value: Value | null) => void;
}) {
  const { parts, value, options, say, onChange } = props;
  return (
    <select
      id={parts.id}
      aria-describedby={parts.describedBy}
      aria-invalid={parts.invalid || undefined}
      value={value ?? ""}
      onChange={(event) => onChange((event.target.value || null) as Value | null)}
    >
      <option value="">Choose</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {say(option)}
        </option>
      ))}
    </select>
  );
}
