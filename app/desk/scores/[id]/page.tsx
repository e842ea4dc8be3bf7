import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { ScoreDone } from "@/components/desk/score-done";
import { DiscussForm, ScoreForm } from "@/components/desk/score-form";
import { DeskPage } from "@/components/layout/desk-page";
import { Day, Since } from "@/components/ui/day";
import { Markdown } from "@/components/ui/markdown";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { idOf } from "@/lib/http/id";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sayMedian, sayStatus } from "@/lib/labels";
import { getForScoring, type ImpactToScore } from "@/lib/scores/queries";
import { discuss, score } from "../actions";

export const metadata: Metadata = { title: "Score", robots: { index: false } };

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

export default async function ScorePage({ params, searchParams }: Props) {
  const { id } = await params;
  const ctx = await deskPage(`/desk/scores/${id}`);
  const query = await readQuery(searchParams);
  const { development, impacts } = await orNotFound((async () => getForScoring(ctx, idOf(id)))());
  const asked = impacts.find(({ area }) => area.slug === query.get("area"));
  const current = asked ?? impacts.find(({ own }) => own === null) ?? impacts[0];
  return (
    <DeskPage caller={ctx.caller} current="/desk/scores" signOut={signOut}>
      <p className="crumb">
        <a href="/desk/scores">Scores</a>
      </p>
      <ScoreDone
        done={query.get("done")}
        now={`Saved. This is the next ${query.get("done")?.startsWith(`${id}.`) ? "impact" : "development"}.`}
      />
      <div className="panes">
        <div className="to-score">
          <h1 className="review-h" dir="auto">
            {development.title}
          </h1>
          <p className="small soft">
            {development.body.name}, <Day value={development.decidedOn} precision={development.datePrecision} />,{" "}
            {sayStatus(development.status).toLowerCase()}. <a href={`/developments/${development.slug}`}>Public page</a>{" "}
            <a href="#score">To the score</a>
          </p>
          {development.summary && <Markdown text={development.summary} />}
          <h2 className="label">Sources</h2>
          <ol className="plain-list small">
            {development.sources.map(({ url, title, publisher, kind }) => (
              <li key={url}>
                <a href={url} rel="nofollow noopener" target="_blank">
                  {title || url}
                </a>{" "}
                <span className="faint">
                  {publisher}, {kind}
                </span>
              </li>
            ))}
          </ol>
          <h2 className="label">Impacts of this development</h2>
          <ul className="queue">
            {impacts.map(({ area, own, split }) => (
              <li key={area.slug}>
                <a
                  href={`/desk/scores/${development.id}?area=${area.slug}#score`}
                  aria-current={area.slug === current?.area.slug ? "true" : undefined}
                >
                  {area.name}
                </a>
                <span className="when">
                  {own ? "scored by you" : "not scored by you"}
                  {split && ", scorers disagree"}
                </span>
              </li>
            ))}
          </ul>
        </div>
        <div className="pane-r" id="score">
          {current ? (
            <Impact
              key={current.area.slug}
              id={development.id}
              impact={current}
              only={query.get("only")}
              goesOn={query.has("done")}
            />
          ) : (
            <p className="soft">This development names no impact area, so there is nothing to score.</p>
          )}
        </div>
      </div>
    </DeskPage>
  );
}

function Impact(props: { id: number; impact: ImpactToScore; only: string | null; goesOn: boolean }) {
  const { id, only, goesOn } = props;
  const { area, own, given, split, comments } = props.impact;
  return (
    <>
      <h2>{area.name}</h2>
      <p className="small soft">{area.definition}</p>
      {own?.reworded && (
        <p className="msg notice">
          The scale was changed since you scored this: <a href={`/impact/${area.slug}#wordings`}>what it said</a>. Your
          score stands as you gave it; save it again if it holds under these words, or change it.
        </p>
      )}
      <ScoreForm action={score} {...{ id, area, only, own, goesOn }} />
      {given === null ? (
        <p className="small faint">What others said is shown here once your score is in.</p>
      ) : (
        <section className="note">
          <h3>What everybody said</h3>
          {given.map((one) => (
            <p key={one.scorer} className="reason">
              {one.reason || "No reason given."}
              <small>
                {one.scorer}: {one.direction === null ? "unclear" : sayMedian(one.direction)}
              </small>
            </p>
          ))}
        </section>
      )}
      {(split || comments.length > 0) && given !== null && (
        <section className="note" aria-label="Discussion">
          <h3>{split ? "Scorers disagree by two steps or more" : "Discussion"}</h3>
          {comments.map(({ author, text, writtenAt }) => (
            <p key={`${author} ${writtenAt.getTime()}`} className="reason">
              {text}
              <small>
                {author}, <Since at={writtenAt} />
              </small>
            </p>
          ))}
          <DiscussForm action={discuss} id={id} area={area.slug} />
        </section>
      )}
    </>
  );
}
