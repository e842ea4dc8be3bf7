import { Hatch } from "@/components/developments/hatch";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { isThin } from "@/lib/charts/periods";
import { axisLabel, labelWithin, type Side, sidesOf } from "./axis";
import { holdsNothing, numberOf, panelsOf } from "./beside";
import { Blanks } from "./blanks";
import { sayPoint } from "./figure-text";
import { sayGroups, wideEnough } from "./groups";

/** Small multiples over time: a panel per series, a square per development, a bar where squares would be too small. */

/** As much as the narrowest phone has. */
export const panelWidth = 288;
const top = 16;
const tall = 78;
const base = top + tall;
export const panelHeight = base + 22;
const smallestSquare = 5;
const largestSquare = 13;
/** Narrower columns carry their number only where it stands above its neighbours. */
const roomForNumber = 20;
const gap = 12;

/** What every panel of a chart shares: the largest number on each side of 7 January 2026. */
export type Scale = Record<Side["name"], number>;

export function scaleOf(series: Series[], answer: ChartAnswer): Scale {
  const largest = (name: Side["name"]) =>
    Math.max(
      1,
      ...series.flatMap(({ points }) =>
        sidesOf(points, answer)
          .filter((side) => side.name === name)
          .flatMap((side) => side.points.map((point) => point.n ?? 0)),
      ),
    );
  return { before: largest("before"), after: largest("after") };
}

export function Columns({ answer: asked }: { answer: ChartAnswer }) {
  const answer = wideEnough(asked, panelWidth);
  return (
    <>
      <p className="small soft drawn">{sayColumns(asked)}</p>
      <div className={answer.beside ? "multi by-two" : "multi"} data-marks="">
        {panelsOf(answer).map(({ key, label, name, series, scale, answer: own }) => (
          <section key={key} className="panel">
            <h3>
              {series?.href ? <a href={series.href}>{label}</a> : label}{" "}
              <span className="n">{numberOf(own, key, series)}</span>
            </h3>
            {name && <p className="side-name">{name}</p>}
            {series && !holdsNothing(series, own.series) && (
              <ColumnsPanel answer={own} series={series} scale={scaleOf(scale, own)} />
            )}
            {(series ? holdsNothing(series, own.series) : numberOf(own, key, series) === 0) && <p>nothing on record</p>}
          </section>
        ))}
      </div>
      <Blanks answer={answer} />
    </>
  );
}

/** How the columns of a chart are to be read. */
export function sayColumns(asked: ChartAnswer): string {
  const answer = wideEnough(asked, panelWidth);
  const kinds = new Set(
    panelsOf(answer).flatMap(({ series, scale, answer: own }) =>
      series ? kindsOf(own, series, scaleOf(scale, own)) : [],
    ),
  );
  const axis = answer.series[0]?.points ?? [];
  const all = answer.series.flatMap(({ points }) => points);
  return [
    sayGroups(asked, answer),
    kinds.size === 2 && "One square is one development; bars where squares would be too small to count.",
    kinds.size === 1 && kinds.has("squares") && "One square is one development.",
    kinds.size === 1 && kinds.has("bars") && "The length of a bar is the number of developments.",
    sidesOf(axis, answer).length > 1 && "Before and after 7 January 2026 each have their own scale.",
    all.some(({ x }) => isThin(x)) && "Hatched: little collected.",
  ]
    .filter(Boolean)
    .join(" ");
}

const cellOf = (step: number, most: number) => Math.min(largestSquare, step - 1, tall / most);

function widths(sides: Side[]): { step: number; starts: number[] } {
  const count = sides.reduce((sum, side) => sum + side.points.length, 0);
  const step = (panelWidth - (sides.length - 1) * gap) / Math.max(count, 1);
  return { step, starts: sides.map((side, index) => side.from * step + index * gap) };
}

