import type { ReactNode } from "react";
import type { ChartAnswer } from "@/lib/charts/answer";
import { AxisList, AxisMarks } from "./axis-marks";
import { Columns } from "./columns";
import { Directions, directionAreas } from "./directions";
import { Lanes } from "./lanes";
import { Matrix } from "./matrix";
import { Pieces, PiecesKey } from "./pieces";
import { Rows } from "./rows";
import { isLog, Spans } from "./spans";
import { Steps } from "./steps";
import { StagesTwin, Twin } from "./twin";

/** The drawing of a chart. `most` is the largest number of several charts that share a scale. */
export function Drawing({ answer, most }: { answer: ChartAnswer; most?: number }) {
  return (
    <div className="drawing">
      <script async src="/charts.js" />
      {answer.series.length === 0 ? <p className="empty soft">Nothing on record matches.</p> : draw(answer, most)}
      <p className="readout small" data-readout="" aria-hidden="true" />
    </div>
  );
}

function draw(answer: ChartAnswer, most: number | undefined): ReactNode {
  switch (answer.form) {
    case "steps":
      return <Steps answer={answer} most={most} />;
    case "columns":
      return (
        <>
          <Columns answer={answer} most={most} />
          {onAxis(answer)}
        </>
      );
    case "directions":
      return (
        <>
          {directionAreas(answer).length > 1 ? (
            <Directions answer={answer} />
          ) : (
            inWidths((size) => <Directions answer={answer} width={Math.min(widths[size], widestPanel)} />)
          )}
          {onAxis(answer)}
        </>
      );
    case "matrix":
      return <Matrix answer={answer} />;
    case "rows":
      return inWidths((size) => <Rows answer={answer} size={size} most={most} />);
    case "pieces":
      return (
        <>
          <PiecesKey answer={answer} />
          {inWidths((size) => (
            <Pieces answer={answer} width={widths[size]} />
          ))}
        </>
      );
    case "spans":
      return (
        <>
          {isLog(answer) && (
            <p className="small soft">The scale is logarithmic: each step is a multiple of the last.</p>
          )}
          {inWidths((size) => (
            <Spans answer={answer} width={widths[size]} head={size === "narrow" ? 0 : 190} />
          ))}
        </>
      );
    case "lanes":
      return inWidths((size) => <Lanes answer={answer} width={widths[size]} head={size === "narrow" ? 0 : 190} />);
    case "list":
      return (
        <p className="text">
          {answer.total.n === 0 ? "None on record: there is nothing to draw." : "Too few to draw; they are: "}
          {answer.total.n > 0 && answer.total.href && <a href={answer.total.href}>{answer.total.n} on the timeline</a>}
        </p>
      );
  }
}

const onAxis = (answer: ChartAnswer) => (
  <>
    {inWidths((size) => (
      <AxisMarks answer={answer} width={widths[size]} />
    ))}
    <AxisList answer={answer} />
  </>
);

/** One area by itself has the room of a column of text. */
const widestPanel = 760;

const widths = { wide: 1000, middle: 640, narrow: 328 };

const inWidths = (render: (size: keyof typeof widths) => ReactNode) => (
  <>
    <div className="wide-only">{render("wide")}</div>
    <div className="middle-only">{render("middle")}</div>
    <div className="narrow-only">{render("narrow")}</div>
  </>
);

/** The table beside a drawing; a matrix is one already. */
export function TableTwin({ answer }: { answer: ChartAnswer }) {
  if (answer.form === "matrix") return null;
  return answer.form === "lanes" ? <StagesTwin answer={answer} /> : <Twin answer={answer} />;
}
