import type { ChartAddress } from "@/lib/charts/address";
import type { Step } from "@/lib/charts/answer";
import type { ChartEntry } from "@/lib/charts/catalogue";
import { type ComparedWord, comparableOf } from "@/lib/charts/compare";
import { type Filters, filterQuery } from "@/lib/developments/filters";
import type { Facets, FacetValue } from "@/lib/developments/views";

const steps: Record<Step, string> = { month: "Month", quarter: "Quarter", year: "Year" };

const narrowing = [
  { id: "period", label: "Period", all: "before and after" },
  { id: "area", label: "Impact area", all: "all areas" },
  { id: "kind", label: "Kind of body", all: "all kinds" },
  { id: "body", label: "Body", all: "all bodies" },
] as const;

type Props = {
  chart: ChartEntry;
  asked: Required<Omit<ChartAddress, "filters">> & { filters: Filters };
  /** The name of what it is compared with: of a past day it may be none of the values. */
  comparedWith?: string;
  facets: Facets["facets"];
  /** Whether the chart is of the whole list: only then do the numbers of the list stand beside its choices. */
  counted: boolean;
  today: string;
};

/** What a chart shows, as a form that works by itself: every choice stands in the address. */
export function Controls({ chart, asked, comparedWith, facets, counted, today }: Props) {
  const { filters, by, per, compare } = asked;
  const own = ["area", "body", "kind", "period", "asof"];
  const others = [...new URLSearchParams(filterQuery(filters))].filter(([word]) => !own.includes(word));
  const developments = chart.id !== "withdrawal-list";
  return (
    <form className="controls" action={`/impact/charts/${chart.id}`} aria-label="What the chart shows">
      {others.map(([word, value]) => (
        <input key={`${word} ${value}`} type="hidden" name={word} value={value} />
      ))}
      {chart.by.length > 0 && (
        <Choice id="by" label="Told apart by" value={by ?? ""}>
          {chart.by.map(({ word, label }) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </Choice>
      )}
      {chart.per.length > 0 && (
        <Choice id="per" label="Per" value={per ?? ""}>
          {chart.per.map((step) => (
            <option key={step} value={step}>
              {steps[step]}
            </option>
          ))}
        </Choice>
      )}
      {developments && (
        <>
          {narrowing.map(({ id, label, all }) => (
            <Facet key={id} {...{ id, label, all, counted }} values={facets[id]} chosen={filters[id]} />
          ))}
          <Choice id="compare" label="Compare with" value={compare ?? ""}>
            <option value="">nothing</option>
            {compare && !isOffered(compare, facets) && <option value={compare}>{comparedWith}</option>}
            {comparableOf(chart.id).map((word) => (
              <Group key={word} {...{ word }} label={comparedBy[word]} values={facets[word]} />
            ))}
          </Choice>
          <div>
            <label className="label" htmlFor="asof">
              As known on
            </label>
            <input className="input" id="asof" name="asof" type="date" max={today} defaultValue={filters.asof ?? ""} />
          </div>
        </>
      )}
      <div>
        <button className="btn quiet" type="submit">
          Show
        </button>
      </div>
    </form>
  );
}

function isOffered(compare: string, facets: Props["facets"]): boolean {
  const [word, value] = compare.split(":");
  return (["area", "period", "body"] as const).some(
    (one) => one === word && facets[one].some((facet) => facet.value === value),
  );
}

function Choice(props: { id: string; label: string; value: string; children: React.ReactNode }) {
  const { id, label, value, children } = props;
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select id={id} name={id} defaultValue={value}>
        {children}
      </select>
    </div>
  );
}

type FacetProps = {
  id: string;
  label: string;
  all: string;
  counted: boolean;
  values: FacetValue[];
  chosen: readonly string[];
};

/** One value of a word; several that came by the address are kept as one choice. */
function Facet({ id, label, all, counted, values, chosen }: FacetProps) {
  const several = chosen.length > 1;
  return (
    <>
      {several && chosen.slice(1).map((value) => <input key={value} type="hidden" name={id} value={value} />)}
      <Choice id={id} label={several ? `${label} (and ${chosen.length - 1} more)` : label} value={chosen[0] ?? ""}>
        <option value="">{all}</option>
        {values
          .filter(({ value, n }) => n > 0 || chosen.includes(value))
          .map(({ value, label: name, n }) => (
            <option key={value} value={value}>
              {counted ? `${name} (${n})` : name}
            </option>
          ))}
      </Choice>
    </>
  );
}

const comparedBy: Record<ComparedWord, string> = { area: "Areas", period: "Periods", body: "Bodies" };

function Group({ label, word, values }: { label: string; word: string; values: FacetValue[] }) {
  return (
    <optgroup label={label}>
      {values
        .filter(({ value }) => value !== "none")
        .map(({ value, label: name }) => (
          <option key={value} value={`${word}:${value}`}>
            {name}
          </option>
        ))}
    </optgroup>
  );
}
