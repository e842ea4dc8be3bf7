import { createElement, type FunctionComponent } from "react";
import { SharePicture, Standalone } from "@/components/charts/standalone";
import type { ChartFile } from "@/lib/charts/address";
import type { ChartAnswer } from "@/lib/charts/answer";
import { citeChart } from "@/lib/charts/cite";
import { toCsv } from "@/lib/charts/csv";
import { leaving } from "@/lib/charts/leave";
import { toPng } from "@/lib/charts/png";
import { env } from "@/lib/env";
import type { File } from "@/lib/http/route";

/** A chart as a file: everything the page says of it stands in each. */
export async function fileOf(drawn: ChartAnswer, file: ChartFile): Promise<File> {
  const site = env().baseUrl;
  const answer = leaving(drawn, site);
  const name = `${answer.id}-${answer.asOf}`;
  const cited = () => citeChart(answer, site);
  switch (file) {
    case "data.csv":
      return { type: "text/csv; charset=utf-8", body: toCsv(answer), name: `${name}.csv` };
    case "data.json":
      return { type: "application/json", body: JSON.stringify(answer, null, 2), name: `${name}.json` };
    case "citation.txt":
      return { type: "text/plain; charset=utf-8", body: `${cited().text}\n`, name: `${name}.txt` };
    case "citation.bib":
      return { type: "application/x-bibtex; charset=utf-8", body: cited().bibtex, name: `${name}.bib` };
    case "citation.json":
      return {
        type: "application/vnd.citationstyles.csl+json",
        body: JSON.stringify(cited().csl, null, 2),
        name: `${name}.csl.json`,
      };
    case "chart.svg":
      return { type: "image/svg+xml", body: await drawSvg(Standalone, answer), name: `${name}.svg` };
    case "chart.png":
      return { type: "image/png", body: await toPng(await drawSvg(Standalone, answer), 2), name: `${name}.png` };
    case "share.png":
      return {
        type: "image/png",
        body: await toPng(await drawSvg(SharePicture, answer), 1),
        name: `${name}-share.png`,
      };
  }
}

async function drawSvg(picture: FunctionComponent<{ answer: ChartAnswer }>, answer: ChartAnswer): Promise<string> {
  // Next lets no page import it, but a file is no page.
  const { renderToStaticMarkup } = await import("react-dom/server");
  return renderToStaticMarkup(createElement(picture, { answer }));
}
