import type { Ahead, Coverage, IssueContents, IssueEntry } from "@/db/issue";
import { sayDay, saySpan } from "@/lib/days";
import { sayDirection, sayLink, sayMedian, sayStatus } from "@/lib/labels";
import { type Html, html, wrapText } from "@/lib/mail/markup";
import { slot, type Template } from "@/lib/mail/raw";
import { addWeeks, sayWeek, sayWeekDays, sundayOf, type Week } from "@/lib/weeks";
import { type AreaTable, columnsOf, sayAreas, tableOf } from "./area-table";
import { correctionHtml, correctionText } from "./correction-words";
import type { CorrectionView } from "./corrections";
import { cutAtWord } from "./cut";
import { developments, sayBrought } from "./headline";
import { letterStyle } from "./letter-style";

/** The wording of an issue as a letter: the same in HTML and in text. */

export type LetterEntry = IssueEntry & {
  /** The subscriptions that hold it, named where a letter has several. */
  because: string[];
};

export type Letter = {
  week: Week;
  introduction: string;
  contents: IssueContents;
  entries: LetterEntry[];
  corrections: CorrectionView[];
  /** Developments of the week that stand in other letters only. */
  elsewhere: number;
  /** Whether the dates ahead are only those of what the reader chose. */
  aheadChosen: boolean;
  /** What the reader subscribed to, in words. */
  subscriptions: string[];
  baseUrl: string;
  timeZone: string;
};

export function composeLetter(letter: Letter): Template {
  return { subject: subjectOf(letter), text: textOf(letter), html: htmlOf(letter).text };
}

const longestSubject = 120;

/** Mail programs cut a letter at 100 kB: beyond so many entries it names them only, and at last only their number. */
const told = 30;
const named = 150;
const corrected = 15;

/** Of an introduction, as it was typed. */
export const paragraphsOf = (text: string) => text.split(/\n+/).filter((one) => one.trim() !== "");

function split<Entry>(entries: Entry[]): { full: Entry[]; short: Entry[]; more: number } {
  return {
    full: entries.slice(0, told),
    short: entries.slice(told, named),
    more: Math.max(0, entries.length - named),
  };
}

function subjectOf(letter: Letter): string {
  const { week, entries, corrections } = letter;
  const [first] = entries;
  if (corrections.length > 0 || !first) return headline(letter);
  const more = entries.length > 1 ? `, and ${entries.length - 1} more` : "";
  const room = longestSubject - sayWeek(week).length - 2 - more.length;
  return `${sayWeek(week)}: ${cutAtWord(first.title, room)}${more}`;
}

function headline({ week, entries, corrections, elsewhere, contents }: Letter): string {
  const { checked } = contents.coverage;
  return `${sayWeek(week)}: ${sayBrought({ entries: entries.length, corrections: corrections.length, elsewhere, checked })}`;
}

function lede(letter: Letter): string {
  const { week, entries, corrections, elsewhere, contents, subscriptions } = letter;
  const days = sayWeekDays(week);
  const more =
    elsewhere > 0 ? ` ${elsewhere} more of that week ${elsewhere === 1 ? "is" : "are"} outside what you chose.` : "";
  if (entries.length > 0) {
    const linked = entries.filter(({ link }) => link !== "none").length;
    const link = "a direct or plausible link to the US withdrawal of 7 January 2026";
    return `${days}. ${linked === 0 ? `None shows ${link}.` : `${linked} of ${entries.length} with ${link}.`}${more}`;
  }
  if (corrections.length > 0) {
    return `${days}. Something you were sent earlier has changed; nothing else on what you chose was published.${more}`;
  }
  if (elsewhere > 0) {
    const others = `${developments(elsewhere)} on other matters ${elsewhere === 1 ? "was" : "were"}.`;
    if (contents.coverage.checked === 0)
      return `From ${days} nothing was published on what you chose (${subscriptions.join("; ")}). ${others} ${nobodyLooked}`;
    return `A quiet week for what you chose (${subscriptions.join("; ")}): from ${days} nothing was published on it. ${others}`;
  }
  return sayQuiet(week, contents.coverage);
}

