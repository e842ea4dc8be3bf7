import { type Filters, filterQuery } from "@/lib/developments/filters";
import type { Facets } from "@/lib/developments/views";
import type { Audience } from "@/lib/digests/views";

/** Who reads it, or which areas and bodies: each choice stands in the address and redraws the dry run. */
export function Choices(props: { audiences: Audience[]; filters: Filters; facets: Facets["facets"] }) {
  const { audiences, filters, facets } = props;
  const chosen = filterQuery(filters);
  const others = [...new URLSearchParams(chosen)].filter(([word]) => word !== "area" && word !== "body");
  return (
    <>
      <nav className="presets" aria-label="Letters made for">
        <h2 className="label">Made for</h2>
        <ul>
          {audiences.map(({ slug, name, filter }) => (
            <li key={slug}>
              <a className="word" href={`/subscribe?${filter}`} aria-current={filter === chosen ? "true" : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <details className="own-choice" open={chosen !== "" && !audiences.some(({ filter }) => filter === chosen)}>
        <summary>Only some areas or bodies</summary>
        <form action="/subscribe" className="stack">
          {others.map(([word, value]) => (
            <input key={`${word} ${value}`} type="hidden" name={word} value={value} />
          ))}
          <fieldset>
            <legend className="label">Impact areas</legend>
            <div className="ticks">
              {facets.area
                .filter(({ value }) => value !== "none")
                .map(({ value, label }) => (
                  <label key={value} className="tick">
                    <input type="checkbox" name="area" value={value} defaultChecked={filters.area.includes(value)} />{" "}
                    {label}
                  </label>
                ))}
            </div>
          </fieldset>
          <div>
            <label className="label" htmlFor="body">
              Bodies
            </label>
            <p className="hint" id="body-hint">
              None chosen means all. Several with Ctrl or Shift.
            </p>
            <select
              className="input"
              id="body"
              name="body"
              multiple
              size={6}
              defaultValue={filters.body}
              aria-describedby="body-hint"
            >
              {facets.body.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <div>
            <button className="btn quiet" type="submit">
              Show what that would have been
            </button>
          </div>
        </form>
      </details>
    </>
  );
}
