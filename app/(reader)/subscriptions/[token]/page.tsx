import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { AddViewForm, ChangeForm, type ViewChoices } from "@/components/subscriptions/forms";
import { Said } from "@/components/ui/said";
import { unrecorded } from "@/db/vocabulary";
import { dayIn, sayDay, sayWeekday } from "@/lib/days";
import { listFacets } from "@/lib/developments/facets";
import { filterQuery, noFilters } from "@/lib/developments/filters";
import { findLastIssue } from "@/lib/digests/archive";
import { sendsAt } from "@/lib/digests/due";
import { listAudiences, sayView } from "@/lib/digests/views";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";
import { orNotFound } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { type Done, done, isDone } from "@/lib/subscriptions/done";
import { readLink } from "@/lib/subscriptions/links";
import { getPreferences, type Preferences, pauseWeeks } from "@/lib/subscriptions/preferences";
import { weekAt } from "@/lib/weeks";
import { chooseQuiet, dropView, eraseMe, goOn, pauseFor, returnAgain, stop, takeView } from "./actions";

export const metadata: Metadata = { title: "Your letter", robots: { index: false }, referrer: "same-origin" };

type Props = { params: Promise<{ token: string }>; searchParams: PageQuery };

export default async function PreferencesPage({ params, searchParams }: Props) {
  const { token } = await params;
  const ctx = publicContext();
  const preferences = await orNotFound(
    (async () => getPreferences(ctx, await readLink(ctx.db, token, "preferences")))(),
  );
  const query = await readQuery(searchParams);
  const word = query.has("confirmed") ? "confirmed" : query.get("done");
  const { maskedEmail, left, suppressed } = preferences;
  return (
    <ReaderPage>
      <div className="narrow wide">
        <h1>Your letter</h1>
        {isDone(word) && isSo(word, preferences) && <Said>{word === "confirmed" ? <Welcome /> : done[word]}</Said>}
        {maskedEmail === null ? (
          <p className="msg ok" role="status">
            This address was erased. <a href="/subscribe">Subscribe again</a> if you want letters.
          </p>
        ) : (
          <>
            <p className="soft">
              For <b>{maskedEmail}</b>.{" "}
              {suppressed &&
                "Letters to it came back, were refused, or were complained of, so none are sent. Subscribe again to try once more. "}
              {left && "You left: no letters are sent."}
            </p>
            {left ? (
              <ChangeForm action={returnAgain} fields={{ token }} label="Send me letters again" className="btn" />
            ) : (
              <Current token={token} preferences={preferences} />
            )}
            <section className="section">
              <h2>Erase me</h2>
              <p className="soft text">
                Your address is removed from this site for good. That somebody subscribed stays as a number.
              </p>
              <details>
                <summary>Erase my address</summary>
                <p className="soft text">There is no way back: to get letters again you subscribe again.</p>
                <ChangeForm action={eraseMe} fields={{ token }} label="Yes, erase it" className="btn danger mini" />
              </details>
            </section>
          </>
        )}
      </div>
    </ReaderPage>
  );
}

/** An address that was kept says what was true once. */
function isSo(word: Done, { left, pausedUntil, quietWeeks, maskedEmail }: Preferences): boolean {
  if (maskedEmail === null) return false;
  if (word === "left") return left;
  if (word === "paused") return pausedUntil !== null;
  if (word === "fewer" || word === "each-week") return !left && quietWeeks === (word === "each-week");
  return !left && pausedUntil === null;
}

/** What to expect next, and what there is to read until then. */
async function Welcome() {
  const { db, now } = publicContext();
  const { timeZone } = env();
  const [first, last] = await Promise.all([sendsAt(db, weekAt(now, timeZone), timeZone), findLastIssue(db)]);
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(first);
  return (
    <>
      {done.confirmed} The first letter goes out on {sayWeekday(dayIn(timeZone, first))} at {time} ({timeZone}).{" "}
      {last ? <a href={`/digests/${last.week}`}>Read the last one</a> : "It will be the first one of this record."}
    </>
  );
}