const nobodyLooked = "No watched source was checked, so nothing is said of what the bodies did.";

/** A week without a development, with what that says and does not say of the bodies. */
export function sayQuiet(week: Week, { checked, watched }: Coverage): string {
  const none = `No development was published from ${sayWeekDays(week)}.`;
  if (checked === 0) return `${none} ${nobodyLooked}`;
  return `${none} ${checked} of ${watched} watched sources were looked at.`;
}

/** "41 of 43 watched sources checked since 16 November 2026; 2 unreachable (A, B); 6 waiting for review; 0 published." */
export function sayCoverage({ watched, checked, since, unreachable, waiting, published }: Coverage): string {
  const away = unreachable.length > 0 ? `; ${unreachable.length} unreachable (${unreachable.join(", ")})` : "";
  return `${checked} of ${watched} watched sources checked since ${sayDay(since)}${away}; ${waiting} waiting for review; ${published} published.`;
}

/** "restricts (median of 3 scorers)" */
export function sayScored({ direction, median, scorers, hidden }: IssueEntry["areas"][number]): string {
  if (hidden) return "hidden until you have scored it";
  if (direction === "unscored" || median === null) return sayDirection("unscored");
  return `${sayMedian(median)} (${scorers === 1 ? "1 scorer" : `median of ${scorers} scorers`})`;
}

const glyphs = { negative: "›‹", neutral: "=", positive: "‹›", unscored: "…" } as const;

export const sayWhat = ({ body, status, link, updated }: IssueEntry): string =>
  [
    body.shortName,
    sayStatus(status).toLowerCase(),
    ...(link === "none" ? [] : [`${sayLink(link).toLowerCase()} link`]),
    ...(updated ? ["updated"] : []),
  ].join(" · ");

export type BodyGroup<Entry extends IssueEntry> = { name: string; entries: Entry[] };

/** Of many views or long ones not all is said: a letter stays short, also where each entry stands in all of them. */
function sayViews(names: string[], most: number): string {
  const said = names.slice(0, most).map((name) => cutAtWord(name, 200));
  return [...said, ...(names.length > most ? [`${names.length - most} more`] : [])].join("; ");
}

/** Entries under the names of their bodies, in the order in which each first stands. */
export function groupByBody<Entry extends IssueEntry>(entries: Entry[]): BodyGroup<Entry>[] {
  const groups = new Map<string, BodyGroup<Entry>>();
  for (const entry of entries) {
    const group = groups.get(entry.body.slug) ?? { name: entry.body.name, entries: [] };
    group.entries.push(entry);
    groups.set(entry.body.slug, group);
  }
  return [...groups.values()];
}

function htmlOf(letter: Letter): Html {
  const { week, introduction, contents, entries, corrections, baseUrl, subscriptions, timeZone } = letter;
  const table = tableOf(entries);
  const { full, short, more } = split(entries);
  return html`<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${headline(letter)} · Plenary</title>${letterStyle}</head><body>
<main><div role="article" aria-roledescription="email" aria-label="${headline(letter)}" lang="en" dir="ltr">
<table class="outer" role="presentation"><tr><td><table class="mail" role="presentation"><tr><td class="in">
<p class="brand"><a href="${baseUrl}/">Plenary</a></p>
<h1>${headline(letter)}</h1>
<p class="lede">${lede(letter)}</p>
${paragraphsOf(introduction).map((one) => html`<p class="lede" dir="auto">${one}</p>`)}
${corrections.length > 0 && html`<h2>Corrected</h2>${corrections.slice(0, corrected).map((one) => correctionHtml(one, baseUrl))}`}
${corrections.length > corrected && html`<p class="b"><a href="${baseUrl}/digests/${week}">${corrections.length - corrected} more corrections on the web</a></p>`}
${groupByBody(full).map(
  (group) => html`<h2 dir="auto">${group.name}</h2>${group.entries.map((entry) => entryHtml(entry, letter))}`,
)}
${short.length > 0 && html`<h2>Also in this week</h2><ul>${short.map(({ slug, title, body }) => html`<li>${body.shortName}: <a href="${baseUrl}/developments/${slug}" dir="auto">${title}</a></li>`)}</ul>`}
${more > 0 && html`<p class="b"><a href="${baseUrl}/digests/${week}">${more} more on the web</a></p>`}
${table.length > 0 && tableHtml(table)}
${splitAhead(letter.week, contents.ahead).map(({ title, dates }) => html`<h2>${title}</h2><ul>${dates.map(aheadHtml)}</ul>`)}
${letter.aheadChosen && html`${contents.ahead.length === 0 && html`<h2>Dates ahead</h2>`}<p class="m">${sayChosenDates(contents.ahead)} <a href="${baseUrl}/#ahead">All dates ahead</a></p>`}
<h2>What was checked</h2>
<p class="b">${sayCoverage(contents.coverage)}</p>
<div class="foot">
<p>You get this letter because you subscribed to ${sayViews(subscriptions, 10)} at Plenary. Each entry is fixed as it stood when the week closed (${timeZone}); later changes come in the next letter. A week holds what was published in it, however long ago it was decided.</p>
<p><a href="${slot("preferences")}">Change what you get</a> · <a href="${slot("preferences")}#pause">Pause for 2, 4 or 8 weeks</a> · <a href="${slot("preferences")}#fewer">Fewer letters</a> · <a href="${slot("leave")}">Leave</a></p>
<p><a href="${baseUrl}/digests/${week}">This issue on the web</a></p>
</div>
</td></tr></table></td></tr></table></div></main></body></html>
`;
}

