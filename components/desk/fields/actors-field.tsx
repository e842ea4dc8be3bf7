import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { actorKinds, actorRoles } from "@/db/vocabulary";
import type { ActorOption } from "@/lib/actors/propose";
import type { FieldErrors } from "@/lib/errors";
import { sayActorKind, sayRole } from "@/lib/labels";
import type { ActorRow } from "../autosave/form-values";
import { FieldGroup } from "../field";
import { type Option, Picker } from "../picker";
import { Propose } from "../propose";

const kinds = actorKinds.map((value) => ({ value, label: sayActorKind(value) }));

const actorOption = ({ slug, name, iso2, aliases, kind }: ActorOption): Option => ({
  slug,
  name,
  acronym: iso2,
  aliases,
  note: sayActorKind(kind),
});

const roleId = (index: number) => `f-actors.${index}.role`;

export function ActorsField(props: {
  value: ActorRow[];
  options: ActorOption[];
  errors: FieldErrors;
  below: ReactNode;
  onChange: (value: ActorRow[]) => void;
  onMade: (actor: ActorOption) => void;
}) {
  const { value: rows, options, errors, below, onChange, onMade } = props;
  const [proposing, setProposing] = useState<string | null>(null);
  const nameOf = (slug: string) => options.find((option) => option.slug === slug)?.name ?? slug;
  const added = useRef<number>(null);
  const add = (slug: string) => {
    added.current = rows.length;
    onChange([...rows, { slug, role: "" }]);
  };
  // Whoever was just added still needs a role.
  useEffect(() => {
    if (added.current === null || added.current >= rows.length) return;
    document.getElementById(roleId(added.current))?.focus();
    added.current = null;
  }, [rows]);
  return (
    <FieldGroup
      name="actors"
      legend="Actors"
      optional
      hint="Who is named in it, each with a role: countries, companies, groups."
      errors={errors}
      below={below}
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one actor may stand twice, in two roles
        <div className="rowgrid" key={`${row.slug} ${index}`}>
          <div className="inline">
            <b>{nameOf(row.slug)}</b>
            <label>
              <span className="vh">Role of {nameOf(row.slug)}</span>
              <select
                id={roleId(index)}
                value={row.role}
                onChange={(event) =>
                  onChange(rows.with(index, { slug: row.slug, role: event.target.value as ActorRow["role"] }))
                }
              >
                <option value="">Choose the role</option>
                {actorRoles.map((role) => (
                  <option key={role} value={role}>
                    {sayRole(role)}
                  </option>
                ))}
              </select>
            </label>
            <button
              className="icon-btn"
              type="button"
              aria-label={`Take ${nameOf(row.slug)} away`}
              onClick={() => onChange(rows.toSpliced(index, 1))}
            >
              <X className="i" aria-hidden="true" />
            </button>
          </div>
        </div>
      ))}
      <label className="vh" htmlFor="f-actors-add">
        Add an actor
      </label>
      <Picker
        id="f-actors-add"
        what="actor"
        many
        options={options.map(actorOption)}
        value={null}
        onPick={(option) => option && add(option.slug)}
        onPropose={setProposing}
      />
      {proposing !== null && (
        <Propose<ActorOption>
          what="actor"
          calledFrom="f-actors-add"
          name={proposing}
          kinds={kinds}
          onMade={(actor) => {
            onMade(actor);
            add(actor.slug);
            setProposing(null);
          }}
          onCancel={() => setProposing(null)}
        />
      )}
    </FieldGroup>
  );
}
