import type { WatchedSource } from "@/lib/sources/queries";

/** The pages to look at, by how often they usually change. */
export function WatchList({ sources }: { sources: WatchedSource[] }) {
  const gaps = new Map<number | null, WatchedSource[]>();
  for (const source of sources) gaps.set(source.usualGapDays, [...(gaps.get(source.usualGapDays) ?? []), source]);
  return (
    <section aria-labelledby="watch">
      <h2 className="pane-h" id="watch">
        Watch list
      </h2>
      <p className="small soft">
        {sources.length} pages, by how often they usually change. The gaps are guesses.{" "}
        <a href="/desk/inbox">Mark what you checked</a>
      </p>
      {[...gaps].map(([gap, pages]) => (
        <details key={gap} className="watch">
          <summary>
            <b>{sayGap(gap)}</b>
            <span className="num">{pages.length}</span>
            <span className="soft">
              {[...new Set(pages.map((page) => page.body))].slice(0, 2).join(", ")}
              {new Set(pages.map((page) => page.body)).size > 2 && " ..."}
            </span>
          </summary>
          <ul className="small">
            {pages.map((page) => (
              <li key={page.url}>
                <a href={page.url} rel="noreferrer nofollow" target="_blank">
                  {page.name}
                  <span className="vh"> (new tab)</span>
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function sayGap(days: number | null): string {
  if (days === null) return "not known";
  return days === 1 ? "every day" : `${days} days`;
}
