import { Day } from "@/components/ui/day";
import type { DevelopmentDetail } from "@/lib/developments/views";
import { sayRole, sayStatus } from "@/lib/labels";
import { BodyBadge } from "./glyphs";

/** What a development stands in a relation to: other stages, actors, bodies. */

/** The other stages of the same decision, where they are on record. */
export function Stages({ development: { carriesForward, carriedForwardBy } }: { development: DevelopmentDetail }) {
  const lists = [
    { title: "Carries forward", stages: carriesForward },
    { title: "Carried forward by", stages: carriedForwardBy },
  ].filter(({ stages }) => stages.length > 0);
  if (lists.length === 0) return null;
  return (
    <section className="min sec">
      <h2>Stages</h2>
      <dl className="roles">
        {lists.map(({ title, stages }) => (
          <div key={title} style={{ display: "contents" }}>
            <dt>{title}</dt>
            <dd>
              {stages.map(({ slug, title, decidedOn, datePrecision, status }) => (
                <p key={slug}>
                  <a href={`/developments/${slug}`}>{title}</a>{" "}
                  <span className="small faint">
                    <Day value={decidedOn} precision={datePrecision} />, {sayStatus(status).toLowerCase()}
                  </span>
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Named({ development: { actors, affectedBodies } }: { development: DevelopmentDetail }) {
  const roles = [...new Set(actors.map((actor) => actor.role))];
  return (
    <section className="min sec">
      <h2>Who is named</h2>
      <dl className="roles">
        {roles.map((role) => (
          <div key={role} style={{ display: "contents" }}>
            <dt>{sayRole(role)}</dt>
            <dd>
              {actors
                .filter((actor) => actor.role === role)
                .map((actor, index) => (
                  <span key={actor.slug}>
                    {index > 0 && ", "}
                    <a href={`/timeline?actor=${actor.slug}`}>{actor.name}</a>
                  </span>
                ))}
            </dd>
          </div>
        ))}
        {affectedBodies.length > 0 && (
          <>
            <dt>Bodies concerned</dt>
            <dd className="many">
              {affectedBodies.map((body) => (
                <span key={body.slug}>
                  <BodyBadge body={body} />{" "}
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
