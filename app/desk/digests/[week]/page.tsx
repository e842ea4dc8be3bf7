import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { Counts } from "@/components/digests/counts";
import { IntroductionForm } from "@/components/digests/forms";
import { LetterFrame } from "@/components/digests/letter-frame";
import { DeskPage } from "@/components/layout/desk-page";
import { ChangeForm } from "@/components/subscriptions/forms";
import { can } from "@/lib/auth/access";
import type { PersonContext } from "@/lib/context";
import { isUnderWay, sayIssueState } from "@/lib/digests/issue-state";
import { findIssue, listQuestions, listReported, listSkipped } from "@/lib/digests/manage";
import { listPublished, previewLetter } from "@/lib/digests/preview";
import { countDeliveries, type IssueCounts } from "@/lib/digests/run";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { isWeek, sayWeek, sayWeekDays, type Week } from "@/lib/weeks";
import { hold, introduce, release, test } from "../actions";
import { Live } from "../live";
import { Questions } from "../questions";

export const metadata: Metadata = { title: "Issue", robots: { index: false } };

export default async function IssueDesk({ params }: { params: Promise<{ week: string }> }) {
  const { week } = await params;
  const ctx = await deskPage(`/desk/digests/${week}`);
  const { issue, preview, published, counts } = await orNotFound(load(ctx, week));
  const frozen = issue?.frozenAt != null;
  const manages = can(ctx.caller, "digests.manage");
  return (
    <DeskPage caller={ctx.caller} current="/desk/digests" signOut={signOut}>
      <p className="crumb">
        <a href="/desk/digests">Digests</a>
      </p>
      <h1>
        {sayWeek(week as Week)} <span className="faint">{sayWeekDays(week as Week)}</span>
      </h1>
      {counts && manages && <Delivery ctx={ctx} counts={counts} />}
      {counts && !manages && <p className="small soft">{sayIssueState(counts, ctx.now)}</p>}
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

async function Delivery({ ctx, counts }: { ctx: PersonContext; counts: IssueCounts }) {
  const { state } = counts;
  const week = counts.week as Week;
  const [skipped, reported] = await Promise.all([listSkipped(ctx, week), listReported(ctx, week)]);
  return (
    <section className="section delivery">
      {isUnderWay(counts) && <Live />}
      <h2>Delivery</h2>
      <p className={state === "held" ? "msg err" : "small soft"}>{sayIssueState(counts, ctx.now)}</p>
      <Counts issue={counts} />
      {skipped.length > 0 && (
        <p className="small soft">Skipped: {skipped.map(({ why, n }) => `${n} ${why}`).join(", ")}.</p>
      )}
      {reported.length > 0 && (
        <p className="small soft">
          Reported since the mail server took them: {reported.map(({ kind, n }) => `${n} ${kind}`).join(", ")}. Who
          bounced or complained gets no more letters.
        </p>
      )}
      <div className="row">
        {state === "ready" && <ChangeForm action={hold} fields={{ week }} label="Hold" className="btn danger mini" />}
        {state === "held" && <ChangeForm action={release} fields={{ week }} label="Release" className="btn mini" />}
      </div>
      {counts.uncertain + counts.failed > 0 && (
        <Questions counts={counts} questions={await listQuestions(ctx, week, env())} />
      )}
    </section>
  );
}
