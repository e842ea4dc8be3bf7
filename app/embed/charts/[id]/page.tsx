import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Rule } from "@/components/charts/chart-figure";
import { Drawing, TableTwin } from "@/components/charts/drawing";
import { Misunderstood } from "@/components/ui/misunderstood";
import { chartHref } from "@/lib/charts/address";
import { findChart } from "@/lib/charts/catalogue";
import { getChart } from "@/lib/charts/get";
import { readChartQuery } from "@/lib/charts/query";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const chart = findChart((await params).id);
  return { title: chart?.title, robots: { index: false } };
}

/** A chart for other people's pages: complete by itself, with the way back to its records. */
export default async function EmbedPage({ params, searchParams }: Props) {
  const chart = findChart((await params).id);
  if (!chart) notFound();
  const ctx = publicContext();
  const { errors, ...asked } = await readChartQuery(ctx, chart, await readQuery(searchParams), ["compare"]);
  const answer = await getChart(ctx, chart, asked);
  return (
    <main id="main" className="embed">
      <h1 className="vh">A chart of Plenary</h1>
      <Misunderstood errors={errors} />
      <figure className="chart">
        <figcaption>
          <h2>{answer.filtersInWords ? `${answer.title}: ${answer.filtersInWords}` : answer.title}</h2>
          <p>{answer.subtitle}</p>
        </figcaption>
        <Drawing answer={answer} />
        <Rule answer={answer} />
        {answer.form !== "matrix" && answer.series.length > 0 && (
          <details className="small table-twin">
            <summary>The same as a table</summary>
            <TableTwin answer={answer} />
          </details>
        )}
      </figure>
      <p className="acts">
        <a href={chartHref(answer)} target="_blank" rel="noopener">
          Plenary: the table, the records and their sources
        </a>
      </p>
    </main>
  );
}
