import { Braces } from "lucide-react";
import { SubscribeBox } from "@/components/subscriptions/subscribe-box";
import { type Filters, filterQuery, timelineHref } from "@/lib/developments/filters";
import { cursorOfYear, yearsOf } from "@/lib/developments/months";
import type { MonthCount } from "@/lib/developments/views";
import type { FormAction } from "@/lib/http/action";
import { MonthSquares } from "./month-squares";

/** Beside the list: its trend, a way to each year, and the same list for programs. */
export function ListMargin(props: {
  filters: Filters;
  months: MonthCount[];
  total: number;
  today: string;
  subscribe: FormAction;
}) {
  const { filters, months, total, today, subscribe } = props;
  const query = filterQuery(filters);
  const href = timelineHref(filters);
  const sort = filters.sort === "oldest" ? "oldest" : "newest";
  return (
    <aside className="side" aria-label="About this list">
      {total > 0 && (
        <figure className="note chart">
          <figcaption>
            <h2>{total === 1 ? "When it was decided" : `The trend of these ${total}`}</h2>
          </figcaption>
          <MonthSquares filters={filters} months={months} period="after" today={today} />
          <MonthSquares filters={filters} months={months} period="baseline" today={today} />
          <p className="small faint">
            Two scales on purpose: the periods were collected differently. Hatched: little collected after August 2026.
          </p>
        </figure>
      )}
      {total > 0 && filters.sort !== "relevance" && (
        <nav className="note" aria-label="Jump to a year">
          <h2>Jump to a year</h2>
          <p className="years">
            {yearsOf(months).map(({ year, n }) => (
              <a key={year} href={`${href}${query ? "&" : "?"}cursor=${cursorOfYear(year, sort)}`}>
                {year} <span className="faint">({n})</span>
              </a>
            ))}
          </p>
        </nav>
      )}
      <section className="note">
        <h2>Take it with you</h2>
        <p className="small">
          <a href={`/api/v1/developments${query ? `?${query}` : ""}`}>
            <Braces className="i" aria-hidden="true" /> This list as JSON
          </a>{" "}
          · <a href={`/data${query ? `?${query}` : ""}`}>as files</a>
        </p>
      </section>
      <SubscribeBox
        key={query}
        action={subscribe}
        filter={filterQuery({ ...filters, sort: "newest", asof: null })}
        view={query ? "what this list shows" : "all matters"}
      />
    </aside>
  );
}
