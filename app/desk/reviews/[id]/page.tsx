import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { KeysSwitch } from "@/components/desk/keys-switch";
import { ReviewForm, WithdrawForm } from "@/components/desk/review-form";
import { Changes } from "@/components/developments/changes";
import { DeskPage } from "@/components/layout/desk-page";
import { Since } from "@/components/ui/day";
import { Markdown } from "@/components/ui/markdown";
import { emptyContent, type Source } from "@/db/content";
import { dayIn } from "@/lib/days";
import { compareContents, unchangedFields } from "@/lib/developments/compare";
import { listNames } from "@/lib/developments/names";
import { doubtsAbout } from "@/lib/developments/rules";
import { env } from "@/lib/env";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { idOf } from "@/lib/http/id";
import { getReview, type ReviewDetail } from "@/lib/reviews/queries";
import { decide, withdraw } from "../actions";

export const metadata: Metadata = { title: "Review", robots: { index: false } };

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await deskPage(`/desk/reviews/${id}`);
  const review = await orNotFound((async () => getReview(ctx, idOf(id)))());
  const before = review.published?.content ?? emptyContent;
  const after = review.revision.content;
  const names = await listNames(ctx, [before, after]);
  const changes = compareContents(before, after, names);
  const unchanged = unchangedFields(before, after, names);
  return (
    <DeskPage caller={ctx.caller} current="/desk/reviews" signOut={signOut}>
      <p className="crumb">
        <a href="/desk/reviews">Reviews</a>
      </p>
      <div className="panes review">
        <div className="review-changes">
          <h1 className="review-h" dir="auto">
            {after.title}
          </h1>
          <p className="small soft">
            Revision {review.revision.number} by {review.authors.join(" and ")}, sent by {review.submittedBy} on{" "}
            <Since at={review.submittedAt} />
            {review.published ? `, against revision ${review.published.number}, which readers see now. ` : ". New. "}
            <b>
              {changes.length} {changes.length === 1 ? "field" : "fields"} {review.published ? "changed" : "filled"}
            </b>
            .{" "}
            {review.published && (
              <>
                <del className="was">was</del> · <ins className="now">now</ins>
              </>
            )}
          </p>
          {after.noteForReviewer && (
            <div className="msg notice">
              <p className="label">Note from the author</p>
              <p className="lines">{after.noteForReviewer}</p>
            </div>
          )}
          {doubtsAbout(after, dayIn(env().timeZone, ctx.now)).map((doubt) => (
            <p key={doubt} className="msg notice">
              Look again: {doubt}
            </p>
          ))}
          <Changes changes={changes} />
          {review.published && unchanged.length > 0 && <Unchanged fields={unchanged} />}
          {after.summary && (
            <details className="same">
              <summary>The summary as readers will see it</summary>
              <Markdown text={after.summary} />
            </details>
          )}
          {isRetraction(review) && (
            <p className="msg">
              This takes the development out of all lists and counts. Its page stays and shows the reason.
            </p>
          )}
        </div>
        <aside className="pane-r" aria-label="Sources">
          <SourcesBeside sources={after.sources} read={after.verificationNote} before={before.sources} />
          <KeysSwitch>
            <kbd>J</kbd> <kbd>K</kbd> next, previous field · <kbd>A</kbd> <kbd>A</kbd> approve · <kbd>B</kbd> write why
            it goes back, <kbd>Ctrl Enter</kbd> send it · <kbd>N</kbd> next request
          </KeysSwitch>
        </aside>
        <div className="review-decide">
          <Decide review={review} />
        </div>
      </div>
    </DeskPage>
  );
}

function Unchanged({ fields }: { fields: ReturnType<typeof unchangedFields> }) {
  return (
    <details className="same">
      <summary>
        {fields.length} {fields.length === 1 ? "field" : "fields"} unchanged:{" "}
        {fields.map(({ label }) => label.toLowerCase()).join(", ")}
      </summary>
      <dl className="roles">
        {fields.map(({ field, label, text }) => (
          <div key={field} style={{ display: "contents" }}>
            <dt>{label}</dt>
            <dd className="lines">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const isRetraction = ({ revision, published }: ReviewDetail) =>
  revision.content.retractedBecause !== null && !published?.content.retractedBecause;

function Decide({ review }: { review: ReviewDetail }) {
  if (review.outcome !== null) {
    return <p className="msg">This request was decided: {review.outcome.replace("-", " ")}.</p>;
  }
  return (
    <>
      {review.mayDecide ? (
        <ReviewForm
          action={decide}
          id={review.id}
          nextId={review.nextId}
          retraction={isRetraction(review)}
          sentIn={review.sentIn}
        />
      ) : (
        <p className="msg">
          A second person has to decide: an editor who wrote no part of it. It was written by{" "}
          {review.authors.join(" and ")}.
        </p>
      )}
      <div className="pager">
        {review.mine && <WithdrawForm action={withdraw} id={review.id} />}
        <a href={`/desk/developments/${review.developmentId}`}>Open it in the form</a>
      </div>
    </>
  );
}

function SourcesBeside({ sources, read, before }: { sources: Source[]; read: string; before: Source[] }) {
  const isNew = (source: Source) => !before.some((other) => other.url === source.url);
  return (
    <>
      <h2 className="pane-h">Sources</h2>
      <ol className="notes">
        {sources.map((source) => (
          <li key={source.url}>
            <div>
              <a href={source.url} target="_blank" rel="noreferrer nofollow">
                {source.title || source.url}
              </a>
              <p>
                {source.publisher && `${source.publisher} · `}
                {source.kind}
                {isNew(source) && before.length > 0 && <ins className="now"> new</ins>}
                <br />
                <span className="hash">{new URL(source.url).hostname}</span>
              </p>
            </div>
          </li>
        ))}
      </ol>
      {read && (
        <section className="note">
          <h2>What was read</h2>
          <p className="small soft lines">{read}</p>
        </section>
      )}
    </>
  );
}
