import { Download } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ReaderPage } from "@/components/layout/reader-page";
import { Misunderstood } from "@/components/ui/misunderstood";
import { sayFilters } from "@/lib/charts/say-filters";
import { countDevelopments } from "@/lib/developments/counts";
import { type ExportFile, exportFiles } from "@/lib/developments/export-files";
import { filterQuery, filterWords, timelineHref } from "@/lib/developments/filters";
import { readFilters } from "@/lib/developments/query";
import { env } from "@/lib/env";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

export const metadata: Metadata = {
  title: "Data",
  description: "The whole record as CSV and JSON, and the addresses by which programs read it.",
  alternates: { canonical: "/data" },
};

const holds: Record<ExportFile, string> = {
  "developments.csv": "One line for each development, with its body, areas, actors and the addresses of its sources.",
  "impacts.csv": "One line for each development and area: direction, median, range and number of scorers.",
  "developments.json": "The same whole: sources with title and publisher, actors with their roles, impacts, notes.",
};

const addresses: [path: string, says: string][] = [
  ["/api/v1/developments", "a list: data, total, and next, the cursor of the next page; limit up to 200"],
  ["/api/v1/developments/{slug}", "one development, with its sources"],
  ["/api/v1/facets", "for each filter word its values, with counts under the other filters"],
  ["/api/v1/charts", "all charts"],
  ["/api/v1/charts/{id}", "the figures of one, each with the address of the developments it counts"],
  ["/api/v1/bodies", "bodies, with the stages of US participation"],
  ["/api/v1/areas", "the 16 impact areas with their scales"],
  ["/api/v1/actors", "actors and groups"],
  ["/feeds/digests.atom", "weekly issues as a feed; also /feeds/digests.json"],
];

export default async function DataPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requestContext();
  const { filters, errors } = await readFilters(ctx, await readQuery(searchParams));
  const [n, words] = await Promise.all([countDevelopments(ctx, filters), sayFilters(ctx, filters)]);
  const query = filterQuery(filters);
  const { baseUrl } = env();
  return (
    <ReaderPage>
      <Misunderstood errors={errors} />
      <h1>Data</h1>
      <p className="text soft">
        Everything that is published here, to be taken along and counted anew. The files hold{" "}
        <a href={timelineHref(filters)}>
          {n} {n === 1 ? "development" : "developments"}
        </a>
        {words && ` (${words})`}; the filters of the timeline choose fewer.
      </p>
      <Told
        caption="Files"
        rows={exportFiles.map((file) => ({
          name: (
            <a href={`/data/files/${file}${query ? `?${query}` : ""}`} download>
              <Download className="i" aria-hidden="true" /> {file}
            </a>
          ),
          says: holds[file],
          key: file,
        }))}
      />
      <div className="prose about">
        <h2>For programs</h2>
        <p>
          JSON without a key, the same for everybody (who may score and is signed in gets no directions that are still
          to be scored). Errors are <code>application/problem+json</code> with a sentence in <code>detail</code>. Every
          answer carries an <code>ETag</code>: ask again with it, and 304 says that nothing changed.
        </p>
      </div>
      <Told
        caption="Addresses"
        rows={addresses.map(([path, says]) => ({
          name: path.includes("{") ? <code>{path}</code> : <a href={path}>{path}</a>,
          says,
          key: path,
        }))}
      />
      <div className="prose about">
        <p>
          Filter words, the same on pages, files, charts, feeds and letters: <code>{filterWords.join(", ")}</code>. A
          repeated word means any of its values, different words mean all of them. <code>asof=2026-11-23</code> answers
          with what was known at the end of that day, which is what a citation should name.
        </p>
        <h2>Citing</h2>
        <p>
          Each chart has a citation with a frozen address. For the files: Plenary, {baseUrl}/data, with the day in the
          name of the file; with <code>asof</code> in the address the same file can be had again.
        </p>
        <h2>Rights</h2>
        <p>
          Facts were gathered from public sources and are owned by nobody; each record carries its addresses. The linked
          pages keep their own rights: link to them, and do not copy their text. Before figures are compared, read{" "}
          <a href="/about#compare">what must not be compared</a>.
        </p>
      </div>
    </ReaderPage>
  );
}

function Told({ caption, rows }: { caption: string; rows: { key: string; name: ReactNode; says: string }[] }) {
  return (
    <table className="tbl-stack">
      <caption className="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col">What is in it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, says }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{says}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
