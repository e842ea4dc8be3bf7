import { useEffect, useState } from "react";
import { sayDay } from "@/lib/days";
import type { Likeness, Similar } from "@/lib/developments/similar";
import { sayStatus } from "@/lib/labels";
import { call } from "./call";

const pauseMs = 600;
const reasons = { source: "same source", title: "similar title", date: "same body, near date" };

/** Published developments that may be the same, looked up while typing. */
export function SimilarPane({ like }: { like: Likeness }) {
  const [found, setFound] = useState<Similar[]>([]);
  const asked = JSON.stringify(like);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await call<{ data: Similar[] }>("/api/desk/similar", JSON.parse(asked));
      if (!stale && answer.ok) setFound(answer.value.data);
    }, pauseMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return (
    <section>
      <h2 className="pane-h">Already on record?</h2>
      <p className="small soft" role="status">
        {found.length === 0
          ? "Nothing published looks the same so far."
          : `${found.length} published ${found.length === 1 ? "development looks" : "developments look"} alike.`}
      </p>
      {found.map((similar) => (
        <article key={similar.slug} className="similar">
          <p className="small faint">
            {sayDay(similar.decidedOn, similar.datePrecision)} · {similar.body} · {sayStatus(similar.status)}
          </p>
          <h3>
            <a href={`/developments/${similar.slug}`} target="_blank" rel="noreferrer">
              {similar.title}
              <span className="vh"> (new tab)</span>
            </a>
          </h3>
          <p className="small need">{similar.because.map((reason) => reasons[reason]).join(", ")}</p>
        </article>
      ))}
    </section>
  );
}
