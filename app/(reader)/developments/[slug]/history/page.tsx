import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Changes } from "@/components/developments/changes";
import { ReaderPage } from "@/components/layout/reader-page";
import { Since } from "@/components/ui/day";
import { Markdown } from "@/components/ui/markdown";
import { compareContents, fieldLabels, type Names, say } from "@/lib/developments/compare";
import { type ApprovedRevision, getHistory, type History } from "@/lib/developments/history";
import { listNames } from "@/lib/developments/names";
import { NotFound } from "@/lib/errors";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

type Props = { params: Promise<{ slug: string }>; searchParams: PageQuery };

export const metadata: Metadata = { title: "History", robots: { index: false } };

export default async function HistoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const query = await readQuery(searchParams);
  const ctx = publicContext();
  const history = await getHistory(ctx, slug).catch((error) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  const names = await listNames(
    ctx,
    history.revisions.map((revision) => revision.content),
  );
  const numbered = (word: string) => history.revisions.find(({ number }) => String(number) === query.get(word));
  const shown = query.has("revision") ? (numbered("revision") ?? null) : undefined;
  const latest = history.revisions.at(-1);
  const after = numbered("b") ?? latest;
  const before = numbered("a") ?? history.revisions.at(-2);
  return (
    <ReaderPage>
      <p className="crumb">
        <a href="/timeline">Timeline</a> › <a href={`/developments/${slug}`}>{history.title}</a>
      </p>
      <h1>History</h1>
      <p className="text soft">
        Every version that a second person approved is kept, with who wrote it and who approved it. Each carries a hash
        that includes the one before it, so that a silent change would show.
      </p>
      {shown === null && <p className="msg notice">There is no approved revision with this number.</p>}
      {shown && latest && <OneRevision revision={shown} latest={latest} names={names} slug={slug} />}
      {!shown && after && before && after !== before && (
        <Comparison history={history} before={before} after={after} names={names} slug={slug} />
      )}
      <RevisionList history={history} slug={slug} />
    </ReaderPage>
  );
}

function RevisionList({ history, slug }: { history: History; slug: string }) {
  return (
    <section className="section">
      <h2>
        {history.revisions.length === 1 ? "One approved revision" : `${history.revisions.length} approved revisions`}
      </h2>
      <table className="tbl-stack">
        <thead>
          <tr>
            <th scope="col">Revision</th>
            <th scope="col">Written by</th>
            <th scope="col">Approved by</th>
            <th scope="col">Known here since</th>
            <th scope="col">Hash</th>
          </tr>
        </thead>
        <tbody>
          {history.revisions.toReversed().map((revision) => (
            <tr key={revision.id}>
              <th scope="row">
                <a href={`/developments/${slug}/history?revision=${revision.number}`}>Revision {revision.number}</a>
                {revision.corrects && <Corrects reason={revision.corrects} />}
              </th>
              <td data-l="Written by">
                {revision.authors.join(" and ")}, <Since at={revision.recordedAt} />
              </td>
              <td data-l="Approved by">{revision.approvedBy ?? "nobody here: loaded"}</td>
              <td data-l="Known since">
                <Since at={revision.approvedAt} />
              </td>
              <td className="hash">{revision.hash.slice(0, 16)}…</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small faint">
        Numbers left out belong to versions that were saved on the way and not published as such.
      </p>
    </section>
  );
}

function Comparison(props: {
  history: History;
  before: ApprovedRevision;
  after: ApprovedRevision;
  names: Names;
  slug: string;
}) {
  const { history, before, after, names, slug } = props;
  return (
    <section className="section" aria-labelledby="differences">
      <h2 id="differences">
        From revision {before.number} to revision {after.number}
      </h2>
      {history.revisions.length > 2 && (
        <form className="compare-form" action={`/developments/${slug}/history`}>
          <Choice name="a" label="Compare" revisions={history.revisions} chosen={before} />
          <Choice name="b" label="with" revisions={history.revisions} chosen={after} />
          <button className="btn quiet" type="submit">
            Show the differences
          </button>
        </form>
      )}
      <p className="small soft">
        <del className="was">was</del> · <ins className="now">now</ins>
      </p>
      <Changes changes={compareContents(before.content, after.content, names)} />
    </section>
  );
}

function Choice(props: { name: string; label: string; revisions: ApprovedRevision[]; chosen: ApprovedRevision }) {
  const { name, label, revisions, chosen } = props;
  return (
    <label>
      {label}
      <select name={name} defaultValue={chosen.number}>
        {revisions.map(({ number }) => (
          <option key={number} value={number}>
            revision {number}
          </option>
        ))}
      </select>
    </label>
  );
}

function Corrects({ reason }: { reason: string }) {
  return (
    <p className="small soft">
      Corrects what a letter had carried: <span dir="auto">{reason}</span>
    </p>
  );
}

function sayLater(revision: ApprovedRevision, latest: ApprovedRevision, names: Names): string {
  if (latest.content.retractedBecause !== null) return "This was retracted later.";
  return compareContents(revision.content, latest.content, names).length === 0
    ? "A later revision has taken its place, and says the same."
    : "This is not what the record says now: a later revision has taken its place.";
}

/** One version in full: what its permalink shows for ever. */
function OneRevision(props: { revision: ApprovedRevision; latest: ApprovedRevision; names: Names; slug: string }) {
  const { revision, latest, names, slug } = props;
  const fields = (Object.keys(fieldLabels) as (keyof typeof fieldLabels)[]).filter(
    (field) => field !== "noteForReviewer" && field !== "datePrecision",
  );
  return (
    <section className="section" aria-labelledby="revision">
      <h2 id="revision">Revision {revision.number}</h2>
      <p className="small soft">
        Written by {revision.authors.join(" and ")},{" "}
        {revision.approvedBy ? `approved by ${revision.approvedBy}` : "loaded and not reviewed here,"} on{" "}
        <Since at={revision.approvedAt} />. <a href={`/developments/${slug}/history`}>All revisions</a>
      </p>
      {latest !== revision && (
        <div className="msg notice">
          <p>
            {sayLater(revision, latest, names)} <a href={`/developments/${slug}`}>What stands now</a>
          </p>
          {latest.content.retractedBecause !== null && (
            <Markdown text={latest.content.retractedBecause} className="small" />
          )}
        </div>
      )}
      {revision.corrects && <Corrects reason={revision.corrects} />}
      <div className="diff">
        {fields.map((field) => {
          const text = say(revision.content, field, names);
          return text === "" ? null : (
            <section key={field} className="diff-row">
              <h3 className="label">{fieldLabels[field]}</h3>
              {field === "summary" || field === "retractedBecause" ? (
                <Markdown text={text} />
              ) : (
                <p className="lines" dir="auto">
                  {text}
                </p>
              )}
            </section>
          );
        })}
      </div>
      <p className="hash">SHA-256 {revision.hash}</p>
    </section>
  );
}
