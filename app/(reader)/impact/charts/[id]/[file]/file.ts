import type { ChartFile } from "@/lib/charts/address";
import type { ChartAnswer } from "@/lib/charts/answer";
import { citeChart } from "@/lib/charts/cite";
import { toCsv } from "@/lib/charts/csv";
import { env } from "@/lib/env";
import type { File } from "@/lib/http/route";

/** A chart as a file: everything the page says of it stands in each. */
export async function fileOf(answer: ChartAnswer, file: ChartFile): Promise<File> {
  const site = env().baseUrl;
  const name = `${answer.id}-${answer.asOf}`;
  const cited = () => citeChart(answer, site);
  switch (file) {
    case "data.csv":
      return { type: "text/csv; charset=utf-8", body: toCsv(answer, site), name: `${name}.csv` };
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
    default:
      throw new Error("Pictures come with the drawings.");
  }
}
