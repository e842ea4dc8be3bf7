import { Fragment } from "react";
import { AreaIcon } from "@/components/areas/area-icon";
import { StepGlyph, StepWord, stepFill } from "@/components/developments/glyphs";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { panelsOf } from "./beside";
import { Blanks } from "./blanks";

/** One panel per area: squares over the scale from strongly restricts to strongly opens, unscored ones apart. */

const cell = 12;
const perRow = 3;
const column = 43;
const unscoredAt = 227;
const unscoredPerRow = 5;
const width = 288;
const base = 58;
const tallest = base - 12;
/** More than this in one column are drawn as a bar: squares could not be told apart. */
const mostSquares = 40;

export function Steps({ answer }: { answer: ChartAnswer }) {
  const panels = panelsOf(answer);
  return (
    <>
      <p className="legend steps-legend">
        {answer.series[0]?.points.map(({ x, label }) => (
          <StepWord key={x} step={x} word={label} />
        ))}
      </p>
      <div className={answer.beside ? "multi by-two" : "multi"} data-marks="">
        {panels.map(({ key, label, name, series, scale }) => (
          <section key={key} className="panel">
            <h3>
              {series && <AreaIcon slug={series.key} />}
              {series ? <a href={`/impact/${series.key}`}>{label}</a> : label}
            </h3>
            {name && <p className="side-name">{name}</p>}
            {series ? <Counts series={series} /> : <p>nothing on record</p>}
            {series && <Panel series={series} most={mostOf(scale)} />}
          </section>
        ))}
      </div>
      <Blanks answer={answer} />
      <p className="small soft">{saySteps(panels.map(({ scale }) => scale))}</p>
    </>
  );
}

/** "15: 4 strongly restrict, 3 restrict, 4 open, 4 not scored", each with its list. */
function Counts({ series: { n, href, points } }: { series: Series }) {
  const parts = points.filter((point) => point.n);
  if (parts.length === 0) return <p>nothing on record</p>;
  return (
    <p>
      {href ? <a href={href}>{n}</a> : n}:{" "}
      {parts.map((point, index) => (
        <Fragment key={point.x}>
          {index > 0 && ", "}
          {point.href ? (
            <a href={point.href}>
              {point.n}&nbsp;{plural(point)}
            </a>
          ) : (
            `${point.n}\u00a0${plural(point)}`
          )}
        </Fragment>
      ))}
    </p>
  );
}

/** What a mark is. */
export function saySteps(scales: Series[][]): string {
  const most = Math.max(...scales.map(mostOf));
  if (most <= mostSquares) return "One square is one development.";
  return `One square is one development; more than ${mostSquares} are a bar, the longest of ${most}.`;
}

const plural = ({ label, n }: Point) =>
  (n === 1 ? label : label.replace(/restricts$/, "restrict").replace(/opens$/, "open")).replaceAll(" ", "\u00a0");

/** How far a panel reaches above its usual height. */
const aboveOf = ({ points }: Series): number => {
  const rows = points.map(({ x, n }) =>
    (n ?? 0) > mostSquares ? 3 : Math.ceil((n ?? 0) / (x === "unscored" ? unscoredPerRow : perRow)),
  );
  return Math.max(0, Math.max(3, ...rows) * cell + 16 - base);
};

const mostOf = (series: Series[]) => Math.max(1, ...series.flatMap(({ points }) => points.map(({ n }) => n ?? 0)));

export const stepsHeight = (series: Series[]): number => base + 22 + Math.max(0, ...series.map(aboveOf));

/** A panel of a picture: all stand on one line, however tall. */
export function StepsPanel(props: { series: Series; scale: Series[]; height: number; x: number; y: number }) {
  const { series, scale, height, x, y } = props;
  const room = height - (base + 22 + aboveOf(series));
  return <Panel series={series} most={mostOf(scale)} x={x} y={y + room} />;
}

function Panel({ series, most, x, y }: { series: Series; most: number; x?: number; y?: number }) {
  // The foot stays where it is; what is taller grows upwards.
  const above = aboveOf(series);
  return (
    <svg
      className="c"
      role="group"
      aria-label={`${series.label}, by direction`}
      {...{ x, y }}
      width={width}
      height={base + 22 + above}
      viewBox={`0 ${-above} ${width} ${base + 22 + above}`}
    >
      <line className="ax" x1="0" x2={5 * column - 7} y1={base + 0.5} y2={base + 0.5} />
      <line className="ax" x1={unscoredAt} x2={width} y1={base + 0.5} y2={base + 0.5} strokeDasharray="2 2" />
      {series.points.map((point, index) => (
        <Column key={point.x} series={series} point={point} index={index} most={most} />
      ))}
    </svg>
  );
}

function Column(props: { series: Series; point: Point; index: number; most: number }) {
  const { series, point, index, most } = props;
  const n = point.n ?? 0;
  const isUnscored = point.x === "unscored";
  const x = isUnscored ? unscoredAt : index * column;
  const across = isUnscored ? unscoredPerRow : perRow;
  const glyph = <StepGlyph step={point.x} x={x + 6} y={base + 7} />;
  if (n === 0 || point.href === null) return glyph;
  const bars = n > mostSquares;
  const height = bars ? Math.max(2, (n / most) * tallest) : Math.ceil(n / across) * cell;
  const breadth = bars ? across * cell - 2 : Math.min(n, across) * cell - 2;
  return (
    <>
      {glyph}
      <a
        href={point.href}
        data-s={series.key}
        aria-label={`${series.label}, ${point.label}: ${n} ${n === 1 ? "development" : "developments"}`}
      >
        {bars ? (
          <rect className={stepFill(point.x)} x={x} y={base - height} width={breadth} height={height} rx="1" />
        ) : (
          Array.from({ length: n }, (_, place) => (
            <rect
              key={place}
              className={stepFill(point.x)}
              x={x + (place % across) * cell + 0.5}
              y={base - (Math.floor(place / across) + 1) * cell + 0.5}
              width={cell - 2}
              height={cell - 2}
              rx="1"
            />
          ))
        )}
        <rect
          className="hit"
          x={x - 3}
          y={base - Math.max(height + 15, 26)}
          width={Math.max(breadth + 6, 30)}
          height={Math.max(height + 15, 26)}
        />
        <text className="b" x={x} y={base - height - 4}>
          {n}
        </text>
      </a>
    </>
  );
}