/** What can be added by one choice: whatever a letter does not hold yet. */
async function listChoices(ctx: ReturnType<typeof publicContext>, held: Set<string>): Promise<ViewChoices> {
  const [audiences, { facets }] = await Promise.all([listAudiences(ctx.db), listFacets(ctx, noFilters)]);
  const one = (word: "area" | "body") =>
    facets[word]
      .filter(({ value }) => value !== unrecorded)
      .map(({ value, label }) => ({ filter: filterQuery({ [word]: [value] }), name: label }));
  const groups = [
    { label: "All of it", views: [{ filter: "", name: "Everything" }] },
    { label: "Made for", views: audiences.map(({ filter, name }) => ({ filter, name })) },
    { label: "Impact areas", views: one("area") },
    { label: "Bodies", views: one("body") },
  ];
  return groups
    .map(({ label, views }) => ({ label, views: views.filter(({ filter }) => !held.has(filter)) }))
    .filter(({ views }) => views.length > 0);
}

async function Current({ token, preferences }: { token: string; preferences: Preferences }) {
  const { subscriptions, pausedUntil, quietWeeks } = preferences;
  const ctx = publicContext();
  const { db } = ctx;
  const { timeZone } = env();
  const choices = await listChoices(ctx, new Set(subscriptions.map(({ filter }) => filter)));
  const views = await Promise.all(
    subscriptions.map(async ({ id, filter }) => ({ id, filter, view: await sayView(db, filter) })),
  );
  return (
    <>
      <section className="section">
        <h2>What you get</h2>
        <ul className="views">
          {views.map(({ id, filter, view }) => (
            <li key={id}>
              <a href={filter ? `/timeline?${filter}` : "/timeline"}>{view}</a>{" "}
              <ChangeForm
                action={dropView}
                fields={{ token, id: String(id) }}
                label={
                  <>
                    {views.length === 1 ? "Take away, and get no more letters" : "Take away"}{" "}
                    <span className="vh">{view}</span>
                  </>
                }
              />
            </li>
          ))}
        </ul>
        {views.length > 1 && views.some(({ filter }) => filter === "") && (
          <p className="small soft">“Everything” holds the others: take it away to get only those.</p>
        )}
        <AddViewForm action={takeView} token={token} choices={choices} />
        <p className="small soft">
          All of it comes in one letter, and nothing in it twice. Any other view of the <a href="/timeline">timeline</a>{" "}
          has a box to subscribe beside its list: use the same address.
        </p>
      </section>
      <section className="section" id="pause">
        <h2>Pause</h2>
        {pausedUntil ? (
          <>
            <p className="soft">
              No letters until {sayDay(dayIn(timeZone, pausedUntil))}. The next one goes out on{" "}
              {sayWeekday(dayIn(timeZone, await sendsAt(db, weekAt(pausedUntil, timeZone), timeZone)))}.
            </p>
            <ChangeForm action={goOn} fields={{ token }} label="Go on now" />
          </>
        ) : (
          <div className="row">
            {pauseWeeks.map((weeks) => (
              <ChangeForm
                key={weeks}
                action={pauseFor}
                fields={{ token, weeks: String(weeks) }}
                label={`${weeks} weeks`}
              />
            ))}
          </div>
        )}
      </section>
      <section className="section" id="fewer">
        <h2>Fewer letters</h2>
        <p className="soft text">
          {quietWeeks
            ? "A letter comes each week, also when nothing on your choices was published: it then says what was checked."
            : "A letter comes only in weeks in which something on your choices was published."}
        </p>
        <ChangeForm
          action={chooseQuiet}
          fields={{ token, quiet: quietWeeks ? "off" : "on" }}
          label={quietWeeks ? "Only when there is something in it" : "Each week"}
        />
      </section>
      <section className="section" id="leave">
        <h2>Leave</h2>
        <ChangeForm action={stop} fields={{ token }} label="Send me no more letters" className="btn quiet" />
      </section>
    </>
  );
}
