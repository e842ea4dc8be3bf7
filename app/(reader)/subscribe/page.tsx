import { BookOpen, Rss } from "lucide-react";
import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { Chooser } from "@/components/subscriptions/chooser";
import { Misunderstood } from "@/components/ui/misunderstood";
import { unrecorded } from "@/db/vocabulary";
import { listFacets } from "@/lib/developments/facets";
import { filterQuery, noFilters } from "@/lib/developments/filters";
import { findLastIssue } from "@/lib/digests/archive";
import { getDryRun } from "@/lib/digests/dry-run";
import { getSendHour } from "@/lib/digests/due";
import { listAudiences } from "@/lib/digests/views";
import { env } from "@/lib/env";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { readLasting } from "@/lib/subscriptions/filter";
import { ask, preview } from "./actions";

export const metadata: Metadata = {
  title: "Subscribe",
  description:
    "A letter on Mondays: the developments in internet governance that were published here in the week, each with its sources.",
  alternates: { canonical: "/subscribe" },
};

export default async function SubscribePage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requestContext();
  const { timeZone } = env();
  const { filters, errors } = await readLasting(ctx, await readQuery(searchParams));
  const [run, audiences, facets, last, hour] = await Promise.all([
    getDryRun(ctx, filters, timeZone),
    listAudiences(ctx.db),
    listFacets(ctx, noFilters),
    findLastIssue(ctx.db),
    getSendHour(ctx.db),
  ]);
  return (
    <ReaderPage>
      <div className="cols-2 narrow-first">
        <div>
          <h1>A letter on Mondays</h1>
          <p className="text soft">
            The developments in internet governance that were published here in the week, each with its sources. A quiet
            week says so, and says what was checked.
          </p>
          <Misunderstood errors={errors} />
          <Chooser
            action={ask}
            preview={preview}
            filter={filterQuery(filters)}
            audiences={audiences}
            areas={facets.facets.area.filter(({ value }) => value !== unrecorded)}
            bodies={facets.facets.body}
            run={run}
          />
        </div>
        <aside className="side" aria-label="Other ways">
          <section className="note">
            <h2>How it is sent</h2>
            <ul className="small soft plain-list">
              <li>
                Mondays at {hour}:00 ({timeZone}), for the week that closed on Sunday.
              </li>
              <li>Each issue once. No pictures, no counting of opens or clicks.</li>
              <li>Each letter has a link to leave, and a button for it where your mail program shows one.</li>
            </ul>
          </section>
          <section className="note">
            <h2>Without an address</h2>
            <ul className="acts column">
              <li>
                <a href="/feeds/digests.atom">
                  <Rss className="i" aria-hidden="true" />
                  The same as a feed
                </a>
              </li>
              <li>
                <a href={last ? `/digests/${last.week}` : "/digests"}>
                  <BookOpen className="i" aria-hidden="true" />
                  Read a past week
                </a>
              </li>
            </ul>
          </section>
        </aside>
      </div>
    </ReaderPage>
  );
}
