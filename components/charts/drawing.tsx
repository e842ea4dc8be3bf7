import type { ReactNode } from "react";
import type { ChartAnswer } from "@/lib/charts/answer";
import { AxisList, AxisMarks } from "./axis-marks";
import { isEmpty, type Side, sidesBeside } from "./beside";
import { Columns } from "./columns";
import { Directions, directionAreas } from "./directions";
import { Lanes } from "./lanes";
import { Listed } from "./listed";
import { Matrix, MatrixKey } from "./matrix";
import { Pieces, PiecesKey } from "./pieces";
import { Rows } from "./rows";
import { Spans, sayScale } from "./spans";
import { Steps } from "./steps";
import { StagesTwin, Twin } from "./twin";

/** The drawing of a chart, and beside it what it is compared with. */
export function Drawing({ answer }: { answer: ChartAnswer }) {
  return (
    <div className="drawing">
      <script async src="/charts.js" />
      {isEmpty(answer) ? <Nothing answer={answer} /> : draw(answer)}
      <p className="readout small" data-readout="" aria-hidden="true" />
    </div>
  );
}

const toScore = ({ filters: { area = [] } }: ChartAnswer) =>
  area.length === 1 ? `/desk/scores?area=${area[0]}` : "/desk/scores";

/** Also where there is something that a scorer is not to see yet. */
const Nothing = ({ answer }: { answer: ChartAnswer }) => (
  <p className="empty soft">
    {answer.isBlind ? (
      <>
        {answer.summary} <a href={toScore(answer)}>Score them</a>
      </>
    ) : (
      "Nothing on record matches."
    )}
  </p>
);

function draw(answer: ChartAnswer): ReactNode {
  switch (answer.form) {
    case "steps":
      return <Steps answer={answer} />;
    case "columns":
      return (
        <>
          <Columns answer={answer} />
          {onAxis(answer)}
        </>
      );
    case "directions":
      return (
        <>
          {answer.beside || directionAreas(answer).length > 1 ? (
            <>
              <div className="roomy-only">
                <Directions answer={answer} />
              </div>
              <div className="narrow-only">
                <Directions answer={answer} width={widths.narrow} rows />
              </div>
            </>
          ) : (
            inWidths((size) => (
              <Directions answer={answer} width={Math.min(widths[size], widestPanel)} rows={size === "narrow"} />
            ))
          )}
          {onAxis(answer)}
        </>
      );
  }
  const sides = sidesBeside(answer);
  const key = answer.form === "matrix" && <MatrixKey sides={sides} />;
  return (
    <>
      {key}
      {sides.length === 1 ? (
        sides.map(drawSide)
      ) : (
        <div className="halves">
          {sides.map((side) => (
            <section key={side.name}>
              <h3>{side.name}</h3>
              {side.answer.series.length === 0 ? <Nothing answer={side.answer} /> : drawSide(side)}
            </section>
          ))}
        </div>
      )}
    </>
  );
}

/** A drawing that is one piece; what it is compared with is another. */
function drawSide({ answer, scale, columns }: Side): ReactNode {
  switch (answer.form) {
    case "matrix":
      return <Matrix key={answer.id} {...{ answer, scale, columns }} />;
    case "rows":
      return inWidths((size) => <Rows answer={answer} size={size} scale={scale} />);
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
          <p className="small soft">{sayScale(scale)}</p>
          {inWidths((size) => (
            <Spans answer={answer} scale={scale} width={roomOf(size)} head={size === "narrow" ? 0 : 190} />
          ))}
        </>
      );
    case "lanes":
      return inWidths((size) => (
        <Lanes answer={answer} scale={scale} width={roomOf(size)} head={size === "narrow" ? 0 : 190} />
      ));
    case "list":
      return <Listed answer={answer} />;
  }
}

const onAxis = (answer: ChartAnswer) => (
  <>
    {inWidths((size) => (
      <AxisMarks answer={answer} width={roomOf(size)} />
    ))}
    <AxisList answer={answer} />
  </>
);

/** One area by itself has the room of a column of text. */
const widestPanel = 760;

/** What is pointed at here has no room to be drawn smaller. */
const narrowest = 288;

const widths = { wide: 1000, middle: 640, narrow: 328 };

const roomOf = (size: keyof typeof widths) => (size === "narrow" ? narrowest : widths[size]);

const inWidths = (render: (size: keyof typeof widths) => ReactNode) => (
  <>
    <div className="wide-only">{render("wide")}</div>
    <div className="middle-only">{render("middle")}</div>
    <div className="narrow-only">{render("narrow")}</div>
  </>
);

/** The table beside a drawing, and that of what it is compared with; a matrix is one already. */
export function TableTwin({ answer }: { answer: ChartAnswer }) {
  return sidesBeside(answer)
    .filter((side) => hasTwin(side.answer))
    .map(({ answer: own, name }) =>
      own.form === "lanes" ? (
        <StagesTwin key={name} answer={own} name={name} />
      ) : (
        <Twin key={name} answer={own} name={name} />
      ),
    );
}

export const hasTwin = ({ form, series, beside }: ChartAnswer): boolean =>
  form !== "matrix" && form !== "list" && (series.length > 0 || (beside?.answer.series.length ?? 0) > 0);
