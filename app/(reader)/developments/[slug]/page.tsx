import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { BodyBadge } from "@/components/developments/glyphs";
import { ImpactTable } from "@/components/developments/impact-table";
import { AboutTheRecord, Sources } from "@/components/developments/provenance";
import { Named, Stages } from "@/components/developments/relations";
import { StatusTrack } from "@/components/developments/status-track";
import { ReaderPage } from "@/components/layout/reader-page";
import { Day, Since } from "@/components/ui/day";
import { Markdown } from "@/components/ui/markdown";
import { sayDay } from "@/lib/days";
import { findFirstKnown, getDevelopment } from "@/lib/developments/detail";
import { parseFilters } from "@/lib/developments/parse-filters";
import type { DevelopmentDetail } from "@/lib/developments/views";
import { type FieldErrors, NotFound } from "@/lib/errors";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sayForm, sayType } from "@/lib/labels";

type Props = { params: Promise<{ slug: string }>; searchParams: PageQuery };

type Known = { kind: "known"; development: DevelopmentDetail; asof: string | null; errors: FieldErrors };
type Later = { kind: "later"; slug: string; since: Date; asof: string | null };

async function load({ params, searchParams }: Props): Promise<Known | Later> {
  const { slug } = await params;
  const { filters, errors } = parseFilters(await readQuery(searchParams));
  const ctx = await requestContext();
  const development = await getDevelopment(ctx, slug, filters.asof).catch((error) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (development?.mergedInto && filters.asof === null) permanentRedirect(`/developments/${development.mergedInto}`);
  if (development) return { kind: "known", development, asof: filters.asof, errors };
  // Known now, but not yet on that day.
  const since = filters.asof ? await findFirstKnown(ctx, slug) : null;
  if (!since) notFound();
  return { kind: "later", slug, since, asof: filters.asof };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const found = await load(props);
  if (found.kind === "later") return { title: "Not known then", robots: { index: false } };
  const { title, lead, slug } = found.development;
  return {
    title,
    description: lead,
    alternates: { canonical: `/developments/${slug}` },
    robots: found.asof ? { index: false } : undefined,
    openGraph: { title, description: lead, type: "article" },
  };
}

export default async function DevelopmentPage(props: Props) {
  const found = await load(props);
  if (found.kind === "later") {
    return (
      <ReaderPage>
        <h1>Not known then</h1>
        <p className="text soft">
          On {found.asof && sayDay(found.asof)} this development was not in the record. It is known here since{" "}
          <Since at={found.since} />. <a href={`/developments/${found.slug}`}>What is known now</a>
        </p>
      </ReaderPage>
    );
  }
  const { development, asof, errors } = found;
  const { decidedOn, datePrecision } = development;
  return (
    <ReaderPage>
      <p className="crumb">
        <a href="/timeline">Timeline</a> › <a href={`/bodies/${development.body.slug}`}>{development.body.name}</a>
      </p>
      {Object.values(errors).map((text) => (
        <p key={text} className="msg notice">
          {text}
        </p>
      ))}
      {asof && (
        <p className="msg notice">
          As known on {sayDay(asof)}: revision {development.revision.number}.{" "}
          <a href={`/developments/${development.slug}`}>What is known now</a>
        </p>
      )}
      {development.retractedBecause !== null && (
        <div className="msg err notice" role="note">
          <p>
            <b>Retracted.</b> This page stays so that links to it still explain themselves; it is in no list or count.
          </p>
          <Markdown text={development.retractedBecause} className="small" />
        </div>
      )}
      <div className="cols-2 devpage">
        <article className="minutes">
          <header className="min">
            <p className="bigday" aria-hidden="true">
              {datePrecision === "day" && <b>{Number(decidedOn.slice(8))}</b>}
              {datePrecision === "day" ? sayDay(decidedOn).replace(/^\d+ /, "") : sayDay(decidedOn, datePrecision)}
            </p>
            <div>
              <p className="dev-top">
                <BodyBadge body={development.body} />
                {development.type && <span>{sayType(development.type)}</span>}
                {development.form && <span>{sayForm(development.form)} arrangement</span>}
                {development.scope === "comparison" && <span>comparison case, in no chart on impact</span>}
                {development.link !== "none" && (
                  <span className={development.link === "direct" ? "linked" : "linked pl"}>
                    {development.link} link to the withdrawal
                  </span>
                )}
              </p>
              <h1 dir="auto">{development.title}</h1>
              <Facts development={development} />
              <h2 className="vh">Status</h2>
              <StatusTrack {...development} />
              <section className="summary" aria-label="Summary">
                {development.summary ? (
                  <Markdown text={development.summary} />
                ) : (
                  <p className="text faint">No summary has been written yet.</p>
                )}
              </section>
            </div>
          </header>
          <section className="min sec">
            <h2>Impact</h2>
            <div>
              {development.impacts.length > 0 ? (
                <>
                  <p className="small soft">
                    Direction is an opinion with a name: the effect on an open, free and global internet. Areas are
                    never added up.
                  </p>
                  <ImpactTable development={development} />
                </>
              ) : (
                <p className="soft">No impact area has been named.</p>
              )}
            </div>
          </section>
          <Stages development={development} />
          {development.merged.length > 0 && (
            <section className="min sec">
              <h2>Merged into this</h2>
              <ul className="plain-list">
                {development.merged.map(({ slug, title }) => (
                  <li key={slug}>
                    <a href={`/developments/${slug}/history`}>{title}</a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {(development.actors.length > 0 || development.affectedBodies.length > 0) && (
            <Named development={development} />
          )}
        </article>
        <Sources development={development} />
        <div className="minutes rest">
          <AboutTheRecord development={development} />
        </div>
      </div>
    </ReaderPage>
  );
}

function Facts({ development }: { development: DevelopmentDetail }) {
  const { decidedOn, datePrecision, takesEffectOn, firstKnownAt } = development;
  return (
    <dl className="facts">
      <div>
        <dt>Decided</dt>
        <dd>
          <Day value={decidedOn} precision={datePrecision} />
        </dd>
      </div>
      <div>
        <dt>Takes effect</dt>
        <dd>{takesEffectOn ? <Day value={takesEffectOn} /> : <i className="faint">not known</i>}</dd>
      </div>
      <div>
        <dt>Known here since</dt>
        <dd>
          <Since at={firstKnownAt} />
        </dd>
      </div>
    </dl>
  );
}
