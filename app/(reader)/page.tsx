import type { Metadata } from "next";
import { Agenda } from "@/components/developments/agenda";
import { OverviewChart } from "@/components/developments/overview-chart";
import { OverviewMargin } from "@/components/developments/overview-margin";
import { Record } from "@/components/developments/record";
import { ReaderPage } from "@/components/layout/reader-page";
import { SubscribeBox } from "@/components/subscriptions/subscribe-box";
import { Day } from "@/components/ui/day";
import { dayIn, sayDay, saySpan } from "@/lib/days";
import { listFacets } from "@/lib/developments/facets";
import { noFilters, timelineHref } from "@/lib/developments/filters";
import { getOverview, type Overview } from "@/lib/developments/overview";
import { env } from "@/lib/env";
import { requestContext } from "@/lib/http/context";
import { listComingMilestones } from "@/lib/milestones/queries";
import { ask } from "./subscribe/actions";

export const metadata: Metadata = { alternates: { canonical: "/" } };

const datesShown = 5;

export default async function OverviewPage() {
  const ctx = await requestContext();
  const today = dayIn(env().timeZone, ctx.now);
  const [overview, facets, milestones] = await Promise.all([
    getOverview(ctx),
    listFacets(ctx, noFilters),
    listComingMilestones(ctx, today),
  ]);
  return (
    <ReaderPage current="/">
      <div className="front">
        <div>
          <h1>What internet-governance bodies decide after the US withdrawal of 7 January 2026</h1>
          <p className="text soft">
            A public record, kept in the open: one entry for each dated, sourced decision, the areas it affects, and the
            pages that show it. <a href="/about">How it is kept</a>
          </p>
          <Week overview={overview} />
          <Figures figures={overview.figures} />
        </div>
        <section className="front-side" aria-labelledby="ahead">
          <h2 id="ahead">Dates ahead</h2>
          <Agenda milestones={milestones.slice(0, datesShown)} today={today} />
          {milestones.length > datesShown && (
            <details className="small table-twin">
              <summary>All {milestones.length} coming dates</summary>
              <Agenda milestones={milestones.slice(datesShown)} today={today} />
            </details>
          )}
        </section>
      </div>
      <OverviewChart months={overview.months} today={today} />
      <section className="section latest">
        <div className="cols-2">
          <div>
            <div className="sec-head">
              <h2>Latest on record</h2>
              <a href="/timeline">The whole timeline</a>
            </div>
            <Record rows={overview.latest} months={overview.months} sort="newest" />
          </div>
          <div>
            <OverviewMargin areas={facets.facets.area} />
            <SubscribeBox action={ask} filter="" view="all matters" />
          </div>
        </div>
      </section>
    </ReaderPage>
  );
}

function Week({ overview: { week, latest, figures } }: { overview: Overview }) {
  const newest = latest.find((row) => row.datePrecision === "day");
  const n = week.decided.length;
  return (
    <section className="week" aria-labelledby="week">
      <h2 id="week">
        <span className="faint">{saySpan(week.from, week.to)}.</span>{" "}
        {n === 0 ? "Nothing decided is on record." : `${n} ${n === 1 ? "decision" : "decisions"} on record.`}
      </h2>
      {n > 0 && (
        <ul className="plain-list">
          {week.decided.map((row) => (
            <li key={row.id}>
              <a href={`/developments/${row.slug}`}>{row.title}</a>{" "}
              <span className="faint small">
                {row.body.shortName}, <Day value={row.decidedOn} precision={row.datePrecision} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text soft">
        {week.published > 0 &&
          `${week.published} ${week.published === 1 ? "development was" : "developments were"} published here in these days. `}
        {n === 0 && newest && (
          <>
            The latest entry is of <a href={`/developments/${newest.slug}`}>{sayDay(newest.decidedOn)}</a>.{" "}
          </>
        )}
        Little was collected after August 2026, so a quiet week here does not mean quiet bodies; {figures.watched} pages
        are on the watch list.
      </p>
    </section>
  );
}

function Figures({ figures }: { figures: Overview["figures"] }) {
  return (
    <ul className="figures" aria-label="Headline figures">
      <li>
        <a href="/timeline">
          <b>{figures.published}</b>
          <span>published developments, each with its sources</span>
        </a>
      </li>
      <li>
        <a href={timelineHref({ ...noFilters, period: ["after"] })}>
          <b>{figures.after}</b>
          <span>of them decided since 7 January 2026</span>
        </a>
      </li>
      <li>
        <a href={timelineHref({ ...noFilters, period: ["after"], link: ["direct"] })}>
          <b>
            {figures.direct} <small>of {figures.after}</small>
          </b>
          <span>carry out or expressly answer the memorandum; {figures.plausible} more have a plausible link</span>
        </a>
      </li>
      <li>
        <a href="/withdrawal?view=internet">
          <b>
            {figures.internetRelated} <small>of {figures.entries}</small>
          </b>
          <span>bodies on the withdrawal list do internet work; {figures.directMandate} of them as their mandate</span>
        </a>
      </li>
    </ul>
  );
}
