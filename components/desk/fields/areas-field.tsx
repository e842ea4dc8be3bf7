import type { ReactNode } from "react";
import type { AreaView } from "@/lib/areas/queries";
import type { FieldErrors } from "@/lib/errors";
import { sayMedian } from "@/lib/labels";
import { FieldGroup } from "../field";

/** The impact areas, each with its definition and what each direction means in it. */
export function AreasField(props: {
  value: string[];
  areas: AreaView[];
  errors: FieldErrors;
  below: ReactNode;
  onChange: (slugs: string[]) => void;
}) {
  const { value, areas, errors, below, onChange } = props;
  return (
    <FieldGroup
      name="areaSlugs"
      legend="Impact areas"
      optional
      hint="Which areas it affects. Directions come later, each editor alone."
      errors={errors}
      below={below}
    >
      <div className="area-list">
        {areas.map((area) => (
          <div key={area.slug}>
            <label>
              <input
                type="checkbox"
                checked={value.includes(area.slug)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...value, area.slug] : value.filter((slug) => slug !== area.slug))
                }
              />
              {area.name}
            </label>
            <details>
              <summary>
                What it means<span className="vh">: {area.name}</span>
              </summary>
              <p>{area.definition}</p>
              <dl>
                {(["-2", "-1", "0", "1", "2"] as const).map((step) => (
                  <div key={step} style={{ display: "contents" }}>
                    <dt>{sayMedian(Number(step))}</dt>
                    <dd>{area.scale[step]}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}
