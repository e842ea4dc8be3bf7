import { developmentStatuses, developmentTypes, governanceForms, scopes, withdrawalLinks } from "@/db/vocabulary";
import { sayForm, sayLink, sayScope, sayStatus, sayType } from "@/lib/labels";
import type { FormField, FormValues } from "../autosave/form-values";
import { Choices, Field, FieldGroup, Select } from "../field";

/** One word of a short list. */

type FieldProps<Name extends FormField> = Pick<Parameters<typeof Field>[0], "errors" | "below"> & {
  value: FormValues[Name];
  onChange: (value: FormValues[Name]) => void;
};

export function StatusField({ errors, below, value, onChange }: FieldProps<"status">) {
  return (
    <Field name="status" label="Status" errors={errors} below={below}>
      {(parts) => (
        <Select parts={parts} value={value} options={developmentStatuses} say={sayStatus} onChange={onChange} />
      )}
    </Field>
  );
}

export function TypeField({ errors, below, value, onChange }: FieldProps<"type">) {
  return (
    <Field name="type" label="Type" optional errors={errors} below={below}>
      {(parts) => <Select parts={parts} value={value} options={developmentTypes} say={sayType} onChange={onChange} />}
    </Field>
  );
}

export function LinkField({ errors, below, value, onChange }: FieldProps<"linkToWithdrawal">) {
  return (
    <FieldGroup
      name="linkToWithdrawal"
      legend="Link to the withdrawal"
      hint="Direct: it is, carries out or expressly answers the memorandum. Plausible: same bodies or line of policy, no stated link."
      errors={errors}
      below={below}
    >
      <Choices
        name="link"
        value={value}
        options={withdrawalLinks.map((link) => ({ value: link, label: sayLink(link) }))}
        onChange={onChange}
      />
    </FieldGroup>
  );
}

export function ArrangementField({ errors, below, value, onChange }: FieldProps<"form">) {
  return (
    <Field
      name="form"
      label="Form of an arrangement"
      optional
      hint="Only where it sets up or changes an arrangement of governance."
      errors={errors}
      below={below}
    >
      {(parts) => <Select parts={parts} value={value} options={governanceForms} say={sayForm} onChange={onChange} />}
    </Field>
  );
}

export function ScopeField({ errors, below, value, onChange }: FieldProps<"scope">) {
  return (
    <FieldGroup
      name="scope"
      legend="Scope"
      hint="A comparison case lies outside internet matters (health, climate, tax): it is in the record, but in no chart on impact."
      errors={errors}
      below={below}
    >
      <Choices
        name="scope"
        value={value}
        options={scopes.map((scope) => ({ value: scope, label: sayScope(scope) }))}
        onChange={onChange}
      />
    </FieldGroup>
  );
}