function entryHtml(entry: LetterEntry, { baseUrl, subscriptions }: Letter): Html {
  const { slug, title, lead, decidedOn, datePrecision, areas, source, sources, because } = entry;
  return html`<div class="e">
<h3 dir="auto"><a href="${baseUrl}/developments/${slug}">${title}</a></h3>
<p class="m">${sayDay(decidedOn, datePrecision)} · ${sayWhat(entry)}</p>
${lead && html`<p class="b" dir="auto">${lead}</p>`}
${areas.length > 0 && html`<ul class="m">${areas.map((area) => html`<li><span aria-hidden="true">${glyphs[area.direction]}</span> ${area.name}: ${sayScored(area)}</li>`)}</ul>`}
<p class="m">Source: ${publisherOf(source)}<a href="${source.url}" dir="auto">${source.title || source.url}</a>${sources > 1 && ` and ${sources - 1} more`}</p>
${subscriptions.length > 1 && html`<p class="m">In: ${sayViews(because, 3)}</p>`}
</div>`;
}

function tableHtml(table: AreaTable): Html {
  const columns = columnsOf(table);
  return html`<h2>By area</h2><table class="t"><caption>Developments of this letter by impact area and direction. One may stand under several areas.</caption>
<thead><tr><th scope="col">Area</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${table.map((row) => html`<tr><th scope="row">${row.area}</th>${columns.map(({ word }) => html`<td>${row[word]}</td>`)}</tr>`)}</tbody></table>`;
}

const aheadHtml = (ahead: Ahead): Html =>
  html`<li>${sayAhead(ahead)}: ${ahead.url ? html`<a href="${ahead.url}">${ahead.title}</a>` : html`${ahead.title} (no source yet)`}</li>`;

const sayChosenDates = (ahead: Ahead[]): string =>
  `${ahead.length === 0 ? "No date ahead is" : "Listed are only dates"} of the bodies and areas you chose; a date counts for the areas of the development it belongs to.`;

const mostAhead = 6;

/** The dates of the week in which the letter arrives, and those after it; the first ones of an issue. */
export function splitAhead(week: Week, all: Ahead[]): { title: string; dates: Ahead[] }[] {
  const ahead = all.slice(0, mostAhead);
  const end = sundayOf(addWeeks(week, 1));
  const isSoon = ({ date, datePrecision }: Ahead) => datePrecision === "day" && date <= end;
  return [
    { title: "The week ahead", dates: ahead.filter(isSoon) },
    { title: "Later", dates: ahead.filter((one) => !isSoon(one)) },
  ].filter(({ dates }) => dates.length > 0);
}

