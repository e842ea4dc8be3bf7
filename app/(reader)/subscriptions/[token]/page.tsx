import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { ChangeForm } from "@/components/subscriptions/forms";
import { dayIn, sayDay, sayWeekday } from "@/lib/days";
import { findLastIssue } from "@/lib/digests/archive";
import { sendsAt } from "@/lib/digests/due";
import { sayView } from "@/lib/digests/views";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";
import { orNotFound } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { readLink } from "@/lib/subscriptions/links";
import { getPreferences, type Preferences, pauseWeeks } from "@/lib/subscriptions/preferences";
import { weekAt } from "@/lib/weeks";
import { chooseQuiet, dropView, eraseMe, goOn, pauseFor, returnAgain, stop } from "./actions";

export const metadata: Metadata = { title: "Your letter", robots: { index: false }, referrer: "same-origin" };

type Props = { params: Promise<{ token: string }>; searchParams: PageQuery };

export default async function PreferencesPage({ params, searchParams }: Props) {
  const { token } = await params;
  const ctx = publicContext();
  const preferences = await orNotFound(
    (async () => getPreferences(ctx, await readLink(ctx.db, token, "preferences")))(),
  );
  const confirmed = (await readQuery(searchParams)).has("confirmed");
  const { maskedEmail, left, suppressed } = preferences;
  return (
    <ReaderPage>
      <div className="narrow wide">
        <h1>Your letter</h1>
        {confirmed && <Welcome />}
        {maskedEmail === null ? (
          <p className="msg" role="status">
            This address was erased. <a href="/subscribe">Subscribe again</a> if you want letters.
          </p>
        ) : (
          <>
            <p className="soft">
              For <b>{maskedEmail}</b>.{" "}
              {suppressed && "Letters to it came back, so none are sent. Subscribe again to try once more. "}
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
              <ChangeForm action={eraseMe} fields={{ token }} label="Erase my address" className="btn danger mini" />
            </section>
          </>
        )}
      </div>
    </ReaderPage>
  );
}

/** What to expect next, and what there is to read until then. */
async function Welcome() {
  const { db, now } = publicContext();
  const { timeZone } = env();
  const [first, last] = await Promise.all([sendsAt(db, weekAt(now, timeZone), timeZone), findLastIssue(db)]);
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(first);
  return (
    <p className="msg" role="status">
      You are subscribed. The first letter goes out on {sayWeekday(dayIn(timeZone, first))} at {time} ({timeZone}).{" "}
      {last ? <a href={`/digests/${last.week}`}>Read the last one</a> : "It will be the first one of this record."}
    </p>
  );
}

async function Current({ token, preferences }: { token: string; preferences: Preferences }) {
  const { subscriptions, pausedUntil, quietWeeks } = preferences;
  const { db } = publicContext();
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
              <ChangeForm action={dropView} fields={{ token, id: String(id) }} label={`Take away: ${view}`} />
            </li>
          ))}
        </ul>
        <p className="small soft">
          Something else? <a href="/subscribe">Choose it with the same address</a>: all of it comes in one letter, and
          nothing in it twice.
        </p>
      </section>
      <section className="section" id="pause">
        <h2>Pause</h2>
        {pausedUntil ? (
          <>
            <p className="soft">No letters until {sayDay(dayIn(env().timeZone, pausedUntil))}.</p>
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
        <ChangeForm action={stop} fields={{ token }} label="Send me no more letters" className="btn" />
      </section>
    </>
  );
}
