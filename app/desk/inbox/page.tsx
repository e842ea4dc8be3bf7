import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DeskPage } from "@/components/layout/desk-page";
import { ChangeForm } from "@/components/subscriptions/forms";
import { Since } from "@/components/ui/day";
import { env } from "@/lib/env";
import { deskPage } from "@/lib/http/desk-page";
import { type CheckedSource, listCheckedSources } from "@/lib/sources/checks";
import { weekAt, windowOf } from "@/lib/weeks";
import { check } from "./actions";

export const metadata: Metadata = { title: "Inbox", robots: { index: false } };

export default async function InboxPage() {
  const ctx = await deskPage("/desk/inbox");
  const { timeZone } = env();
  const week = weekAt(ctx.now, timeZone);
  const { startsAt } = windowOf(week, timeZone);
  const sources = await listCheckedSources(ctx, startsAt);
  const ofWeek = sources.filter(({ last }) => last && last.at >= startsAt);
  const away = ofWeek.filter(({ last }) => last?.outcome === "unreachable").length;
  return (
    <DeskPage caller={ctx.caller} current="/desk/inbox" signOut={signOut}>
      <h1>Inbox</h1>
      <p className="text soft" aria-live="polite">
        Pages to look at for new developments. Your marks stand in Monday’s letter: this week{" "}
        <b>
          {ofWeek.length - away} of {sources.length} checked
        </b>
        {away > 0 && `, ${away} unreachable`}. Pages checked longest ago stand first; marks of this week move none of
        them. <a href={`/desk/digests/${week}`}>The letter as it would be now, and its introduction</a>
      </p>
      <table className="tbl-stack checks">
        <caption className="vh">Watched pages and their last checks</caption>
        <thead>
          <tr>
            <th scope="col">Page</th>
            <th scope="col">Body</th>
            <th scope="col">Last checked</th>
            <th scope="col">Mark</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <Row key={source.url} source={source} thisWeek={source.last !== null && source.last.at >= startsAt} />
          ))}
        </tbody>
      </table>
    </DeskPage>
  );
}

function Row({ source, thisWeek }: { source: CheckedSource; thisWeek: boolean }) {
  const { url, name, body, last } = source;
  return (
    <tr>
      <th scope="row">
        <a href={url} target="_blank" rel="noreferrer nofollow">
          {name}
        </a>
      </th>
      <td>{body}</td>
      <td className={thisWeek ? undefined : "z"}>
        {last ? (
          <>
            <Since at={last.at} /> by {last.by}
            {last.outcome === "unreachable" && ", unreachable"}
            {last.outcome === "something-new" && ", something new"}
          </>
        ) : (
          "never"
        )}
      </td>
      <td>
        <div className="row">
          <ChangeForm action={check} fields={{ url, outcome: "nothing-new" }} label="Checked, nothing new" />
          <ChangeForm action={check} fields={{ url, outcome: "something-new" }} label="Log what is new" />
          <ChangeForm action={check} fields={{ url, outcome: "unreachable" }} label="Unreachable" />
        </div>
      </td>
    </tr>
  );
}
