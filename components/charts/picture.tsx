import type { ReactNode } from "react";
import type { ChartAnswer } from "@/lib/charts/answer";
import { numberOf, panelsOf, type Side, sayBlanks, sidesBeside } from "./beside";
import { ColumnsPanel, panelHeight, panelWidth, scaleOf } from "./columns";
import { DirectionsPanel, directionsHeight } from "./directions";
import { wideEnough } from "./groups";
import { Lanes, lanesHeight } from "./lanes";
import { MatrixPicture, matrixSize } from "./matrix";
import { Pieces, piecesSize } from "./pieces";
import { Rows, rowsHeight, rowsWidth } from "./rows";
import { Spans, spansHeight } from "./spans";
import { StepsPanel, stepsHeight } from "./steps";
import { widthOf, wrap } from "./text-width";

/** The drawing of a chart for files, where no page lays it out; all of it stands within its size. */

export type Picture = { width: number; height: number; element: ReactNode };

const gap = 32;
const across = 4;
const lineHeight = 17;
/** So wide that numbers of two figures stand apart. */
const directionsWidth = 400;

export function pictureOf(answer: ChartAnswer): Picture {
  switch (answer.form) {
    case "steps": {
      const height = stepsHeight(panelsOf(answer).flatMap(({ series }) => series ?? []));
      return panels(answer, height, ({ series, scale }, x, y) =>
        series ? <StepsPanel {...{ series, scale, height, x, y }} /> : null,
      );
    }
    case "columns":
      return panels(wideEnough(answer, panelWidth), panelHeight, ({ answer: own, series, scale }, x, y) =>
        series ? <ColumnsPanel answer={own} series={series} scale={scaleOf(scale, own)} x={x} y={y} /> : null,
      );
    case "directions":
      return panels(
        answer,
        directionsHeight,
        ({ answer: own, series }, x, y) =>
          series ? <DirectionsPanel answer={own} series={series} x={x} y={y} width={directionsWidth} /> : null,
        { breadth: directionsWidth, across: 3 },
      );
    default:
      return besideEachOther(sidesBeside(answer));
  }
}

type Panel = ReturnType<typeof panelsOf>[number];

function panels(
  answer: ChartAnswer,
  height: number,
  draw: (panel: Panel, x: number, y: number) => ReactNode,
  { breadth, across: most } = { breadth: panelWidth, across },
): Picture {
  const all = panelsOf(answer);
  // A pair stays together.
  const perRow = answer.beside ? most - (most % 2) : most;
  if (all.length === 0) return sayNothing(answer);
  const headOf = ({ label, name }: Panel) => [...wrap(label, breadth - 44), ...(name ? wrap(name, breadth) : [])];
  const head = Math.max(...all.map((panel) => headOf(panel).length)) * lineHeight + 13;
  const row = head + height + 22;
  const columns = Math.min(perRow, all.length);
  const width = columns * breadth + (columns - 1) * gap;
  const rows = Math.ceil(all.length / perRow) * row;
  const blanks = wrap(sayBlanks(answer), width);
  const drawn = all.map((panel, index) => {
    const left = (index % perRow) * (breadth + gap);
    const top = Math.floor(index / perRow) * row;
    const labels = wrap(panel.label, breadth - 44).length;
    return (
      <g key={panel.key}>
        <line className="ax" x1={left} x2={left + breadth} y1={top + 0.5} y2={top + 0.5} />
        {headOf(panel).map((line, at) => (
          <text key={line} className={at < labels ? "b" : undefined} x={left} y={top + 20 + at * lineHeight}>
            {line}
          </text>
        ))}
        <text x={left + breadth} y={top + 20} textAnchor="end">
          {numberOf(panel.answer, panel.key, panel.series)}
        </text>
        {draw(panel, left, top + head)}
      </g>
    );
  });
  return {
    width,
    height: rows + blanks.length * lineHeight,
    element: (
      <>
        {drawn}
        {blanks.map((line, at) => (
          <text key={line} x="0" y={rows + at * lineHeight + 12}>
            {line}
          </text>
        ))}
      </>
    ),
  };
}

function besideEachOther(sides: Side[]): Picture {
  const pictures = sides.map((side) => ({ ...sidePicture(side, sides.length > 1), name: side.name }));
  const top = sides.length > 1 ? 30 : 0;
  const widths = pictures.map(({ width, name }) => Math.max(width, widthOf(name ?? "")));
  return {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: top + Math.max(...pictures.map(({ height }) => height)),
    element: pictures.map(({ name, element }, index) => (
      <g key={name} transform={`translate(${widths.slice(0, index).reduce((sum, width) => sum + width + gap, 0)} 0)`}>
        {name && (
          <text className="b" x="0" y="14">
            {name}
          </text>
        )}
        <g transform={`translate(0 ${top})`}>{element}</g>
      </g>
    )),
  };
}

function sidePicture(side: Side, half: boolean): Picture {
  const { answer, scale } = side;
  if (answer.series.length === 0) return sayNothing(answer);
  const width = half ? 640 : 1000;
  const head = Math.max(190, ...answer.series.map(({ label }) => Math.ceil(widthOf(label)) + 16));
  switch (answer.form) {
    case "matrix":
      return { ...matrixSize(side), element: <MatrixPicture side={side} /> };
    case "rows": {
      const size = half ? "middle" : "wide";
      return {
        width: rowsWidth(size),
        height: rowsHeight(answer, size),
        element: <Rows answer={answer} scale={scale} size={size} />,
      };
    }
    case "pieces":
      return { ...piecesSize(answer, width), element: <Pieces answer={answer} width={width} /> };
    case "spans":
      return {
        width,
        height: spansHeight(answer, head),
        element: <Spans answer={answer} scale={scale} width={width} head={head} />,
      };
    case "lanes":
      return {
        width,
        height: lanesHeight(answer, head),
        element: <Lanes answer={answer} scale={scale} width={width} head={head} />,
      };
    default:
      return sayNothing(answer);
  }
}

/** Too few to draw, or none: said, and named where they are few. */
function sayNothing({ summary, marks, form }: ChartAnswer): Picture {
  const lines = [summary, ...(form === "list" ? marks.map(({ x, label }) => `${x}: ${label}`) : [])].flatMap((text) =>
    wrap(text, 900, 16),
  );
  return {
    width: 900,
    height: lines.length * 24 + 16,
    element: lines.map((line, index) => (
      <text key={line} className="sub" x="0" y={20 + index * 24}>
        {line}
      </text>
    )),
  };
}
