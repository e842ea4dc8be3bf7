import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Participation } from "@/components/bodies/participation";
import { BodyShape } from "@/components/developments/glyphs";
import { Record } from "@/components/developments/record";
import { ReaderPage } from "@/components/layout/reader-page";
import { SubscribeBox } from "@/components/subscriptions/subscribe-box";
import { type BodyDetail, getBody } from "@/lib/bodies/queries";
import { dayIn } from "@/lib/days";
import { listConcerning } from "@/lib/developments/concerning";
import { filterQuery, noFilters, timelineHref } from "@/lib/developments/filters";
import { listDevelopments } from "@/lib/developments/timeline";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { publicContext, requestContext } from "@/lib/http/context";
import { sayBodyKind } from "@/lib/labels";
import { ask } from "../../subscribe/actions";

type Props = { params: Promise<{ slug: string }> };

const shownHere = 20;

async function load(slug: string): Promise<BodyDetail> {
  return getBody(publicContext(), slug).catch((error) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, description, slug } = await load((await params).slug);
  return { title: name, description, alternates: { canonical: `/bodies/${slug}` } };
}

export default async function BodyPage({ params }: Props) {
  const body = await load((await params).slug);
  const ctx = await requestContext();
  const filters = { ...noFilters, body: [body.slug] };
  const [decided, concerning] = await Promise.all([
    listDevelopments(ctx, filters, { limit: shownHere }),
    listConcerning(ctx, body.slug, shownHere),
  ]);
  return (
    <ReaderPage current="/bodies">
      <p className="crumb">
        <a href="/bodies">Bodies</a> › <a href={`/bodies#${body.kind}`}>{sayBodyKind(body.kind)}</a>
      </p>
      <div className="cols-2 bodypage">
        <div>
          <p className="dev-top">
            <span className="badge">
              <BodyShape kind={body.kind} /> {sayBodyKind(body.kind)}
            </span>
            {body.founded && <span>founded {body.founded}</span>}
            {body.seat && <span>{body.seat}</span>}
          </p>
          <h1>
            {body.name} {body.acronym && <span className="faint acronym">{body.acronym}</span>}
          </h1>
          {body.description && <p className="text soft">{body.description}</p>}
          <section className="section">
            <h2>The United States at this body</h2>
            <Participation
              stages={body.usParticipation}
              note={body.usParticipationNote}
              today={dayIn(env().timeZone, ctx.now)}
            />
          </section>
          <section className="section">
            <div className="sec-head">
              <h2>Decided here</h2>
              <span className="soft small">
                {decided.total} {decided.total === 1 ? "development" : "developments"}
              </span>
            </div>
            {decided.total > 0 ? (
              <Record rows={decided.data} sort="newest" />
            ) : (
              <p className="empty soft">Nothing decided by this body is on record yet.</p>
            )}
            {decided.total > shownHere && <a href={timelineHref(filters)}>All {decided.total} on the timeline</a>}
            {decided.total > 0 && (
              <p className="acts">
                <a href={`/impact/charts/developments-over-time?body=${body.slug}`}>Over time</a>
                <a href={`/impact/charts/directions-by-area?body=${body.slug}`}>By area and direction</a>
              </p>
            )}
          </section>
          {concerning.length > 0 && (
            <section className="section">
              <div className="sec-head">
                <h2>Decided elsewhere, concerning it</h2>
                <span className="soft small">
                  {concerning.length < shownHere ? concerning.length : `the latest ${shownHere}`}
                </span>
              </div>
              <Record rows={concerning} sort="newest" />
            </section>
          )}
        </div>
        <Margin body={body} />
      </div>
    </ReaderPage>
  );
}

function Margin({ body }: { body: BodyDetail }) {
  return (
    <aside className="side" aria-label="About this body">
      <SubscribeBox
        action={ask}
        filter={filterQuery({ body: [body.slug] })}
        view={`decisions of ${body.acronym ?? body.name}`}
      />
      {body.website && (
        <section className="note">
          <h2>Website</h2>
          <p className="small">
            <a href={body.website} rel="nofollow">
              {new URL(body.website).hostname.replace(/^www\./, "")}
            </a>
          </p>
        </section>
      )}
      {body.parent && (
        <section className="note">
          <h2>Part of</h2>
          <p className="small">
            <a href={`/bodies/${body.parent.slug}`}>{body.parent.name}</a>
          </p>
        </section>
      )}
      {body.parts.length > 0 && (
        <section className="note">
          <h2>Its parts on record</h2>
          <ul className="small plain-list">
            {body.parts.map((part) => (
              <li key={part.slug}>
                <a href={`/bodies/${part.slug}`}>{part.name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {body.nameInMemorandum && (
        <section className="note">
          <h2>Named in the memorandum</h2>
          <p className="small">
            as “{body.nameInMemorandum}”, one of <a href="/withdrawal">the 66</a>
          </p>
        </section>
      )}
      {body.exitRule && (
        <section className="note">
          <h2>How a member leaves</h2>
          <p className="small soft">{body.exitRule.rule ?? "The rule was not found."}</p>
          {body.exitRule.noticePeriod && <p className="small soft">Notice: {body.exitRule.noticePeriod}</p>}
          {body.exitRule.sourceUrl && (
            <p className="small">
              <a href={body.exitRule.sourceUrl} rel="nofollow">
                Source of the rule
              </a>
            </p>
          )}
        </section>
      )}
      <p className="small faint note">
        Founding year, seat and description are general knowledge without a source each.
      </p>
    </aside>
  );
}
