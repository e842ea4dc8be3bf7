import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { Counts } from "@/components/digests/counts";
import { HourForm } from "@/components/digests/forms";
import { DeskPage } from "@/components/layout/desk-page";
import { ChangeForm } from "@/components/subscriptions/forms";
import { can, requireCan } from "@/lib/auth/access";
import { sayWeekday } from "@/lib/days";
import { isArmed } from "@/lib/digests/armed";
import { countAudience } from "@/lib/digests/audience";
import { getSendHour } from "@/lib/digests/due";
import { isUnderWay, sayIssueState, sayQuestions } from "@/lib/digests/issue-state";
import { countDeliveries } from "@/lib/digests/run";
import { env } from "@/lib/env";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { addWeeks, mondayOf, sayWeek, sayWeekDays, type Week, weekAt } from "@/lib/weeks";
import { allow, chooseHour } from "./actions";
import { Live } from "./live";

export const metadata: Metadata = { title: "Digests", robots: { index: false } };

export default async function DigestsDesk() {
  const ctx = await deskPage("/desk/digests");
  const { timeZone, baseUrl } = env();
  const issues = await orNotFound(
    (async () => {
      requireCan(ctx.caller, "digests.introduce");
      return countDeliveries(ctx.db);
    })(),
  );
  const frozen = issues.filter(({ state }) => state !== "open");
  // A week closed ahead of the clock is over for the letter.
  let open = weekAt(ctx.now, timeZone);
  const early: Week[] = [];
  for (; frozen.some(({ week }) => week === open); open = addWeeks(open, 1)) early.push(open);
  // Editors write its introduction; how it is sent is for admins.
  const manages = can(ctx.caller, "digests.manage");
  const [hour, audience, armed] = await Promise.all([
    getSendHour(ctx.db),
    countAudience(ctx.db, ctx.now),
    isArmed(ctx.db, baseUrl),
  ]);
  return (
    <DeskPage caller={ctx.caller} current="/desk/digests" signOut={signOut}>
      {frozen.some(isUnderWay) && <Live />}
      <h1>Digests</h1>
      {manages && !armed && (
        <div className="msg err">
          <p>
            This looks like a copy of another installation, or its address was changed: no letter goes out before
            somebody allows it.
          </p>
          <ChangeForm action={allow} fields={{}} label="Allow sending from here" className="btn mini" />
        </div>
      )}
      <p className="text soft">
        {audience.reading} {audience.reading === 1 ? "reader gets" : "readers get"} the letter, {audience.paused}{" "}
        paused, {audience.left} left, {audience.suppressed} given up (letters came back, were refused, or a complaint).
      </p>
      <section className="section">
        <h2>
          <a href={`/desk/digests/${open}`}>{sayWeek(open)}</a>{" "}
          <span className="faint">{sayWeekDays(open)}, not closed yet</span>
        </h2>
        <p className="small soft">
          {early.length > 0 &&
            `${early.map((week) => sayWeek(week)).join(", ")} ${early.length === 1 ? "was" : "were"} closed ahead of the end, by hand. `}
          The letter of {sayWeek(open).toLowerCase()} is made when the week closes, on{" "}
          {sayWeekday(mondayOf(addWeeks(open, 1)))}.{" "}
          <a href={`/desk/digests/${open}`}>Read it as it would be now, or write its introduction</a>
        </p>
      </section>
      {frozen.length === 0 && <p className="empty soft">No week has closed since this record was set up.</p>}
      {frozen.map((issue) => (
        <section key={issue.week} className="section">
          <h2>
            <a href={`/desk/digests/${issue.week}`}>{sayWeek(issue.week as Week)}</a>{" "}
            <span className="faint">{sayWeekDays(issue.week as Week)}</span>
          </h2>
          <p className="small soft">{sayIssueState(issue, ctx.now)}</p>
          {manages && issue.uncertain + issue.failed > 0 && (
            <p className="msg err">
              <a href={`/desk/digests/${issue.week}`}>{sayQuestions(issue)}: decide what becomes of them</a>
            </p>
          )}
          <Counts issue={issue} />
        </section>
      ))}
      {manages && (
        <section className="section">
          <h2>When it goes out</h2>
          <HourForm action={chooseHour} hour={hour} timeZone={timeZone} />
        </section>
      )}
    </DeskPage>
  );
}
