import type { ReactNode } from "react";
import type { Period } from "@/db/vocabulary";
import type { FieldErrors } from "@/lib/errors";
import { type FormValues, typedWhen } from "../autosave/form-values";
import { Choices, FieldGroup } from "../field";

const precisions = [
  { value: "day", label: "exact day" },
  { value: "month", label: "only the month" },
  { value: "year", label: "only the year" },
] as const;
const periods = [
  { value: "baseline", label: "before 7 January 2026" },
  { value: "after", label: "on it or after" },
] as const;

type Shared = { errors: FieldErrors; below: ReactNode };

/** The date of the decision as it was typed, and how exactly it is known. */
export function WhenField(
  props: Shared & { value: FormValues["when"]; onChange: (value: FormValues["when"]) => void },
) {
  const { value, errors, below, onChange } = props;
  const error = errors.when ?? errors.decidedOn ?? errors.datePrecision;
  return (
    <FieldGroup name="when" legend="When was it decided" errors={error ? { when: error } : {}} below={below}>
      <div className="inline">
        <label className="vh" htmlFor="f-decidedOn">
          Date, such as 16 December 2025
        </label>
        <input
          className="input when"
          id="f-decidedOn"
          placeholder="16 December 2025"
          autoComplete="off"
          value={value.text}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "f-when-error" : undefined}
          onChange={(event) => onChange(typedWhen(event.target.value))}
        />
        <Choices
          name="precision"
          value={value.precision}
          options={precisions}
          onChange={(precision) => onChange({ text: value.text, precision })}
        />
      </div>
    </FieldGroup>
  );
}

/** Asked only where the date alone does not tell. */
export function PeriodField(props: Shared & { value: Period | null; onChange: (value: Period) => void }) {
  const { value, errors, below, onChange } = props;
  return (
    <FieldGroup
      name="period"
      legend="Before or after the withdrawal"
      hint="The date alone does not tell."
      errors={errors}
      below={below}
    >
      <Choices name="period" value={value} options={periods} onChange={onChange} />
    </FieldGroup>
  );
}
