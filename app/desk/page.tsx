import { Link, Plus } from "lucide-react";
import type { Metadata } from "next";
import { signOut, signOutEverywhere } from "@/app/sign-in/actions";
import { KeysSwitch } from "@/components/desk/keys-switch";
import { DraftQueue, ReviewQueue } from "@/components/desk/queues";
import { WatchList } from "@/components/desk/watch-list";
import { DeskPage } from "@/components/layout/desk-page";
import { Day } from "@/components/ui/day";
import { can, reviewerRoles } from "@/lib/auth/access";
import { listPeople } from "@/lib/auth/people";
import { dayIn, sayWeekday } from "@/lib/days";
import { countDrafts, listDrafts } from "@/lib/developments/desk";
import { listHeld } from "@/lib/digests/manage";
import { env } from "@/lib/env";
import { deskPage } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { listMilestonesWithoutSource, type MilestoneView } from "@/lib/milestones/queries";
import { listWaiting } from "@/lib/reviews/queries";
import { listWatchedSources } from "@/lib/sources/queries";

export const metadata: Metadata = { title: "Desk", robots: { index: false } };

const requestsShown = 5;

export default async function DeskHome({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk");
  const [query, drafts, count, waiting, watched, unsourced, held, people] = await Promise.all([
    readQuery(searchParams),
    listDrafts(ctx),
    countDrafts(ctx),
    listWaiting(ctx),
    listWatchedSources(ctx),
    listMilestonesWithoutSource(ctx),
    listHeld(ctx),
    can(ctx.caller, "people.manage") ? listPeople(ctx) : null,
  ]);
  const isAlone = people?.filter(({ active, role }) => active && reviewerRoles.includes(role)).length === 1;
  const aside = drafts.filter((row) => row.aside);
  const open = drafts.filter((row) => !row.aside);
  const own = open.filter((row) => row.mine);
  const ofOthers = open.filter((row) => !row.mine);
  const decidable = waiting.filter((row) => row.mayDecide);
  const others = waiting.length - decidable.length;
  return (
    <DeskPage caller={ctx.caller} current="/desk" signOut={signOut}>
      {query.has("sent") && (
        <p className="msg notice" role="status">
          Sent to review. Readers see it once a second person says yes.
        </p>
      )}
      {query.has("imported") && (
        <p className="msg ok" role="status">
          {sayImported(Number(query.get("imported")), Number(query.get("known")))}
        </p>
      )}
      {isAlone && (
        <p className="msg notice">
          Nobody but you may approve here, and nobody approves what they wrote. <a href="/desk/people">Add an editor</a>
        </p>
      )}
      {held.map(({ week, heldBecause }) => (
        <p key={week} className="msg err">
          The letter of <a href={`/desk/digests/${week}`}>{week}</a> is held. {heldBecause}
        </p>
      ))}
      <div className="topline">
        <h1>{sayWeekday(dayIn(env().timeZone, ctx.now))}</h1>
        <NewDevelopment />
      </div>
      <div className="panes">
        <div>
          <section className="section">
            <div className="sec-head">
              <h2>Waiting for a second person</h2>
              <a href="/desk/reviews">All reviews</a>
            </div>
            <ReviewQueue rows={decidable.slice(0, requestsShown)} empty="Nothing waits for you." />
            {others > 0 && (
              <p className="small faint">
                {others} {decidable.length > 0 && "more "}
                {others === 1 ? "waits" : "wait"} for somebody else: nobody decides on what they wrote.
              </p>
            )}
          </section>
          <section className="section">
            <div className="sec-head">
              <h2>Your drafts</h2>
              <a href="/desk/import">Import a CSV</a>
            </div>
            <DraftQueue rows={own} empty="What you begin and have not sent stands here. New begins one." />
            <Shown shown={own.length} of={count.own} />
          </section>
          <section className="section">
            <h2>Drafts of others</h2>
            <DraftQueue rows={ofOthers} empty="Nobody else has an open draft." />
            <Shown shown={ofOthers.length} of={count.others} />
            {aside.length > 0 && (
              <details className="same">
                <summary>
                  {aside.length} set aside: {aside.length === 1 ? "it is" : "they are"} back with the next save
                </summary>
                <DraftQueue rows={aside} empty="" />
              </details>
            )}
          </section>
        </div>
        <aside className="pane-r" aria-label="What to look at">
          <WatchList sources={watched} />
          {unsourced.length > 0 && <Unsourced milestones={unsourced} />}
          <section className="note small">
            <h2>Your session</h2>
            <p className="soft">Signed in as {ctx.caller.email}. Left a computer somewhere, or lost one?</p>
            <form action={signOutEverywhere}>
              <button className="btn quiet mini" type="submit">
                Sign out everywhere
              </button>
            </form>
          </section>
          <KeysSwitch>
            <kbd>N</kbd> new · <kbd>R</kbd> next review
          </KeysSwitch>
        </aside>
      </div>
    </DeskPage>
  );
}

function sayImported(made: number, known: number): string {
  const drafts = `${made || 0} ${made === 1 ? "draft was" : "drafts were"} made.`;
  return known > 0 ? `${drafts} ${known} ${known === 1 ? "line was" : "lines were"} here already.` : drafts;
}

/** Two ways to begin: with the page that says so, or empty. */
function NewDevelopment() {
  return (
    <form className="begin" action="/desk/developments/new">
      <label className="vh" htmlFor="link">
        Address of a page, to log what it says
      </label>
      <div className="field">
        <Link className="i" aria-hidden="true" />
        <input id="link" name="link" type="url" maxLength={2000} placeholder="Paste a link to log a development" />
      </div>
      <button className="btn" type="submit" data-key="n">
        <Plus className="i" aria-hidden="true" /> New <kbd>N</kbd>
      </button>
    </form>
  );
}

function Unsourced({ milestones }: { milestones: MilestoneView[] }) {
  return (
    <section className="note">
      <h2>Dates that need a source</h2>
      <ul className="agenda">
        {milestones.map((milestone) => (
          <li key={milestone.slug}>
            <Day value={milestone.date} precision={milestone.datePrecision} />
            <p>{milestone.title}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const Shown = ({ shown, of }: { shown: number; of: number }) =>
  shown < of && (
    <p className="small faint">
      The {shown} saved last of {of.toLocaleString("en-GB")}.
    </p>
  );
