import { Check, Funnel, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Filters, filterQuery, type ManyWord, manyWords, type OneWord, toggled } from "@/lib/developments/filters";
import type { Facets, FacetValue } from "@/lib/developments/views";
import { DirectionOf } from "./glyphs";
import { type Refine, RefineLink } from "./refine-link";

const facetTitles: [ManyWord, string][] = [
  ["area", "Impact area"],
  ["direction", "Direction"],
  ["period", "Period"],
  ["kind", "Kind of body"],
  ["body", "Body"],
  ["country", "Country of the body"],
  ["type", "Type"],
  ["status", "Status"],
  ["link", "Link to the withdrawal"],
  ["actor", "Actor"],
  ["role", "Role of an actor"],
  ["form", "Form of an arrangement"],
  ["scope", "Scope"],
];

/** All impact areas: they are what readers come for. */
const shownAtOnce = (word: ManyWord) => ({ area: 16, direction: 4 })[word as "area"] ?? 6;

/** The filters: a search and dates as a form, everything else one click. */
export function Rail({
  filters,
  facets,
  refine,
  today,
}: {
  filters: Filters;
  facets: Facets;
  refine: Refine;
  today: string;
}) {
  const chosen = manyWords.reduce((sum, word) => sum + filters[word].length, 0);
  // Open where there is room: the phone's style sheet closes what is not open here.
  const [open, setOpen] = useState(false);
  return (
    <nav className={open ? "rail open" : "rail"} aria-label="Filters">
      <details className="filters" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Funnel className="i" aria-hidden="true" /> Search and filters{" "}
          <span className="faint rail-n">{chosen > 0 ? `${chosen} chosen` : ""}</span>
        </summary>
      </details>
      <div className="rail-body">
        <SearchForm filters={filters} refine={refine} />
        {facetTitles.map(([word, title]) => (
          <Facet
            key={word}
            word={word}
            title={word === "direction" && filters.area.length > 0 ? "Direction, in this area" : title}
            values={facets.facets[word]}
            filters={filters}
            refine={refine}
          />
        ))}
        <DatesForm
          key={`dates ${filters.from} ${filters.to} ${filters.asof}`}
          filters={filters}
          refine={refine}
          today={today}
        />
      </div>
    </nav>
  );
}

type FormProps = { filters: Filters; refine: Refine };

function SearchForm({ filters, refine }: FormProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = filters.q ?? "";
  }, [filters.q]);
  const search = (q: string | null) => {
    const rest = filters.sort === "relevance" ? "newest" : filters.sort;
    refine({ ...filters, q, sort: q === null ? rest : q === filters.q ? filters.sort : "relevance" });
  };
  return (
    <form
      className="rail-form"
      action="/timeline"
      onSubmit={(event) => {
        event.preventDefault();
        search(textOf(new FormData(event.currentTarget), "q"));
      }}
    >
      <Others filters={filters} but={["q", "sort"]} />
      <label className="vh" htmlFor="q">
        Search the record
      </label>
      <div className="field">
        <Search className="i" aria-hidden="true" />
        <input
          ref={field}
          id="q"
          name="q"
          type="search"
          maxLength={200}
          placeholder="Search"
          dir="auto"
          defaultValue={filters.q ?? ""}
        />
        <kbd className="faint" title="Press / to search">
          /
        </kbd>
      </div>
    </form>
  );
}

function DatesForm({ filters, refine, today }: FormProps & { today: string }) {
  const [problem, setProblem] = useState("");
  const set = (form: FormData) => {
    const [from = null, to = null, asof = null] = (["from", "to", "asof"] as const).map((name) => textOf(form, name));
    const wrong = from !== null && to !== null && from > to;
    setProblem(wrong ? "The first date lies after the second. Change one of them." : "");
    if (!wrong) refine({ ...filters, from, to, asof });
  };
  return (
    <form
      className="facet dates"
      action="/timeline"
      aria-labelledby="dates"
      onSubmit={(event) => {
        event.preventDefault();
        set(new FormData(event.currentTarget));
      }}
    >
      <h2 className="facet-h" id="dates">
        Dates
      </h2>
      <Others filters={filters} but={["from", "to", "asof"]} />
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <DateField name="from" label="Decided from" value={filters.from} />
      <DateField name="to" label="Decided to" value={filters.to} />
      <DateField name="asof" label="As known on" value={filters.asof} max={today} />
      <button className="btn quiet mini" type="submit">
        Show these dates
      </button>
    </form>
  );
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? "").trim() || null;

/** What else is chosen, for a form that is sent without script. */
function Others({ filters, but }: { filters: Filters; but: OneWord[] }) {
  return [...new URLSearchParams(filterQuery(filters))]
    .filter(([word]) => !(but as string[]).includes(word))
    .map(([word, value]) => <input key={`${word} ${value}`} type="hidden" name={word} value={value} />);
}

function DateField({ name, label, value, max }: { name: string; label: string; value: string | null; max?: string }) {
  return (
    <label className="small">
      <span className="label">{label}</span>
      <input
        className="input"
        type="date"
        name={name}
        min="1850-01-01"
        max={max ?? "2100-12-31"}
        defaultValue={value ?? ""}
      />
    </label>
  );
}

function Facet(props: { word: ManyWord; title: string; values: FacetValue[]; filters: Filters; refine: Refine }) {
  const { word, title, values, filters, refine } = props;
  const useful = values.filter((value) => value.n > 0 || value.chosen);
  if (useful.length === 0) return null;
  const most = Math.max(...useful.map((value) => value.n), 1);
  // A fixed order keeps words where the eye left them; the largest are shown, and the chosen ones never hide.
  const least = [...useful].sort((a, b) => b.n - a.n)[shownAtOnce(word) - 1]?.n ?? 0;
  const first = useful.filter((value) => value.chosen || value.n >= least);
  const rest = useful.filter((value) => !first.includes(value));
  const option = (value: FacetValue) => (
    <li key={value.value}>
      <Option word={word} value={value} most={most} filters={filters} refine={refine} />
    </li>
  );
  return (
    <section className="facet" aria-label={title}>
      <h2 className="facet-h">{title}</h2>
      <ul>{first.map(option)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <ul>{rest.map(option)}</ul>
        </details>
      )}
    </section>
  );
}

function Option(props: { word: ManyWord; value: FacetValue; most: number; filters: Filters; refine: Refine }) {
  const { word, value, most, filters, refine } = props;
  return (
    <RefineLink
      className={value.n === 0 ? "opt zero" : "opt"}
      to={toggled(filters, word, value.value)}
      refine={refine}
      aria-current={value.chosen ? "true" : undefined}
    >
      <span className="box">{value.chosen && <Check className="i" aria-hidden="true" />}</span>
      <span>
        {word === "direction" ? <DirectionOf word={value.value as Filters["direction"][number]} /> : value.label}
        {value.chosen && <span className="vh"> (chosen, take away)</span>}
      </span>
      <span className="n">{value.n}</span>
      <span className="bar" style={{ "--w": Math.round((100 * value.n) / most) } as React.CSSProperties} />
    </RefineLink>
  );
}
