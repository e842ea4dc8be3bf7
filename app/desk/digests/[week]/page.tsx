import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { Counts } from "@/components/digests/counts";
import { IntroductionForm } from "@/components/digests/forms";
import { LetterFrame } from "@/components/digests/letter-frame";
import { DeskPage } from "@/components/layout/desk-page";
import { ChangeForm } from "@/components/subscriptions/forms";
import { can } from "@/lib/auth/access";
import type { PersonContext } from "@/lib/context";
import { findIssue, listPublished, listQuestions, listSkipped, previewLetter } from "@/lib/digests/manage";
import { countDeliveries, type IssueCounts } from "@/lib/digests/run";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { isWeek, sayWeek, sayWeekDays, type Week } from "@/lib/weeks";
import { hold, introduce, release, settle, test } from "../actions";
import { Live } from "../live";

export const metadata: Metadata = { title: "Issue", robots: { index: false } };

export default async function IssueDesk({ params }: { params: Promise<{ week: string }> }) {
  const { week } = await params;
  const ctx = await deskPage(`/desk/digests/${week}`);
  const { issue, preview, published, counts } = await orNotFound(load(ctx, week));
  const frozen = issue?.frozenAt != null;
  const manages = can(ctx.caller, "digests.manage");
  return (
    <DeskPage caller={ctx.caller} current="/desk/digests" signOut={signOut}>
      <p className="crumb">{manages ? <a href="/desk/digests">Digests</a> : <a href="/desk/inbox">Inbox</a>}</p>
      <h1>
        {sayWeek(week as Week)} <span className="faint">{sayWeekDays(week as Week)}</span>
      </h1>
      {counts && manages && <Sending ctx={ctx} counts={counts} sendsAt={issue?.sendsAt} />}
      {!frozen && (
        <section className="section">
          <h2>Before the week closes</h2>
          <IntroductionForm
            action={introduce}
            week={week}
            introduction={issue?.introduction ?? ""}
            pinnedSlug={issue?.pinnedSlug ?? ""}
            published={published}
          />
        </section>
      )}
      <section className="section">
        <h2>{frozen ? "The letter" : "The letter as it would be now"}</h2>
        <p className="small soft">
          Subject: <b>{preview.subject}</b>. For somebody who reads everything.
        </p>
        <ChangeForm action={test} fields={{ week }} label="Send a test to me" />
        <LetterFrame title="The letter" html={preview.html} />
        <details className="same">
          <summary>The same as text</summary>
          <pre className="mail-text">{preview.text}</pre>
        </details>
      </section>
    </DeskPage>
  );
}

async function load(ctx: PersonContext, week: string) {
  if (!isWeek(week)) throw new NotFound("There is no such week.");
  const [preview, published, issue, all] = await Promise.all([
    previewLetter(ctx, week, env()),
    listPublished(ctx, week, env()),
    findIssue(ctx, week),
    countDeliveries(ctx.db, 1_000),
  ]);
  return { preview, published, issue, counts: all.find((one) => one.week === week && one.state !== "open") };
}

async function Sending(props: { ctx: PersonContext; counts: IssueCounts; sendsAt: Date | null | undefined }) {
  const { ctx, counts, sendsAt } = props;
  const { week, state, held, uncertain, failed } = counts;
  const skipped = await listSkipped(ctx, week);
  const questions = uncertain + failed > 0 ? await listQuestions(ctx, week) : [];
  const underWay = state === "ready" && counts.queued + counts.sending + counts.retry > 0;
  return (
    <section className="section">
      {underWay && <Live />}
      <h2>Sending</h2>
      {state === "held" && <p className="msg err">Held. {held}</p>}
      <p className="small soft">
        {state === "ready" && sendsAt && `Goes out from ${sendsAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`}
        {state === "sent" && "Sent."}
      </p>
      <Counts issue={counts} />
      {skipped.length > 0 && (
        <p className="small soft">Skipped: {skipped.map(({ why, n }) => `${n} ${why}`).join(", ")}.</p>
      )}
      <div className="row">
        {state === "ready" && <ChangeForm action={hold} fields={{ week }} label="Hold" className="btn danger mini" />}
        {state === "held" && <ChangeForm action={release} fields={{ week }} label="Release" className="btn mini" />}
      </div>
      {questions.length > 0 && (
        <>
          <h3>To decide</h3>
          <p className="small soft text">
            Of an uncertain letter nobody knows whether it arrived: the connection broke after the mail server had the
            text. Sent again it carries the same Message-ID, which most mailboxes show once.
          </p>
          <div className="row">
            {uncertain > 0 && (
              <>
                <ChangeForm
                  action={settle}
                  fields={{ week, state: "uncertain", decision: "send-again" }}
                  label={`Send ${uncertain} uncertain again`}
                />
                <ChangeForm
                  action={settle}
                  fields={{ week, state: "uncertain", decision: "delivered" }}
                  label={`Count ${uncertain} uncertain as delivered`}
                />
              </>
            )}
            {failed > 0 && (
              <ChangeForm
                action={settle}
                fields={{ week, state: "failed", decision: "send-again" }}
                label={`Send ${failed} failed again`}
              />
            )}
          </div>
          <table className="tbl-stack small">
            <caption className="vh">Uncertain and failed letters</caption>
            <thead>
              <tr>
                <th scope="col">Address</th>
                <th scope="col">State</th>
                <th scope="col">What the mail server said</th>
              </tr>
            </thead>
            <tbody>
              {questions.map(({ id, email, state: one, detail }) => (
                <tr key={id}>
                  <th scope="row">{email}</th>
                  <td>{one}</td>
                  <td>{detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