/** Whether a panel has squares, bars, or on either side of 7 January 2026 something else. */
function kindsOf(answer: ChartAnswer, series: Series, scale: Scale): ("squares" | "bars")[] {
  const sides = sidesOf(series.points, answer);
  const { step } = widths(sides);
  return sides
    .filter(({ points }) => points.some(({ n }) => n))
    .map((side) => (cellOf(step, scale[side.name]) < smallestSquare ? "bars" : "squares"));
}

export function ColumnsPanel(props: { answer: ChartAnswer; series: Series; scale: Scale; x?: number; y?: number }) {
  const { answer, series, scale, x, y } = props;
  const sides = sidesOf(series.points, answer);
  const { step, starts } = widths(sides);
  const hatch = `h-${answer.id}-${series.key.replaceAll("/", "-")}-${(series.href ?? "").length}`;
  return (
    <svg
      className="c"
      role="group"
      aria-label={series.label}
      {...{ x, y }}
      width={panelWidth}
      height={panelHeight}
      viewBox={`0 0 ${panelWidth} ${panelHeight}`}
    >
      <Hatch id={hatch} />
      {sides.map((side, index) => (
        <g key={side.name}>
          {side.name === "after" && sides.length > 1 && (
            <line
              className="seven"
              x1={(starts[index] ?? 0) - gap / 2}
              x2={(starts[index] ?? 0) - gap / 2}
              y1="0"
              y2={base}
            />
          )}
          {side.points.map((point, place) => (
            <Column
              key={point.x}
              {...{ series, point, step, hatch, measure: answer.measure }}
              x={(starts[index] ?? 0) + place * step}
              cell={cellOf(step, scale[side.name])}
              most={scale[side.name]}
              numbered={step >= roomForNumber || isPeak(side.points, place)}
              label={labelWithin(
                panelWidth,
                (starts[index] ?? 0) + place * step,
                axisLabel(point.x, step, place === 0),
              )}
            />
          ))}
          <line
            className="ax"
            x1={starts[index]}
            x2={(starts[index] ?? 0) + side.points.length * step}
            y1={base + 0.5}
            y2={base + 0.5}
          />
        </g>
      ))}
    </svg>
  );
}

const isPeak = (points: Point[], at: number) => {
  const n = points[at]?.n ?? 0;
  return (
    n > 0 && n >= Math.max(0, ...points.map((point) => point.n ?? 0)) && points.findIndex((one) => one.n === n) === at
  );
};

type ColumnProps = {
  series: Series;
  point: Point;
  measure: ChartAnswer["measure"];
  x: number;
  step: number;
  cell: number;
  most: number;
  numbered: boolean;
  label: string;
  hatch: string;
};

function Column({ series, point, measure, x, step, cell, most, numbered, label, hatch }: ColumnProps) {
  const n = point.n ?? 0;
  const bars = cell < smallestSquare;
  const height = bars ? (n / most) * tall : n * cell;
  const side = Math.max(1, cell - 2);
  const breadth = bars ? Math.max(1, Math.min(step - 2, 24)) : side;
  return (
    <>
      {isThin(point.x) && <rect fill={`url(#${hatch})`} x={x} y={top} width={step} height={tall} />}
      {n > 0 && point.href && (
        <a href={point.href} data-s={series.key} aria-label={sayPoint(series, point, measure)}>
          {bars ? (
            <rect className="fink" x={x + 1} y={base - height} width={breadth} height={height} />
          ) : (
            Array.from({ length: n }, (_, index) => (
              <rect
                key={index}
                className="fink"
                x={x + 1}
                y={base - (index + 1) * cell}
                width={side}
                height={side}
                rx="1"
              />
            ))
          )}
          <rect
            className="hit"
            x={x + step / 2 - Math.max(step, 6) / 2}
            y={base - Math.max(height + 15, 26)}
            width={Math.max(step, 6)}
            height={Math.max(height + 15, 26)}
          />
          {numbered && (
            <text className="b" x={x + 1} y={base - height - 4}>
              {n}
            </text>
          )}
        </a>
      )}
      {label && (
        <text className="s" x={x + 1} y={base + 17}>
          {label}
        </text>
      )}
    </>
  );
}
