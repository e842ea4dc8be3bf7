import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { AreaIcon } from "@/components/areas/area-icon";
import { StepWord } from "@/components/developments/glyphs";
import { DeskPage } from "@/components/layout/desk-page";
import { type AreaView, listAreas } from "@/lib/areas/queries";
import { scaleSteps } from "@/lib/areas/wording";
import { sayDevelopments } from "@/lib/charts/summary";
import type { PersonContext } from "@/lib/context";
import { listFacets } from "@/lib/developments/facets";
import { noFilters, timelineHref } from "@/lib/developments/filters";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { sayMedian, stepOfMedian } from "@/lib/labels";
import type { Agreement } from "@/lib/scores/agreement";
import { agreementToldTo } from "@/lib/scores/agreement-by-area";
import { countScoresByArea, type ScoresOfArea } from "@/lib/scores/by-area";

export const metadata: Metadata = { title: "Areas", robots: { index: false } };

export default async function AreasPage() {
  const ctx = await deskPage("/desk/areas");
  const rows = await orNotFound(load(ctx));
  return (
    <DeskPage caller={ctx.caller} current="/desk/areas" signOut={signOut}>
      <h1>Areas</h1>
      <p className="text soft">
        What each impact area is called, what belongs in it and what the steps of its scale mean. A change is seen by
        readers at once; every earlier wording is kept, with the scores that were given against it. Agreement is told
        where two people scored the same impacts. Areas are neither added nor removed here: developments, letters and
        subscriptions refer to them.
      </p>
      <section className="section">
        <table className="tbl-stack areas">
          <caption className="vh">The impact areas</caption>
          <thead>
            <tr>
              <th scope="col">Area</th>
              <th scope="col">Group</th>
              <th scope="col">Definition and scale</th>
              <th scope="col" className="r">
                Developments
              </th>
              <th scope="col" className="r">
                Scores
              </th>
              <th scope="col">Agreement</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.area.slug} {...row} />
            ))}
          </tbody>
        </table>
      </section>
    </DeskPage>
  );
}

type AreaRow = {
  area: AreaView;
  developments: number;
  scores: ScoresOfArea;
  agreement: Agreement | "hidden" | undefined;
};

/** The number of developments is the length of the list it opens. */
async function load(ctx: PersonContext): Promise<AreaRow[]> {
  const [scores, areas, { facets }] = await Promise.all([
    countScoresByArea(ctx),
    listAreas(ctx),
    listFacets(ctx, noFilters),
  ]);
  const slugs = areas.map(({ slug }) => slug);
  const agreement = await agreementToldTo(ctx, noFilters, slugs);
  return areas.map((area) => ({
    area,
    developments: facets.area.find(({ value }) => value === area.slug)?.n ?? 0,
    scores: scores.get(area.slug) ?? { given: 0, scorers: 0 },
    agreement: agreement.get(area.slug),
  }));
}

function Row({ area, developments, scores, agreement }: AreaRow) {
  return (
    <tr>
      <th scope="row">
        <AreaIcon slug={area.slug} /> <a href={`/desk/areas/${area.slug}`}>{area.name}</a>
      </th>
      <td data-l="Group:">{area.group.name}</td>
      <td>
        {area.definition}
        <details className="same">
          <summary>
            The scale<span className="vh"> of {area.name}</span>
          </summary>
          <dl className="scale-words">
            {scaleSteps.map((step) => (
              <div key={step}>
                <dt>
                  <StepWord step={stepOfMedian(Number(step))} word={sayMedian(Number(step))} />
                </dt>
                <dd className="small soft">{area.scale[step]}</dd>
              </div>
            ))}
          </dl>
        </details>
      </td>
      <td className="r" data-l="Developments:">
        <a
          className="num"
          href={timelineHref({ ...noFilters, area: [area.slug] })}
          aria-label={`${sayDevelopments(developments)} on ${area.name}`}
        >
          {developments}
        </a>
      </td>
      <td className="r num" data-l="Scores:">
        {scores.given}
        {scores.given > 0 && (
          <span className="small soft">
            {" "}
            by {scores.scorers} {scores.scorers === 1 ? "person" : "people"}
          </span>
        )}
      </td>
      <td data-l="Agreement:" className={isTold(agreement) ? undefined : "z"}>
        {sayAgreement(agreement)}
      </td>
    </tr>
  );
}

const isTold = (agreement: AreaRow["agreement"]): agreement is Agreement & { alpha: number } =>
  agreement !== undefined && agreement !== "hidden" && agreement.alpha !== null;

function sayAgreement(agreement: AreaRow["agreement"]): string {
  if (agreement === "hidden") return "hidden until your scores are in";
  if (!isTold(agreement)) return "none yet";
  return `α = ${agreement.alpha.toFixed(2)} (${agreement.pairs} ${agreement.pairs === 1 ? "pair" : "pairs"})`;
}
