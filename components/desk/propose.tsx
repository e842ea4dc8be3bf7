import { useEffect, useRef, useState } from "react";
import type { FieldErrors } from "@/lib/errors";
import { call } from "./call";

/** A few fields for a body or actor that is not on the list yet; it joins the list at once, for people of the desk. */
export function Propose<Made>(props: {
  what: "body" | "actor";
  name: string;
  kinds: { value: string; label: string }[];
  /** The field it was called from, which gets the focus back. */
  calledFrom: string;
  onMade: (made: Made) => void;
  onCancel: () => void;
}) {
  const { what, name, kinds, calledFrom, onMade } = props;
  const [values, setValues] = useState({ name, acronym: "", kind: "" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failed, setFailed] = useState("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = async () => {
    const body =
      what === "body" ? { ...values, acronym: values.acronym || null } : { name: values.name, kind: values.kind };
    const answer = await call<{ data: Made }>(`/api/desk/${what === "body" ? "bodies" : "actors"}`, body);
    if (answer.ok) {
      document.getElementById(calledFrom)?.focus();
      onMade(answer.value.data);
    } else {
      setErrors(answer.errors);
      setFailed(Object.keys(answer.errors).length > 0 ? "" : answer.detail);
    }
  };
  const onCancel = () => {
    document.getElementById(calledFrom)?.focus();
    props.onCancel();
  };
  const field = (key: "name" | "acronym", label: string) => (
    <label>
      <span className="label">{label}</span>
      {errors[key] && <span className="field-error"> {errors[key]}</span>}
      <input
        ref={key === "name" ? first : undefined}
        className="input"
        value={values[key]}
        aria-invalid={errors[key] ? true : undefined}
        onChange={(event) => setValues({ ...values, [key]: event.target.value })}
      />
    </label>
  );
  return (
    // Not a form: it stands inside one. Enter adds, Escape leaves.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced with each of its fields
    <div
      className="rowgrid propose"
      role="group"
      aria-label={`Propose a new ${what}`}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
          event.preventDefault();
          void send();
        }
      }}
    >
      <p className="small soft">A new {what}. Readers see it once a development that names it is approved.</p>
      {failed && (
        <p className="field-error" role="alert">
          {failed}
        </p>
      )}
      <div className="two">
        {field("name", "Name")}
        {what === "body" && field("acronym", "Acronym, if it has one")}
        <label>
          <span className="label">Kind</span>
          {errors.kind && <span className="field-error"> {errors.kind}</span>}
          <select
            className="input"
            value={values.kind}
            aria-invalid={errors.kind ? true : undefined}
            onChange={(event) => setValues({ ...values, kind: event.target.value })}
          >
            <option value="">Choose</option>
            {kinds.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="inline">
        <button className="btn mini" type="button" onClick={() => void send()}>
          Add the {what}
        </button>
        <button className="btn quiet mini" type="button" onClick={onCancel}>
          Leave it
        </button>
      </div>
    </div>
  );
}
