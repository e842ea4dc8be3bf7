import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { ScoreDone } from "@/components/desk/score-done";
import { DeskPage } from "@/components/layout/desk-page";
import { Day } from "@/components/ui/day";
import { listAreas } from "@/lib/areas/queries";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sayMedian } from "@/lib/labels";
import { listScored, listSplit, listToScore } from "@/lib/scores/queries";

export const metadata: Metadata = { title: "Scores", robots: { index: false } };

const pageLength = 20;
const mostShown = 1_000;

export default async function ScoresPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk/scores");
  const query = await readQuery(searchParams);
  const areas = await listAreas(ctx);
  const area = areas.find(({ slug }) => slug === query.get("area"));
  const asked = Number(query.get("show"));
  const shown = asked >= pageLength && asked <= mostShown ? Math.floor(asked) : pageLength;
  const [found, scored, split] = await Promise.all([
    orNotFound(listToScore(ctx, { area: area?.slug, limit: shown + 1 })),
    listScored(ctx),
    listSplit(ctx),
  ]);
  const rows = found.slice(0, shown);
  const more = new URLSearchParams({
    ...(area ? { area: area.slug } : {}),
    show: String(Math.min(shown + pageLength, mostShown)),
  });
  return (
    <DeskPage caller={ctx.caller} current="/desk/scores" signOut={signOut}>
      <ScoreDone done={query.get("done")} now="Your scores are in. Readers see them now." />
      <h1>Scores</h1>
      <p className="text soft">
        Several people score each impact without seeing one another. What others said of it is shown once yours is in;
        please do not look it up on the public pages before.
      </p>
      <form className="controls" action="/desk/scores" aria-label="Which to score">
        <div>
          <label className="label" htmlFor="area">
            Impact area
          </label>
          <select id="area" name="area" defaultValue={area?.slug ?? ""}>
            <option value="">all areas</option>
            {areas.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div>
          <button className="btn quiet" type="submit">
            Show
          </button>
        </div>
      </form>
      <section className="section">
        <h2>For you to score</h2>
        {rows.length === 0 ? (
          <p className="empty soft">You have scored every published impact{area && ` on ${area.name}`}.</p>
        ) : (
          <ul className="queue">
            {rows.map((row) => (
              <li key={row.id}>
                <div>
                  <a
                    className="t"
                    href={`/desk/scores/${row.id}${area ? `?area=${area.slug}&only=${area.slug}` : ""}`}
                    dir="auto"
                  >
                    {row.title}
                  </a>
                  <p>
                    {row.body}. {row.areas.map(({ name }) => name).join(", ")}
                  </p>
                </div>
                <span className="when">
                  <Day value={row.decidedOn} precision={row.datePrecision} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {found.length > shown && shown < mostShown && (
          <p>
            <a className="btn quiet" href={`/desk/scores?${more}`}>
              Show {Math.min(pageLength, mostShown - shown)} more
            </a>
          </p>
        )}
        {found.length > shown && shown === mostShown && (
          <p className="soft">There are more: they are shown as you score these, or choose an impact area.</p>
        )}
      </section>
      {split.length > 0 && (
        <section className="section" aria-labelledby="split">
          <h2 id="split">Where you and others disagree</h2>
          <ul className="queue">
            {split.map(({ id, title, area, low, high }) => (
              <li key={`${id} ${area.slug}`}>
                <div>
                  <a className="t" href={`/desk/scores/${id}?area=${area.slug}#score`} dir="auto">
                    {title}
                  </a>
                  <p>
                    {area.name}: from {sayMedian(low)} to {sayMedian(high)}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {scored.length > 0 && (
        <section className="section">
          <h2>You scored last</h2>
          <ul className="queue">
            {scored.map(({ id, title }) => (
              <li key={id}>
                <a className="t" href={`/desk/scores/${id}`} dir="auto">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </DeskPage>
  );
}
