import type { Changed, ChangedSince as Since } from "@/lib/charts/changed-since";
import { sayDay } from "@/lib/days";
import { blindWords } from "@/lib/developments/blind-words";

const words: Record<Changed["how"], string> = { added: "added", left: "left the list", changed: "changed" };

/** What makes the picture of a past day differ from today's. */
export function ChangedSince({ asof, changes, total, isBlind }: Since & { asof: string }) {
  return (
    <section className="section">
      <h2>What changed since {sayDay(asof)}</h2>
      {total === 0 ? (
        <p className="soft">{isBlind ? blindWords : "Nothing in this list: the chart of today is the same."}</p>
      ) : (
        <>
          <ul className="plain-list changed-list">
            {changes.map(({ slug, title, how }) => (
              <li key={slug}>
                <span className="faint small">{words[how]}</span> <a href={`/developments/${slug}`}>{title}</a>
              </li>
            ))}
          </ul>
          {total > changes.length && (
            <p className="small soft">
              {changes.length} of {total} are named here; the rest is in the data of both days.
            </p>
          )}
        </>
      )}
    </section>
  );
}
