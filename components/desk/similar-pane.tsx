import { useEffect, useState } from "react";
import { sayDay } from "@/lib/days";
import type { Likeness, Similar } from "@/lib/developments/similar";
import { sayStatus } from "@/lib/labels";
import { call } from "./call";

const pauseMs = 600;
const reasons = { source: "same source", title: "similar title", date: "same body, near date" };

/** Developments that may be the same, looked up while typing. */
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
          ? "Nothing looks the same so far."
          : `${found.length} ${found.length === 1 ? "development looks" : "developments look"} alike.`}
      </p>
      {found.map((similar) => (
        <article key={similar.id} className="similar">
          <p className="small faint">
            {[
              similar.slug === null ? "Not published yet" : null,
              similar.decidedOn && sayDay(similar.decidedOn, similar.datePrecision ?? "day"),
              similar.body,
              similar.status && sayStatus(similar.status),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <h3>
            <a
              href={similar.slug ? `/developments/${similar.slug}` : `/desk/developments/${similar.id}`}
              target="_blank"
              rel="noreferrer"
            >
              {similar.title || "Without a title yet"}
              <span className="vh"> (new tab)</span>
            </a>
          </h3>
          <p className="small need">{similar.because.map((reason) => reasons[reason]).join(", ")}</p>
        </article>
      ))}
    </section>
  );
}
