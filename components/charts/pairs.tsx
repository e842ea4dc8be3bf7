import { Day } from "@/components/ui/day";
import type { ActOnRecord } from "@/lib/charts/like-with-like";

/** The same act, twice. */
export function Pairs({ pairs }: { pairs: { title: string; acts: ActOnRecord[] }[] }) {
  return (
    <div className="pairs">
      {pairs.map(({ title, acts }) => (
        <article key={title} className="pair">
          <h3>{title}</h3>
          <dl>
            {acts.map(({ slug, said, rest, squares, decidedOn, datePrecision }, index) => (
              <div key={slug} style={{ display: "contents" }}>
                <dt>
                  <Day value={decidedOn} precision={datePrecision} />
                </dt>
                <dd>
                  {squares && (
                    <span className="squares" aria-hidden="true">
                      {Array.from({ length: squares.n }, (_, place) => (
                        <i key={place} className={index > 0 ? "d" : "g"} />
                      ))}
                      {Array.from({ length: squares.hollow ?? 0 }, (_, place) => (
                        <i key={place} className="o" />
                      ))}
                    </span>
                  )}
                  <a href={`/developments/${slug}`}>{said}</a>
                  {rest}
                </dd>
              </div>
            ))}
          </dl>
        </article>
      ))}
    </div>
  );
}
