import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { BodyShape } from "@/components/developments/glyphs";
import { bodyKinds } from "@/db/vocabulary";
import type { BodyOption } from "@/lib/bodies/propose";
import type { FieldErrors } from "@/lib/errors";
import { sayBodyKind } from "@/lib/labels";
import { Field, FieldGroup } from "../field";
import { type Option, Picker } from "../picker";
import { Propose } from "../propose";

const kinds = bodyKinds.map((value) => ({ value, label: sayBodyKind(value) }));

const bodyOption = ({ slug, name, acronym, aliases, kind }: BodyOption): Option => ({
  slug,
  name,
  acronym,
  aliases,
  note: sayBodyKind(kind),
  mark: <BodyShape kind={kind} />,
});

type Shared = {
  options: BodyOption[];
  errors: FieldErrors;
  below: ReactNode;
  onMade: (body: BodyOption) => void;
};

/** The body that decided. */
export function BodyField(props: Shared & { value: string | null; onChange: (slug: string | null) => void }) {
  const { value, options, errors, below, onChange, onMade } = props;
  const [proposing, setProposing] = useState<string | null>(null);
  const chosen = options.find((option) => option.slug === value);
  return (
    <Field
      name="bodySlug"
      label="Body"
      hint="Who decided. Type a name, an acronym or an old name."
      errors={errors}
      below={below}
    >
      {({ id, describedBy, invalid }) => (
        <>
          <Picker
            id={id}
            what="body"
            options={options.map(bodyOption)}
            value={chosen ? bodyOption(chosen) : null}
            onPick={(option) => onChange(option?.slug ?? null)}
            onPropose={setProposing}
            describedBy={describedBy}
            invalid={invalid}
          />
          {proposing !== null && (
            <Propose<BodyOption>
              what="body"
              calledFrom={id}
              name={proposing}
              kinds={kinds}
              onMade={(body) => {
                onMade(body);
                onChange(body.slug);
                setProposing(null);
              }}
              onCancel={() => setProposing(null)}
            />
          )}
        </>
      )}
    </Field>
  );
}

/** Other bodies concerned. */
export function AffectedBodiesField(props: Shared & { value: string[]; onChange: (slugs: string[]) => void }) {
  const { value, options, errors, below, onChange, onMade } = props;
  const [proposing, setProposing] = useState<string | null>(null);
  const nameOf = (slug: string) => options.find((option) => option.slug === slug)?.name ?? slug;
  const add = (slug: string) => onChange([...value.filter((other) => other !== slug), slug]);
  return (
    <FieldGroup
      name="affectedBodySlugs"
      legend="Bodies concerned"
      optional
      hint="Other bodies it is about, beside the one that decided."
      errors={errors}
      below={below}
    >
      <div className="chips">
        {value.map((slug) => (
          <button
            key={slug}
            className="word"
            type="button"
            onClick={() => onChange(value.filter((other) => other !== slug))}
          >
            {nameOf(slug)} <X className="i" aria-hidden="true" />
            <span className="vh">take away</span>
          </button>
        ))}
      </div>
      <label className="vh" htmlFor="f-affected-add">
        Add a body concerned
      </label>
      <Picker
        id="f-affected-add"
        what="body"
        many
        options={options.filter((option) => !value.includes(option.slug)).map(bodyOption)}
        value={null}
        onPick={(option) => option && add(option.slug)}
        onPropose={setProposing}
      />
      {proposing !== null && (
        <Propose<BodyOption>
          what="body"
          calledFrom="f-affected-add"
          name={proposing}
          kinds={kinds}
          onMade={(body) => {
            onMade(body);
            add(body.slug);
            setProposing(null);
          }}
          onCancel={() => setProposing(null)}
        />
      )}
    </FieldGroup>
  );
}
