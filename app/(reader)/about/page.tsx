import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { type AreaView, listAreas } from "@/lib/areas/queries";
import { publicContext } from "@/lib/http/context";
import { sayMedian } from "@/lib/labels";
import { getWithdrawalList } from "@/lib/withdrawal/queries";

export const metadata: Metadata = {
  title: "About",
  description: "How the record is kept, what belongs in it, what directions mean and what must not be compared.",
  alternates: { canonical: "/about" },
};

export default async function AboutPage() {
  const ctx = publicContext();
  const [areas, list] = await Promise.all([listAreas(ctx), getWithdrawalList(ctx)]);
  return (
    <ReaderPage current="/about">
      <h1>How this record is kept</h1>
      <div className="prose about">
        <p>
          On 7 January 2026 the United States ordered its withdrawal from 66 international bodies. Plenary records what
          bodies that govern the internet decide after that, one entry for each dated and sourced decision, and what
          they decided in the years before for context.
        </p>
        <h2 id="rules">Rules of the record</h2>
        <ul>
          <li>
            <strong>Nothing is overwritten.</strong> Every saved version is kept with its author, its time and a hash
            that includes the version before. Readers see the latest one that a second person approved; nobody approves
            their own.
          </li>
          <li>
            <strong>Two times.</strong> When it was decided, and since when it is known here. Timeline and development
            pages can be shown as they stood on any past day (“As known on”).
          </li>
          <li>
            <strong>No source, no publication.</strong> Each source is primary (issued by the acting body) or secondary
            (a report by others).
          </li>
          <li>
            <strong>Retracted entries keep their page</strong> and say why; they are in no list or count.
          </li>
          <li>
            <strong>Unknown stays unknown.</strong> “Not known” and “not scored” are never zero.
          </li>
        </ul>
        <h2 id="inclusion">What belongs in it</h2>
        <p>
          A development is one dated, sourced thing that a body decided or that happened to it, where it touches at
          least one of the impact areas below. A few records on health, climate and tax are kept as comparison cases for
          the stages of a withdrawal and say so.
        </p>
        <p>Of the 66 bodies: {list.inclusionRule}</p>
        <p>
          The <strong>link to the withdrawal</strong> is <em>direct</em> where a development is, carries out or
          expressly answers the memorandum, or is the order it rests on; <em>plausible</em> where it concerns the same
          bodies or the same line of policy without a stated link; otherwise none is shown.
        </p>
        <h2 id="direction">What a direction means</h2>
        <p>
          A direction from –2 (strongly restricts) to +2 (strongly opens) is one named person’s view of the effect on an
          open, free and global internet in one area, with a sentence of reason. Shown are the median, the range and how
          many scored; a median halfway between two steps is named by the one farther from no change. The directions
          loaded with the starter data are the suggestions of one reader. Directions of different areas are never added
          into one figure.
        </p>
        <p>
          Several people score each impact without seeing one another: what others said is shown to a scorer only once
          their own score is in. A changed score keeps the old one. Where the definition or the scale of an area
          changes, the words before stay on its page, and each score that was given against them says so. Where scores
          lie two steps or more apart, the page says so. How far scorers agree is told by Krippendorff’s alpha for
          ordinal data, with the number of pairs it rests on: 1 is perfect agreement, 0 what chance would give, and
          without two scorers on the same impacts nothing is said. Charts draw weaker what one person scored, and areas
          on which scorers agree little.
        </p>
        <h2 id="charts">How charts are counted</h2>
        <p>
          Each figure of a <a href="/impact">chart</a> is the number of published developments in one list, and opens
          it. The rule stands under each chart, with what was left out. Comparison cases are in no chart but the one of
          the first page and the trend of a list, unless a filter asks for them. A month of which little was collected
          and that holds nothing is “not known”, not zero. Where only the year of a decision is known, no month or
          quarter counts it. “As known on” a past day shows what was approved and scored by its end, and the names that
          areas had; groups of actors and stages of the United States are told as known today.
        </p>
        <h2 id="letter">The weekly letter</h2>
        <p>
          The <a href="/subscribe">letter</a> holds what was approved here from Monday to Sunday, whenever it was
          decided: each development once, as it stood when the week closed. What was loaded when this record was set up
          is in no letter. A quiet week says so, with the number of watched pages that editors looked at. What was wrong
          in a letter stands corrected first in the next one of those who got it, and is marked in the{" "}
          <a href="/digests">archive</a>. An address is kept for the letter only; nobody here sees it, nothing counts
          what is opened or clicked, and it can be erased by the link in each letter.
        </p>
        <h2 id="compare">What must not be compared</h2>
        <ul>
          <li>
            Counts before and after 7 January 2026: the baseline spans some three years and leans to well-known events,
            the time after spans months and holds what happened to be found.
          </li>
          <li>Shares of directions between periods, bodies or countries.</li>
          <li>Sums over areas. The parts are shown.</li>
          <li>Correlation as effect: most developments after the memorandum have no shown link to it.</li>
        </ul>
        <h2 id="areas">Impact areas and their scales</h2>
      </div>
      {areas.map((area) => (
        <Area key={area.slug} area={area} />
      ))}
      <div className="prose about">
        <h2 id="data">Data for programs</h2>
        <p>
          The whole record as files, and the addresses for programs, are on the page <a href="/data">Data</a>. Facts
          were gathered from public sources in November 2026, from archived or republished copies; check each address
          before relying on it.
        </p>
      </div>
    </ReaderPage>
  );
}

function Area({ area }: { area: AreaView }) {
  return (
    <details className="area" id={area.slug}>
      <summary>
        <b>{area.name}</b> <span className="faint small">{area.group.name}</span>
      </summary>
      <p className="reason">{area.definition}</p>
      <dl className="roles">
        {(["-2", "-1", "0", "1", "2"] as const).map((step) => (
          <div key={step} style={{ display: "contents" }}>
            <dt>{sayMedian(Number(step))}</dt>
            <dd>{area.scale[step]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
