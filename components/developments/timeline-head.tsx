import { Mail, X } from "lucide-react";
import { Misunderstood } from "@/components/ui/misunderstood";
import { sayDay } from "@/lib/days";
import {
  type Filters,
  filterQuery,
  type ManyWord,
  manyWords,
  noFilters,
  type sorts,
  toggled,
} from "@/lib/developments/filters";
import type { Facets } from "@/lib/developments/views";
import type { FieldErrors } from "@/lib/errors";
import { type Refine, RefineLink } from "./refine-link";

const sortLabels: Record<(typeof sorts)[number], string> = {
  newest: "newest first",
  oldest: "oldest first",
  relevance: "best match",
};

/** What the list holds, in words that can be taken away one by one. */
export function TimelineHead(props: {
  filters: Filters;
  facets: Facets;
  total: number;
  errors: FieldErrors;
  refine: Refine;
}) {
  const { filters, facets, total, errors, refine } = props;
  const words = chosenWords(filters, facets);
  const letter = filterQuery({ ...filters, sort: "newest", asof: null });
  const ways = (Object.keys(sortLabels) as (keyof typeof sortLabels)[]).filter(
    (way) => way !== "relevance" || filters.q,
  );
  return (
    <div className="tl-head" id="list-head">
      <Misunderstood errors={errors} />
      <div className="chosen">
        <h1>Timeline</h1>
        <span className="tl-n" aria-live="polite">
          <b className="num">{total}</b> {total === 1 ? "development" : "developments"}
          {filters.asof && ` as known on ${sayDay(filters.asof)}`}
        </span>
        {words.map(({ key, label, to }) => (
          <RefineLink key={key} className="word" to={to} refine={refine}>
            {label} <X className="i" aria-hidden="true" />
            <span className="vh">Remove this filter</span>
          </RefineLink>
        ))}
        {words.length > 1 && (
          <RefineLink to={noFilters} refine={refine} className="small">
            Clear all
          </RefineLink>
        )}
        <a className="small" href={`/subscribe${letter ? `?${letter}` : ""}`}>
          <Mail className="i" aria-hidden="true" /> By mail<span className="vh">: this list each Monday</span>
        </a>
        <span className="sort">
          <span className="seg mini density js-only">
            <label>
              <input type="radio" name="density" value="summaries" defaultChecked />
              Summaries
            </label>
            <label>
              <input type="radio" name="density" value="titles" />
              Titles
            </label>
          </span>
          <span className="seg mini">
            {ways.map((way) => (
              <RefineLink
                key={way}
                to={{ ...filters, sort: way }}
                refine={refine}
                aria-current={filters.sort === way ? "true" : undefined}
              >
                {sortLabels[way]}
              </RefineLink>
            ))}
          </span>
        </span>
      </div>
    </div>
  );
}

function chosenWords(filters: Filters, { facets }: Facets): { key: string; label: string; to: Filters }[] {
  const label = (word: ManyWord, value: string) => facets[word].find((facet) => facet.value === value)?.label ?? value;
  const many = manyWords.flatMap((word) =>
    filters[word].map((value: string) => ({
      key: `${word} ${value}`,
      label: label(word, value),
      to: toggled(filters, word, value),
    })),
  );
  const { q, from, to, asof } = filters;
  return [
    ...(q ? [{ key: "q", label: `“${q}”`, to: { ...filters, q: null, sort: "newest" as const } }] : []),
    ...many,
    ...(from ? [{ key: "from", label: `from ${sayDay(from)}`, to: { ...filters, from: null } }] : []),
    ...(to ? [{ key: "to", label: `to ${sayDay(to)}`, to: { ...filters, to: null } }] : []),
    ...(asof ? [{ key: "asof", label: `as known on ${sayDay(asof)}`, to: { ...filters, asof: null } }] : []),
  ];
}
