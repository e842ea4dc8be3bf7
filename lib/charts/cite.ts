import { sayDay } from "@/lib/days";
import { chartHref, frozen } from "./address";
import type { ChartAnswer } from "./answer";
import { sayHeading } from "./heading";

/** Citations of a chart as it was known on its day; the address is frozen to that day. */

const publisher = "Plenary";

export type Citations = { text: string; bibtex: string; csl: object };

export function citeChart(answer: ChartAnswer, site: string): Citations {
  const { id, asOf } = answer;
  const url = `${site}${chartHref(frozen(answer))}`;
  const title = sayHeading(answer);
  const [year = "", month = "", day = ""] = asOf.split("-");
  const key = `plenary-${id}-${asOf}`;
  return {
    text: `${publisher}. “${title}.” As known on ${sayDay(asOf)}. ${url}`,
    bibtex: [
      `@misc{${key},`,
      `  author = {{${publisher}}},`,
      `  title = {{${escapeTex(title)}}},`,
      `  year = {${year}},`,
      `  month = {${Number(month)}},`,
      `  note = {As known on ${sayDay(asOf)}},`,
      `  url = {${escapeUrl(url)}}`,
      "}",
      "",
    ].join("\n"),
    csl: [
      {
        id: key,
        type: "webpage",
        title,
        author: [{ literal: publisher }],
        publisher,
        issued: { "date-parts": [[Number(year), Number(month), Number(day)]] },
        note: `As known on ${sayDay(asOf)}`,
        URL: url,
      },
    ],
  };
}

/** Characters that mean something to TeX. */
const special: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
const escapeTex = (text: string) =>
  text.replace(/[\\{}~^]/g, (found) => special[found] ?? found).replace(/[#$%&_]/g, (found) => `\\${found}`);
const escapeUrl = (url: string) => url.replace(/[{}\\]/g, (found) => encodeURIComponent(found));
