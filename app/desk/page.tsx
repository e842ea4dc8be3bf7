import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { signOut, signOutEverywhere } from "@/app/sign-in/actions";
import { DeskPage } from "@/components/layout/desk-page";
import { Since } from "@/components/ui/day";
import { dayIn, sayDay } from "@/lib/days";
import { type DeskRow, listDrafts } from "@/lib/developments/desk";
import { env } from "@/lib/env";
import { deskPage } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { listWaiting, type WaitingRow } from "@/lib/reviews/queries";

export const metadata: Metadata = { title: "Desk", robots: { index: false } };

export default async function DeskHome({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk");
  const query = await readQuery(searchParams);
  const [drafts, waiting] = await Promise.all([listDrafts(ctx), listWaiting(ctx)]);
  const mine = drafts.filter((row) => row.mine);
  const others = drafts.filter((row) => !row.mine);
  return (
    <DeskPage caller={ctx.caller} current="/desk" signOut={signOut}>
      {query.has("sent") && (
        <p className="msg notice" role="status">
          Sent to review. It is published once a second person says yes.
        </p>
      )}
      <div className="topline">
        <h1>{sayDay(dayIn(env().timeZone, ctx.now))}</h1>
        <a className="btn" href="/desk/developments/new">
          <Plus className="i" aria-hidden="true" /> New development
        </a>
      </div>
      <section className="section">
        <div className="sec-head">
          <h2>Waiting for a second person</h2>
          <a href="/desk/reviews">All reviews</a>
        </div>
        <Waiting rows={waiting} />
      </section>
      <section className="section">
        <h2>Your drafts</h2>
        <Drafts rows={mine} empty="What you begin and have not sent stands here. New development begins one." />
      </section>
      <section className="section">
        <h2>Drafts of others</h2>
        <Drafts rows={others} empty="Nobody else has an open draft." />
      </section>
      <section className="section small">
        <h2>Your session</h2>
        <p className="soft">Signed in as {ctx.caller.email}. Left a computer somewhere, or lost one?</p>
        <form action={signOutEverywhere}>
          <button className="btn quiet mini" type="submit">
            Sign out everywhere
          </button>
        </form>
      </section>
    </DeskPage>
  );
}

function Waiting({ rows }: { rows: WaitingRow[] }) {
  const decidable = rows.filter((row) => row.mayDecide);
  const own = rows.length - decidable.length;
  return (
    <>
      {decidable.length === 0 && <p className="empty soft">Nothing waits for you.</p>}
      <ul className="queue">
        {decidable.slice(0, 5).map((row) => (
          <li key={row.id}>
            <div>
              <a className="t" href={`/desk/reviews/${row.id}`}>
                {row.title}
              </a>
              <p>
                {row.what === "new" ? "New" : row.what === "change" ? `${row.fields} fields changed` : "Retraction"},
                sent by {row.submittedBy}
              </p>
            </div>
            <span className="when">
              <Since at={row.submittedAt} />
            </span>
          </li>
        ))}
      </ul>
      {own > 0 && (
        <p className="small faint">
          {own} more {own === 1 ? "waits" : "wait"} for somebody else: nobody decides on what they wrote.
        </p>
      )}
    </>
  );
}

function Drafts({ rows, empty }: { rows: DeskRow[]; empty: string }) {
  if (rows.length === 0) return <p className="empty soft">{empty}</p>;
  return (
    <ul className="queue">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <a className="t" href={`/desk/developments/${row.id}`}>
              {row.title || "Without a title yet"}
            </a>
            <p>
              {row.state === "published" ? "Unsent changes to what is published" : "Draft"}, revision {row.number} by{" "}
              {row.author}
            </p>
            {row.sentBack && <p className="need">Sent back: {row.sentBack}</p>}
          </div>
          <span className="when">
            <Since at={row.savedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
