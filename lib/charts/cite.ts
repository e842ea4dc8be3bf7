import { createHash } from "node:crypto";
import { sayDay } from "@/lib/days";
import { chartHref, frozen } from "./address";
import type { ChartAnswer } from "./answer";
import { sayHeading } from "./heading";

/** Citations of a chart as it was known on its day; the address is frozen to that day. */

const publisher = "Plenary";

export type Citations = { text: string; bibtex: string; csl: object };

export function citeChart(answer: ChartAnswer, site: string): Citations {
  const { id, asOf } = answer;
  const address = chartHref(frozen(answer));
  const url = `${site}${address}`;
  // The day has a place of its own.
  const title = sayHeading(answer).replace(/[:;] as known on [^;,]+/, "");
  const [year = "", month = "", day = ""] = asOf.split("-");
  const key = `plenary-${id}-${asOf}${markOf(address)}`;
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

/** Tells charts of one day with different filters apart, in as few characters as an address shortener takes. */
function markOf(address: string): string {
  const query = new URLSearchParams(address.split("?")[1]);
  query.delete("asof");
  return query.size === 0 ? "" : `-${createHash("sha256").update(query.toString()).digest("hex").slice(0, 8)}`;
}

/** Characters that mean something to TeX. BibTeX counts braces, also those that TeX would take as characters. */
const special: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
const escapeTex = (text: string) =>
  text.replace(/[\\{}~^]/g, (found) => special[found] ?? found).replace(/[#$%&_]/g, (found) => `\\${found}`);
const escapeUrl = (url: string) => url.replace(/[{}\\]/g, (found) => encodeURIComponent(found));
