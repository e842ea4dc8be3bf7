import { asc } from "drizzle-orm";
import { Feed } from "feed";
import type { Database } from "@/db/client";
import { developments } from "@/db/schema";
import { html } from "@/lib/mail/markup";
import { sayWeek, sayWeekDays } from "@/lib/weeks";
import { getIssue, listIssues } from "./archive";
import { sayAsSent, whatBecame } from "./correction-words";
import { quote, sayBrought } from "./headline";
import { paragraphsOf, sayCoverage, sayWhat } from "./letter";

/** Issues as a feed, for whoever gives no address. */

const newest = 26;

export async function issueFeed(db: Database, { baseUrl }: { baseUrl: string }): Promise<Feed> {
  const issues = await Promise.all(
    (await listIssues(db, newest)).map(({ week }) => getIssue({ db, caller: null }, week)),
  );
  /** Of each, the last word on it. */
  const told = issues.map(({ frozenAt, entries }) => {
    const corrected = entries.flatMap(({ corrections }) => corrections.map(({ decidedAt }) => decidedAt.getTime()));
    return new Date(Math.max(frozenAt.getTime(), ...corrected));
  });
  const feed = new Feed({
    id: `${baseUrl}/digests`,
    link: `${baseUrl}/digests`,
    title: "Plenary: weekly digest",
    description: "Developments in internet governance, as published here week by week, each with its sources.",
    language: "en",
    copyright: "",
    updated: told.toSorted((one, other) => other.getTime() - one.getTime())[0] ?? (await begunAt(db)),
    generator: "Plenary",
    author: { name: "Plenary", link: baseUrl },
    feedLinks: { atom: `${baseUrl}/feeds/digests.atom`, json: `${baseUrl}/feeds/digests.json` },
  });
  for (const [index, issue] of issues.entries()) {
    const { week, frozenAt, entries, corrected: made, contents, introduction } = issue;
    const brought = {
      ...{ entries: entries.length, corrections: made.length, elsewhere: 0, checked: contents.coverage.checked },
    };
    feed.addItem({
      id: `${baseUrl}/digests/${week}`,
      link: `${baseUrl}/digests/${week}`,
      title: `${sayWeek(week)}, ${sayWeekDays(week)}: ${sayBrought(brought)}`,
      published: frozenAt,
      date: told[index] ?? frozenAt,
      content:
        html`${paragraphsOf(introduction).map((one) => html`<p>${one}</p>`)}${made.length > 0 && html`<p>Corrected:</p><ul>${made.map((one) => html`<li><a href="${baseUrl}/developments/${one.slug}">${one.title}</a>. <strong>${whatBecame(one)}: ${one.reasons.join(" ")}</strong>${sayAsSent(one) && html` ${sayAsSent(one)}`}${one.changes.map(({ label, before, after }) => ` ${label}: before ${quote(before)}, now ${quote(after)}.`)}</li>`)}</ul>`}${
          entries.length > 0 &&
          html`<ul>${entries.map(
            (entry) =>
              html`<li><a href="${baseUrl}/developments/${entry.slug}">${entry.title}</a> (${sayWhat(entry)}). ${entry.lead}${entry.corrections.map(
                (correction) =>
                  html` <strong>${whatBecame(correction)}: ${correction.reasons.join(" ")}</strong>${sayAsSent(correction) && html` ${sayAsSent(correction)}`}`,
              )}</li>`,
          )}</ul>`
        }<p>${sayCoverage(contents.coverage)}</p>`.text,
    });
  }
  return feed;
}

/** While it has no issue the feed is as old as the record: a new time at each request would read as news. */
async function begunAt(db: Database): Promise<Date> {
  const [first] = await db
    .select({ at: developments.createdAt })
    .from(developments)
    .orderBy(asc(developments.id))
    .limit(1);
  return first?.at ?? new Date(0);
}
