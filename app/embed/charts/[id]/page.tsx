import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Rules } from "@/components/charts/chart-figure";
import { Drawing, hasTwin, TableTwin } from "@/components/charts/drawing";
import { Misunderstood } from "@/components/ui/misunderstood";
import { chartHref } from "@/lib/charts/address";
import { findChart } from "@/lib/charts/catalogue";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { sayHeading } from "@/lib/charts/heading";
import { readChartQuery } from "@/lib/charts/query";
import { sayDay } from "@/lib/days";
import { requestContext } from "@/lib/http/context";
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
  const ctx = await requestContext();
  const query = await readQuery(searchParams);
  const { errors, ...asked } = await readChartQuery(ctx, chart, query, ["compare"]);
  const { compared, errors: wrong } = await readCompare(ctx, chart, asked.filters, query.get("compare"));
  const answer = await getCompared(ctx, chart, asked, compared);
  return (
    <main id="main" className="embed">
      <h1 className="vh">A chart of Plenary</h1>
      <Misunderstood errors={{ ...errors, ...wrong }} />
      <figure className="chart">
        <figcaption>
          <h2>{sayHeading(answer)}</h2>
          <p>{answer.subtitle}</p>
        </figcaption>
        <Drawing answer={answer} />
        <Rules answer={answer} />
        {hasTwin(answer) && (
          <details className="small table-twin">
            <summary>The same as a table</summary>
            <TableTwin answer={answer} />
          </details>
        )}
      </figure>
      <p className="embed-source">
        <a href={chartHref(answer)} target="_blank" rel="noopener">
          Plenary: the table, the records and their sources
        </a>
        <span className="soft">As known on {sayDay(answer.asOf)}</span>
      </p>
    </main>
  );
}
