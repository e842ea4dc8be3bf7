import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { mostSources } from "@/lib/developments/schema";
import type { FieldErrors } from "@/lib/errors";
import { isBlank, nextKey, type SourceRow } from "../autosave/form-values";
import { Choices, FieldGroup } from "../field";

const kinds = [
  { value: "primary", label: "primary: issued by the body" },
  { value: "secondary", label: "secondary: a report or copy" },
] as const;

export function SourcesField(props: {
  value: SourceRow[];
  errors: FieldErrors;
  below: ReactNode;
  onChange: (value: SourceRow[]) => void;
}) {
  const { value: rows, errors, below, onChange } = props;
  const shown = rows.length > 0 ? rows : [blank(1)];
  const change = (index: number, patch: Partial<SourceRow>) =>
    onChange(shown.with(index, { ...(shown[index] ?? blank(1)), ...patch }));
  return (
    <FieldGroup
      name="sources"
      legend="Sources"
      hint="At least one is needed before review. The page of the body itself is best."
      errors={errors}
      below={below}
    >
      {shown.map((row, index) => (
        <fieldset className="rowgrid" key={row.key}>
          <legend className="vh">Source {index + 1}</legend>
          <TextInput
            id={`f-sources.${index}.url`}
            label="Address"
            type="url"
            value={row.url}
            error={errors[`sources.${index}.url`]}
            onChange={(url) => change(index, { url })}
          />
          <div className="two">
            <TextInput
              id={`f-sources.${index}.title`}
              label="Title of the page"
              value={row.title}
              error={errors[`sources.${index}.title`]}
              onChange={(title) => change(index, { title })}
            />
            <TextInput
              id={`f-sources.${index}.publisher`}
              label="Publisher"
              value={row.publisher}
              error={errors[`sources.${index}.publisher`]}
              onChange={(publisher) => change(index, { publisher })}
            />
          </div>
          <div className="inline">
            <Choices
              name={`sources.${row.key}.kind`}
              value={row.kind}
              options={kinds}
              onChange={(kind) => change(index, { kind })}
            />
            {(shown.length > 1 || !isBlank(row)) && (
              <button
                className="icon-btn"
                type="button"
                aria-label={`Take source ${index + 1} away`}
                onClick={() => onChange(shown.toSpliced(index, 1))}
              >
                <X className="i" aria-hidden="true" />
              </button>
            )}
          </div>
        </fieldset>
      ))}
      {shown.length < mostSources ? (
        <button className="btn quiet mini" type="button" onClick={() => onChange([...shown, blank(nextKey(shown))])}>
          <Plus className="i" aria-hidden="true" /> Add a source
        </button>
      ) : (
        <p className="hint">A development has at most {mostSources} sources.</p>
      )}
    </FieldGroup>
  );
}

const blank = (key: number): SourceRow => ({ key, url: "", title: "", publisher: "", kind: "secondary" });

function TextInput(props: {
  id: string;
  label: string;
  type?: "text" | "url";
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { id, label, type = "text", value, error, onChange } = props;
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <input
        className="input"
        id={id}
        type={type}
        inputMode={type === "url" ? "url" : undefined}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
