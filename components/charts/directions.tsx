import type { CSSProperties } from "react";
import { StepGlyph, StepWord } from "@/components/developments/glyphs";
import { Hatch } from "@/components/developments/hatch";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { firstMonth, isThin } from "@/lib/charts/periods";
import { endsBefore } from "@/lib/charts/warnings";
import { sayStep } from "@/lib/labels";
import { axisLabel, labelWithin, sidesOf } from "./axis";
import { holdsNothing, panelsOf } from "./beside";
import { Blanks } from "./blanks";
import { panelWidth } from "./columns";
import { isWeak, sayPoint } from "./figure-text";
import { yearsInRows } from "./years-in-rows";

/** A panel per area: the median of each period on the band of its scores, and below it what nobody scored. */

const head = 26;
const top = 10;
const step5 = 20;
const bottom = top + 4 * step5;
const counts = bottom + 22;
const unscoredRow = counts + 18;
export const directionsHeight = unscoredRow + 30;
const steps = ["strongly-opens", "opens", "neutral", "restricts", "strongly-restricts"] as const;
const roomForNumber = 9;

export const directionAreas = ({ series }: ChartAnswer) => series.filter(({ key }) => !key.endsWith("/unscored"));

const target = 24;
/** The room on a phone of 320 pixels. */
const narrowest = 288;
/** As tall as a target must be where a phone shows the drawing smaller. */
const targetInRows = 28;

/** So wide that each period of a panel can be pointed at, as far as a page has that room. */
const pointedAt = ({ series }: ChartAnswer) =>
  Math.min(640, Math.max(420, widthToPoint(Math.max(0, ...series.map(({ points }) => points.length)))));

/** `rows`: for a phone, a panel's years below each other. */
export function Directions(props: { answer: ChartAnswer; width?: number; rows?: boolean }) {
  const { answer, width = pointedAt(answer), rows = false } = props;
  const panels = panelsOf(answer);
  const hasLine = panels.some(({ series, answer: own }) => series && sidesOf(series.points, own).length > 1);
  const shape = rows || panels.length === 1 ? "multi one" : answer.beside ? "multi pairs" : "multi fit";
  return (
    <>
      <p className="legend steps-legend">
        {steps.map((step) => (
          <StepWord key={step} step={step} word={sayStep(step)} />
        ))}
        <StepWord step="unscored" word="not scored" />
      </p>
      <p className="small soft drawn">
        {directionsNote}
        {hasLine && " The line is 7 January 2026."}
      </p>
      <div className={shape} data-marks="" style={{ "--least": `${width}px` } as CSSProperties}>
        {panels.map(({ key, label, name, series, answer: own }) => {
          const isBlank = !series || holdsNothing(series, own.series);
          const Drawn = rows ? PanelInRows : PanelInOne;
          return (
            <section key={key} className="panel">
              <h3>{series?.href ? <a href={series.href}>{label}</a> : label}</h3>
              {name && <p className="side-name">{name}</p>}
              <p>{isBlank ? "nothing on record" : sayAgreement(series)}</p>
              {!isBlank && <Drawn answer={own} series={series} width={width} />}
            </section>
          );
        })}
      </div>
      <Blanks answer={answer} />
    </>
  );
}

type PanelProps = { answer: ChartAnswer; series: Series; width: number };

const widthToPoint = (periods: number) => head + target * periods;

function PanelInOne({ answer, series, width }: PanelProps) {
  const needed = widthToPoint(series.points.length);
  if (needed > width) return <PanelAcross {...{ answer, series }} width={needed} />;
  return <DirectionsPanel {...{ answer, series, width }} />;
}

function PanelInRows({ answer, series, width }: PanelProps) {
  const rows = yearsInRows(series.points);
  const across = Math.max(...rows.map(({ length }) => length));
  const needed = widthToPoint(across);
  if (rows.length === 1 && needed > narrowest) return <PanelAcross {...{ answer, series }} width={needed} />;
  return rows.map((points) => (
    <DirectionsPanel key={points[0]?.x} series={{ ...series, points }} {...{ answer, width, across }} />
  ));
}

/** More periods than fit: they are moved along, the newest first to be seen, and the scale stands still. */
function PanelAcross({ answer, series, width }: PanelProps) {
  return (
    <>
      <p className="small soft">The newest stand here; the earlier lie to the left.</p>
      <div className="across">
        <div>
          <svg className="c scale" width={head - 2} height={directionsHeight} aria-hidden="true">
            <Scale />
          </svg>
          <DirectionsPanel answer={answer} series={series} width={width} />
        </div>
      </div>
    </>
  );
}

/** The signs of the steps, and of what has no score. */
const Scale = () => (
  <>
    {steps.map((word, index) => (
      <StepGlyph key={word} step={word} x={0} y={top + index * step5 - 6} />
    ))}
    <StepGlyph step="unscored" x={0} y={unscoredRow - 11} />
  </>
);

export const directionsNote =
  "A dot is the median of a period, its bar the range of the scores; hollow and dashed: one scorer, or little agreement. Numbers below: developments with a score, then, after the three dots, without one.";

function sayAgreement({ n, agreement }: Series): string {
  const scored = `${n ?? 0} scored`;
  if (!agreement || agreement.alpha === null) return `${scored}; too few scored by two people to tell agreement`;
  return `${scored}; agreement α = ${agreement.alpha.toFixed(2)} (${agreement.pairs} ${agreement.pairs === 1 ? "pair" : "pairs"})`;
}

/** Where a direction stands: +2 on top. */
const yOf = (value: number) => top + (2 - value) * step5;