/** "7 to 11 December 2026"; of a date that is not known to the day, "some day in 2026". */
export function sayAhead({ date, endDate, datePrecision }: Ahead): string {
  if (datePrecision !== "day") return `Some day in ${sayDay(date, datePrecision)}`;
  return endDate ? saySpan(date, endDate) : sayDay(date);
}

/** "ITU: " before the title of a page, unless that says it. */
export const publisherOf = ({ publisher, title }: IssueEntry["source"]): string =>
  publisher && title && !title.includes(publisher) ? `${publisher}: ` : "";

function textOf(letter: Letter): string {
  const { week, introduction, contents, entries, corrections, baseUrl, subscriptions, timeZone } = letter;
  const table = tableOf(entries);
  const { full, short, more } = split(entries);
  const rule = (title: string) => `${title.toUpperCase()}\n${"-".repeat(Math.min(72, title.length))}`;
  const blocks = [
    `PLENARY\n${wrapText(headline(letter))}`,
    wrapText(lede(letter)),
    ...paragraphsOf(introduction).map((one) => wrapText(one)),
    ...(corrections.length > 0 ? [rule("Corrected")] : []),
    ...corrections.slice(0, corrected).map((one) => correctionText(one, baseUrl)),
    ...(corrections.length > corrected
      ? [`${corrections.length - corrected} more corrections on the web:\n${baseUrl}/digests/${week}`]
      : []),
    ...groupByBody(full).flatMap((group) => [
      rule(group.name),
      ...group.entries.map((entry) => entryText(entry, letter)),
    ]),
    ...(short.length > 0 ? [rule("Also in this week")] : []),
    ...short.map(
      ({ slug, title, body }) => `${wrapText(`* ${body.shortName}: ${title}`)}\n  ${baseUrl}/developments/${slug}`,
    ),
    ...(more > 0 ? [`${more} more on the web:\n${baseUrl}/digests/${week}`] : []),
    ...(table.length > 0 ? [rule("By area"), ...sayAreas(table).map((one) => wrapText(one))] : []),
    ...splitAhead(week, contents.ahead).flatMap(({ title, dates }) => [rule(title), ...dates.map(aheadText)]),
    ...(letter.aheadChosen && contents.ahead.length === 0 ? [rule("Dates ahead")] : []),
    ...(letter.aheadChosen ? [`${wrapText(sayChosenDates(contents.ahead))}\nAll dates ahead: ${baseUrl}/#ahead`] : []),
    rule("What was checked"),
    wrapText(sayCoverage(contents.coverage)),
    "-".repeat(72),
    wrapText(
      `You get this letter because you subscribed to ${sayViews(subscriptions, 10)} at Plenary. Each entry is fixed as it stood when the week closed (${timeZone}); later changes come in the next letter. A week holds what was published in it, however long ago it was decided.`,
    ),
    `Change what you get, pause, or fewer letters:\n${slot("preferences")}`,
    `Leave:\n${slot("leave")}`,
    `This issue on the web:\n${baseUrl}/digests/${week}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function entryText(entry: LetterEntry, { baseUrl, subscriptions }: Letter): string {
  const { slug, title, lead, decidedOn, datePrecision, areas, source, sources, because } = entry;
  return [
    wrapText(`* ${title}`),
    wrapText(`${sayDay(decidedOn, datePrecision)} · ${sayWhat(entry)}`, "  "),
    ...(lead ? [wrapText(lead, "  ")] : []),
    ...areas.map((area) => wrapText(`${area.name}: ${sayScored(area)}`, "  ")),
    `  ${baseUrl}/developments/${slug}`,
    wrapText(
      `Source: ${publisherOf(source)}${source.title || source.publisher}${sources > 1 ? ` and ${sources - 1} more` : ""}`,
      "  ",
    ),
    `  ${source.url}`,
    ...(subscriptions.length > 1 ? [wrapText(`In: ${sayViews(because, 3)}`, "  ")] : []),
  ].join("\n");
}

const aheadText = (ahead: Ahead): string =>
  `${wrapText(`${sayAhead(ahead)}: ${ahead.title}${ahead.url ? "" : " (no source yet)"}`)}${ahead.url ? `\n  ${ahead.url}` : ""}`;
