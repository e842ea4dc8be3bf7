import type { Metadata } from "next";
import { BodyBadge, BodyShape } from "@/components/developments/glyphs";
import { ReaderPage } from "@/components/layout/reader-page";
import { Day } from "@/components/ui/day";
import { Misunderstood } from "@/components/ui/misunderstood";
import { bodyKinds } from "@/db/vocabulary";
import type { BodyView } from "@/lib/bodies/queries";
import { bodiesHref, findBodies, readBodyFilters, type StageGroup } from "@/lib/bodies/stages";
import { sayFilters } from "@/lib/charts/say-filters";
import { dayIn } from "@/lib/days";
import { noFilters } from "@/lib/developments/filters";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sayBodyKind, sayStage } from "@/lib/labels";

export const metadata: Metadata = {
  title: "Bodies",
  description: "The bodies whose decisions are on record, by kind, with the stage of the United States at each.",
  alternates: { canonical: "/bodies" },
};

const groups: Record<StageGroup, string> = {
  moved: "where a stage of the United States moved",
  standing: "of which only membership or its absence is on record",
  none: "without a stage on record",
};

export default async function BodiesPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = publicContext();
  const today = dayIn(env().timeZone, ctx.now);
  const { filters, errors } = await readBodyFilters(ctx, await readQuery(searchParams));
  const bodies = await findBodies(ctx, filters);
  const { stages, ...others } = filters;
  const some = bodiesHref(filters) !== "/bodies";
  const chosen = await sayFilters(ctx, { ...noFilters, ...others });
  const kinds = bodyKinds
    .map((kind) => ({ kind, of: bodies.filter((body) => body.kind === kind) }))
    .filter(({ of }) => of.length > 0);
  return (
    <ReaderPage current="/bodies">
      <Misunderstood errors={errors} />
      <h1>{some ? `${bodies.length} ${bodies.length === 1 ? "body" : "bodies"}` : "Bodies"}</h1>
      {some && (
        <p>
          {[stages && groups[stages], chosen].filter(Boolean).join("; ")}. <a href="/bodies">All bodies</a>
        </p>
      )}
      <p className="text soft">
        {!some && `${bodies.length} bodies that decide, or stand for comparison. `}“US absent” is never said of all at
        once: each body has its own stage and date, or none.
      </p>
      <nav className="kinds" aria-label="Kinds of body">
        {kinds.map(({ kind, of }) => (
          <a key={kind} className="badge" href={`#${kind}`}>
            <BodyShape kind={kind} /> {sayBodyKind(kind)} ({of.length})
          </a>
        ))}
      </nav>
      {kinds.map(({ kind, of }) => (
        <section key={kind} className="section" id={kind}>
          <h2>{sayBodyKind(kind)}</h2>
          <table className="tbl-stack bodies">
            <thead>
              <tr>
                <th scope="col">Body</th>
                <th scope="col">United States</th>
                <th scope="col" className="r">
                  On record
                </th>
                <th scope="col">Latest</th>
              </tr>
            </thead>
            <tbody>
              {of.map((body) => (
                <Row key={body.slug} body={body} today={today} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </ReaderPage>
  );
}

function Row({ body, today }: { body: BodyView; today: string }) {
  const last = body.usParticipation.at(-1);
  return (
    <tr>
      <th scope="row">
        <BodyBadge body={body} full /> {body.acronym && <span className="faint">{body.acronym}</span>}
        {body.onWithdrawalList && (
          <>
            {" "}
            <a className="small" href="/withdrawal?view=internet">
              one of the 66
            </a>
          </>
        )}
      </th>
      <td className={last ? undefined : "z"} data-l="United States:">
        {last ? (
          <>
            {sayStage(last.stage)}
            {last.date && (
              <>
                , <Day value={last.date} precision={last.datePrecision} />
                {last.date > today && " (scheduled)"}
              </>
            )}
          </>
        ) : (
          (body.usParticipationNote ?? "not known")
        )}
      </td>
      <td className={body.developmentCount ? "r" : "r z empty-cell"} data-l="On record:">
        {body.developmentCount ? <a href={`/timeline?body=${body.slug}`}>{body.developmentCount}</a> : "none"}
      </td>
      <td className={body.latestOn ? undefined : "z empty-cell"} data-l="Latest:">
        {body.latestOn ? <Day value={body.latestOn} precision="month" /> : "–"}
      </td>
    </tr>
  );
}