export function DirectionsPanel(props: {
  answer: ChartAnswer;
  series: Series;
  x?: number;
  y?: number;
  width?: number;
  /** For how many periods there is room, where they stand in rows. */
  across?: number;
}) {
  const { answer, series, x, y, width = panelWidth, across } = props;
  const unscored = waitingFor(answer, series);
  const step = (width - head) / Math.max(across ?? series.points.length, 1);
  const right = head + step * series.points.length;
  const [first, last] = [series.points[0], series.points.at(-1)];
  const hatch = `h-${answer.id}-${series.key}-${(series.href ?? "").length}-${width}-${first?.x}`;
  const sides = sidesOf(series.points, answer);
  // A row of years may begin with 7 January 2026.
  const begins = across !== undefined && first !== undefined && firstMonth(first.x) === "2026-01";
  const day = begins && !endsBefore(answer.filters) ? 0 : sides.length > 1 ? (sides[1]?.from ?? 0) : null;
  return (
    <svg
      className="c"
      role="group"
      aria-label={across && first && last ? `${series.label}, ${first.label} to ${last.label}` : series.label}
      {...{ x, y }}
      width={width}
      height={directionsHeight}
      viewBox={`0 0 ${width} ${directionsHeight}`}
    >
      <Hatch id={hatch} />
      {steps.map((word, index) => (
        <line
          key={word}
          className={word === "neutral" ? "ax" : "grid"}
          x1={head}
          x2={right}
          y1={top + index * step5}
          y2={top + index * step5}
        />
      ))}
      <Scale />
      {day !== null && (
        <line className="seven" x1={head + day * step} x2={head + day * step} y1="0" y2={unscoredRow + 4} />
      )}
      {series.points.map((point, index) => {
        const left = head + index * step;
        const label = labelWithin(width, left + 1, axisLabel(point.x, step, index === 0));
        const waiting = unscored?.points[index];
        return (
          <g key={point.x}>
            {isThin(point.x) && <rect fill={`url(#${hatch})`} x={left} y={top} width={step} height={bottom - top} />}
            <Mark series={series} point={point} left={left} step={step} measure={answer.measure} />
            {unscored && waiting && (
              <Waiting series={unscored} point={waiting} {...{ left, step }} height={across ? targetInRows : target} />
            )}
            {label && (
              <text className="s" x={left + 1} y={directionsHeight - 4}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** What has no score in the periods of a panel, or of a row of it. */
function waitingFor(answer: ChartAnswer, { key, points }: Series): Series | undefined {
  const unscored = answer.series.find((one) => one.key === `${key}/unscored`);
  const shown = new Set(points.map(({ x }) => x));
  return unscored && { ...unscored, points: unscored.points.filter(({ x }) => shown.has(x)) };
}

type MarkProps = { series: Series; point: Point; left: number; step: number };

/** What opens a point reaches as far as it needs, and no further than half the way to the next. */
function reachOf({ points }: Series, point: Point, left: number, step: number): { x: number; width: number } {
  const at = points.indexOf(point);
  const free = (towards: number) => {
    let steps = 1;
    while (points[at + towards * steps] && !points[at + towards * steps]?.n) steps += 1;
    return points[at + towards * steps] ? (steps * step) / 2 : step / 2 + target;
  };
  const [before, after] = [free(-1), free(1)].map((room) => Math.min(room, Math.max(target, step) / 2));
  // What one side has no room for, the other gives.
  const lacking = (side = 0) => Math.max(0, target / 2 - side);
  const start = Math.min(free(-1), (before ?? 0) + lacking(after));
  const end = Math.min(free(1), (after ?? 0) + lacking(before));
  return { x: left + step / 2 - start, width: start + end };
}

function Mark({ series, point, left, step, measure }: MarkProps & { measure: ChartAnswer["measure"] }) {
  const { value, low, high, n, href } = point;
  if (value === null || href === null) return null;
  const weak = isWeak(series, point);
  const middle = left + step / 2;
  const fill = value < 0 ? (value <= -1.5 ? "m2" : "m1") : value > 0 ? (value >= 1.5 ? "p2" : "p1") : "0";
  const breadth = Math.min(10, Math.max(3, step - 3));
  return (
    <a href={href} data-s={series.key} aria-label={sayPoint(series, point, measure)}>
      {low !== null && high !== null && low !== high && (
        <rect
          className={weak ? `band weak d${fill}` : `band d${fill}`}
          x={middle - breadth / 2}
          y={yOf(high) - 3}
          width={breadth}
          height={yOf(low) - yOf(high) + 6}
          rx="2"
        />
      )}
      <circle
        className={weak ? `dotmark weak d${fill}` : `dotmark d${fill}`}
        cx={middle}
        cy={yOf(value)}
        r={Math.min(5, Math.max(2.5, step / 2 - 1))}
      />
      <rect className="hit" {...reachOf(series, point, left, step)} y={top - 8} height={counts - top + 12} />
      {step >= roomForNumber && (
        <text className="b over" x={middle} y={counts} textAnchor="middle">
          {n}
        </text>
      )}
    </a>
  );
}

function Waiting({ series, point, left, step, height }: MarkProps & { height: number }) {
  if (!point.n || point.href === null) return null;
  return (
    <a href={point.href} data-s={series.key} aria-label={sayPoint(series, point, "developments")}>
      <rect className="hit" {...reachOf(series, point, left, step)} y={unscoredRow - 13} height={height} />
      {step >= roomForNumber ? (
        <text className="s over" x={left + step / 2} y={unscoredRow} textAnchor="middle">
          {point.n}
        </text>
      ) : (
        <rect className="fn" x={left + 1} y={unscoredRow - 8} width={Math.max(2, step - 2)} height="6" />
      )}
    </a>
  );
}
