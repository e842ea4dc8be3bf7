import { ArrowRight, Braces, Download, ImageDown } from "lucide-react";
import type { ReactNode } from "react";
import { fileHref } from "@/lib/charts/address";
import type { ChartAnswer } from "@/lib/charts/answer";
import { sayDay } from "@/lib/days";
import { sidesBeside } from "./beside";

/** A drawing with what makes it readable: its heading, its rule, what was left out, and the way to its records. */
export function ChartFigure(props: {
  answer: ChartAnswer;
  heading?: string;
  level?: "h2" | "h3";
  children: ReactNode;
  /** More ways on, after the files. */
  ways?: ReactNode;
}) {
  const { answer, heading, level: Heading = "h2", children, ways } = props;
  const { beside } = answer;
  return (
    <figure className="chart">
      <figcaption>
        <Heading>{heading ?? answer.title}</Heading>
        <p>{answer.subtitle}</p>
      </figcaption>
      {beside && <p className="small soft">{beside.sameScale ? sameScale : ownScales}</p>}
      {children}
      <Rules answer={answer} label={Heading === "h2" ? "h3" : "h4"} />
      <p className="acts">
        {!beside && <RecordsLink answer={answer} />}
        <Files answer={answer} />
        {ways}
      </p>
    </figure>
  );
}

/** How it was counted, in words; of a comparison for either list. */
export function Rules({ answer, label: Label = "h3" }: { answer: ChartAnswer; label?: "h3" | "h4" }) {
  if (!answer.beside) return <Rule answer={answer} />;
  return (
    <div className="halves">
      {sidesBeside(answer).map((side) => (
        <section key={side.name}>
          <Label>{side.name}</Label>
          <Rule answer={side.answer} />
          <p className="acts">
            <RecordsLink answer={side.answer} />
          </p>
        </section>
      ))}
    </div>
  );
}

export function Rule({ answer }: { answer: ChartAnswer }) {
  const { rule, excluded, warnings, asOf, known, summary, isBlind } = answer;
  return (
    <dl className="rule-line">
      {!isBlind && (
        <>
          <dt>In short</dt>
          <dd>{summary}</dd>
        </>
      )}
      <dt>How counted</dt>
      <dd>{rule}</dd>
      {excluded.length > 0 && (
        <>
          <dt>Left out</dt>
          <dd>
            {excluded.map(({ reason, n, href }, index) => (
              <span key={reason}>
                {index > 0 && "; "}
                {reason}: {href ? <a href={href}>{n}</a> : n}
              </span>
            ))}
            .
          </dd>
        </>
      )}
      {warnings.length > 0 && (
        <>
          <dt>Mind</dt>
          <dd>{warnings.join(" ")}</dd>
        </>
      )}
      <dt>Known on</dt>
      <dd>
        {sayDay(asOf)}
        {known}
      </dd>
    </dl>
  );
}

const sameScale = "Same rule, same scale.";
const ownScales = "Same rule, each period with its own scale: the numbers of both must not be compared.";

function RecordsLink({ answer: { total, measure } }: { answer: ChartAnswer }) {
  if (!total.href || total.n === 0) return null;
  const what = measure === "names" ? "names" : total.n === 1 ? "record" : "records";
  return (
    <a href={total.href}>
      <ArrowRight className="i" aria-hidden="true" />
      Open the {total.n} {what}
    </a>
  );
}

/** Each holds both lists of a comparison. */
function Files({ answer }: { answer: ChartAnswer }) {
  return (
    <>
      <a href={fileHref(answer, "data.csv")}>
        <Download className="i" aria-hidden="true" />
        CSV
      </a>
      <a href={fileHref(answer, "data.json")}>
        <Braces className="i" aria-hidden="true" />
        JSON
      </a>
      <a href={fileHref(answer, "chart.svg")}>
        <ImageDown className="i" aria-hidden="true" />
        SVG
      </a>
      <a href={fileHref(answer, "chart.png")}>PNG</a>
    </>
  );
}
