import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isEmpty } from "@/components/charts/beside";
import { ChangedSince } from "@/components/charts/changed";
import { ChartFigure, Rule } from "@/components/charts/chart-figure";
import { Controls } from "@/components/charts/controls";
import { Drawing, hasTwin, TableTwin } from "@/components/charts/drawing";
import { Explore } from "@/components/charts/explore";
import { Listed } from "@/components/charts/listed";
import { TakeAlong } from "@/components/charts/take-along";
import { ReaderPage } from "@/components/layout/reader-page";
import { Misunderstood } from "@/components/ui/misunderstood";
import { apiHref, chartHref, fileHref, frozen } from "@/lib/charts/address";
import { findChart } from "@/lib/charts/catalogue";
import { listChangedSince } from "@/lib/charts/changed-since";
import { citeChart } from "@/lib/charts/cite";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { inScope } from "@/lib/charts/frame";
import { isTimeless } from "@/lib/charts/get";
import { sayHeading } from "@/lib/charts/heading";
import { readChartQuery } from "@/lib/charts/query";
import { dayIn } from "@/lib/days";
import { listFacets } from "@/lib/developments/facets";
import { env } from "@/lib/env";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

async function load({ params, searchParams }: Props) {
  const chart = findChart((await params).id);
  if (!chart) notFound();
  const ctx = await requestContext();
  const query = await readQuery(searchParams);
  const { errors, ...asked } = await readChartQuery(ctx, chart, query, ["compare"]);
  const { compared, errors: wrong } = await readCompare(ctx, chart, asked.filters, query.get("compare"));
  return { ctx, chart, asked, compared, errors: { ...errors, ...wrong } };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { chart, asked, compared } = await load(props);
  const { id, title, question } = chart;
  const address = { id, ...asked, compare: compared && `${compared.word}:${compared.value}` };
  const picture = { url: fileHref(address, "share.png"), width: 1200, height: 630, alt: title };
  const oembed = new URLSearchParams({ url: `${env().baseUrl}${chartHref(address)}` });
  return {
    title,
    description: question,
    alternates: {
      canonical: chartHref(address),
      types: { "application/json+oembed": `/api/oembed?${oembed}` },
    },
    openGraph: { title, description: question, images: [picture] },
    twitter: { card: "summary_large_image" },
  };
}

export default async function ChartPage(props: Props) {
  const { ctx, chart, asked, compared, errors } = await load(props);
  const { filters } = asked;
  const [answer, facets, changed] = await Promise.all([
    getCompared(ctx, chart, asked, compared),
    // As many as the chart then shows.
    listFacets(ctx, inScope(filters)),
    listChangedSince(ctx, inScope(filters)),
  ]);
  const { beside, compare = null } = answer;
  return (
    <ReaderPage current="/impact">
      <p className="crumb">
        <a href="/impact">Impact</a> › <a href="/impact/charts">Charts</a>
      </p>
      <h1>{chart.title}</h1>
      <p className="text soft">{chart.question}</p>
      <Misunderstood errors={errors} />
      <Controls
        chart={chart}
        asked={{ id: chart.id, ...asked, compare }}
        comparedWith={beside?.names[1]}
        facets={facets.facets}
        counted={facets.total === answer.total.n}
        today={dayIn(env().timeZone, ctx.now)}
      />
      <div className="section-top">
        {answer.form === "list" && !beside ? (
          <>
            <Listed answer={answer} />
            <Rule answer={answer} />
          </>
        ) : (
          <ChartFigure answer={answer} heading={sayHeading(answer)}>
            <Drawing answer={answer} />
            {answer.per && answer.form !== "list" && !isEmpty(answer) && (
              <Explore json={beside ? fileHref(answer, "data.json") : apiHref(answer)} />
            )}
          </ChartFigure>
        )}
      </div>
      {hasTwin(answer) && (
        <section className="section">
          <h2>The same as a table</h2>
          <TableTwin answer={answer} />
        </section>
      )}
      {filters.asof && !isTimeless(chart.id) && <ChangedSince asof={filters.asof} {...changed} />}
      <section className="section" id="take-along">
        <h2>Take it along</h2>
        <TakeAlong answer={answer} site={env().baseUrl} cited={citeChart(answer, env().baseUrl)} />
        {filters.asof === null && (
          <p className="small">
            <a href={chartHref(frozen(answer))}>This chart as known at the end of today</a>: from tomorrow on it stays
            as it is at that address.
          </p>
        )}
      </section>
    </ReaderPage>
  );
}
