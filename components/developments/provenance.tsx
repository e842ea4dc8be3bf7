import { History, Quote, SquarePen, Undo2 } from "lucide-react";
import { Since } from "@/components/ui/day";
import { sayDay } from "@/lib/days";
import type { DevelopmentDetail } from "@/lib/developments/views";
import { listReasons } from "@/lib/digests/corrections";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";

/** Where it is known from: sources beside the text; who wrote and approved it, and how to cite it, below. */

export function Sources({ development: { sources, verificationNote } }: { development: DevelopmentDetail }) {
  return (
    <aside className="side" aria-label="Sources">
      <section className="note ink">
        <h2>{sources.length === 1 ? "Source" : "Sources"}</h2>
        <ol className="notes">
          {sources.map((source) => (
            <li key={source.url}>
              <div>
                <a href={source.url} rel="nofollow" dir="auto">
                  {source.title || source.url}
                </a>
                <p>
                  {source.publisher && `${source.publisher} · `}
                  {source.kind}
                </p>
              </div>
            </li>
          ))}
        </ol>
        <p className="small faint">Primary: issued by the acting body. Secondary: a report by others.</p>
      </section>
      {verificationNote && (
        <section className="note">
          <h2>What was read</h2>
          <p className="small soft">{verificationNote}</p>
        </section>
      )}
    </aside>
  );
}

export async function AboutTheRecord({ development }: { development: DevelopmentDetail }) {
  const { slug, title, revision, revisionCount, id, retractedBecause } = development;
  const reasons = await listReasons(publicContext().db, id, new Date(revision.approvedAt));
  const address = `${env().baseUrl}/developments/${slug}/history?revision=${revision.number}`;
  return (
    <section className="min sec small">
      <h2>The record</h2>
      <div className="foot-grid">
        <div>
          <h3 className="label">History</h3>
          <p className="soft">
            Revision {revision.number}, written by {revision.authors.join(" and ")},{" "}
            {revision.approvedBy ? `approved by ${revision.approvedBy}` : "loaded and not reviewed here,"} on{" "}
            <Since at={revision.approvedAt} />.
          </p>
          {reasons.map(({ reason, decidedAt, week }) => (
            <p key={decidedAt.toISOString()} className="soft">
              Corrected on <Since at={decidedAt} />
              {week && (
                <>
                  , after <a href={`/digests/${week}#${slug}`}>the letter of {week}</a>
                </>
              )}
              : <span dir="auto">{reason}</span>
            </p>
          ))}
          <p>
            <a href={`/developments/${slug}/history`}>
              <History className="i" aria-hidden="true" />{" "}
              {revisionCount === 1 ? "The one published revision" : `All ${revisionCount} published revisions`}
            </a>
          </p>
        </div>
        <div>
          <h3 className="label">
            <Quote className="i" aria-hidden="true" /> Cite
          </h3>
          <p className="soft cite">
            Plenary, “{title}”, revision {revision.number}, {sayDay(revision.approvedAt.slice(0, 10))}, {address}
          </p>
        </div>
        <div>
          <h3 className="label">For editors</h3>
          <p>
            <a href={`/desk/developments/${id}`} rel="nofollow">
              <SquarePen className="i" aria-hidden="true" /> Change it at the desk
            </a>
          </p>
          {retractedBecause === null && (
            <p>
              <a href={`/desk/developments/${id}/history#retract`} rel="nofollow">
                <Undo2 className="i" aria-hidden="true" /> Retract it
              </a>
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
