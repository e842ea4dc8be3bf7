import { StepGlyph, stepFill } from "@/components/developments/glyphs";
import { Hatch } from "@/components/developments/hatch";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { firstMonth, isThin } from "@/lib/charts/periods";
import { endsBefore } from "@/lib/charts/warnings";
import { axisLabel, labelWithin } from "./axis";
import { widthOf } from "./text-width";

/** Rows of the scale, columns of time: one square is one development, so that all of it can be counted. */

type Size = { id: string; width: number; head: number; end: number };
const sizes: Record<"wide" | "middle" | "narrow", Size> = {
  wide: { id: "wide", width: 740, head: 150, end: 44 },
  middle: { id: "middle", width: 600, head: 140, end: 40 },
  narrow: { id: "narrow", width: 288, head: 0, end: 0 },
};
const top = 30;
const least = 29;
const largestSquare = 16;
/** More than this in one cell are a number on a bar. */
const mostSquares = 40;

type RowsProps = { answer: ChartAnswer; size: keyof typeof sizes; scale: Series[]; x?: number; y?: number };

export const rowsHeight = (answer: ChartAnswer, size: keyof typeof sizes = "wide") => measure(answer, size).height;
export const rowsWidth = (size: keyof typeof sizes) => sizes[size].width;

export function Rows({ answer, size, scale, x, y }: RowsProps) {
  const { series } = answer;
  const { axis, id, width, head, end, step, square, across, label, tops, base, height, day, thinFrom, thinBelow } =
    measure(answer, size);
  const hatch = `hatch-${answer.id}-${id}-${series[0]?.href?.length ?? 0}`;
  const highest = Math.max(0, ...scale.flatMap(({ points }) => points.map((point) => point.n ?? 0)));
  return (
    <svg
      className="c rows"
      role="group"
      aria-label={answer.subtitle}
      {...{ x, y }}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      data-marks=""
    >
      <Hatch id={hatch} />
      {thinFrom >= 0 && (
        <>
          <rect
            fill={`url(#${hatch})`}
            x={head + thinFrom * step}
            y={top}
            width={width - head - end - thinFrom * step}
            height={base - top}
          />
          <text className="it" x={width - end} y={thinBelow ? height - 5 : top - 9} textAnchor="end">
            {size === "narrow" ? thinWords.narrow : thinWords.wide}
          </text>
        </>
      )}
      {series.map((one, index) => {
        const y = tops[index] ?? top;
        const isUnscored = one.key === "unscored";
        return (
          <g key={one.key}>
            <line className={isUnscored ? "ax dotted" : "grid"} x1="0" x2={width} y1={y} y2={y} />
            <StepGlyph step={one.key} x={0} y={y + 7} />
            <text className={one.n ? "b" : "s"} x="28" y={y + 18}>
              {size === "narrow" ? `${one.label}: ${one.n ?? 0}` : one.label}
            </text>
            {size !== "narrow" && (
              <text className={one.n ? "b" : "s"} x={width} y={y + 18} textAnchor="end">
                {one.n ?? 0}
              </text>
            )}
            {one.points.map((point, place) => (
              <Heap
                key={point.x}
                series={one}
                point={point}
                x={head + place * step + 2}
                y={y + label + 6}
                step={step}
                {...{ square, across, highest }}
              />
            ))}
          </g>
        );
      })}
      {day !== null && (
        <>
          <line className="seven" x1={head + day * step} x2={head + day * step} y1={top - 14} y2={base} />
          <text
            className="b"
            x={head + day * step + (isLeft(day * step + head, width) ? -6 : 6)}
            y={top - 9}
            textAnchor={isLeft(day * step + head, width) ? "end" : undefined}
          >
            {seven}
          </text>
        </>
      )}
      <line className="ax" x1="0" x2={width} y1={base + 0.5} y2={base + 0.5} />
      {axis.map((point, index) => {
        const text = labelWithin(width, head + index * step + 2, axisLabel(point.x, step, index === 0));
        return text ? (
          <text key={point.x} className="s" x={head + index * step + 2} y={base + 18}>
            {text}
          </text>
        ) : null;
      })}
    </svg>
  );
}

const seven = "7 January 2026";
const sevenWidth = widthOf(seven) * 1.1;
const thinWords = { wide: "little collected after August", narrow: "hatched: little collected" };

/** Whether the name of the day has room only on the left of its line. */
const isLeft = (x: number, width: number) => x + 6 + sevenWidth > width;

/** Where everything of a drawing stands. */
function measure({ series, filters }: ChartAnswer, size: keyof typeof sizes) {
  const axis = series[0]?.points ?? [];
  const { id, width, head, end } = sizes[size];
  const step = (width - head - end) / Math.max(axis.length, 1);
  const square = Math.max(4, Math.min(largestSquare, step - 4));
  const across = Math.max(1, Math.floor((step - 2) / (square + 3)));
  const label = size === "narrow" ? 22 : 0;
  const heightOf = ({ points }: Series) =>
    label + Math.max(least, ...points.map((point) => heapOf(point, across, square) + 13));
  const tops = series.map((_, index) => top + series.slice(0, index).reduce((sum, one) => sum + heightOf(one), 0));
  const last = series.at(-1);
  const base = (tops.at(-1) ?? top) + (last ? heightOf(last) : 0);
  // Where the month of 7 January 2026 begins; null where the axis does not reach it, or nothing after it is asked for.
  const at = endsBefore(filters) ? -1 : axis.findIndex((point) => firstMonth(point.x) === "2026-01");
  const day = at < 0 ? null : at;
  const thinFrom = axis.findIndex((point) => isThin(point.x));
  const line = head + (day ?? 0) * step;
  const dayEnds = isLeft(line, width) ? line - 6 : line + 6 + sevenWidth;
  const thinBegins = width - end - widthOf(size === "narrow" ? thinWords.narrow : thinWords.wide, 15);
  const thinBelow = day !== null && thinFrom >= 0 && dayEnds + 8 > thinBegins;
  const height = base + (thinBelow ? 46 : 24);
  return { axis, id, width, head, end, step, square, across, label, tops, base, height, day, thinFrom, thinBelow };
}

const heapOf = ({ n }: Point, across: number, square: number) =>
  (n ?? 0) > mostSquares ? square : Math.ceil((n ?? 0) / across) * (square + 3) - 3;

type HeapProps = {
  series: Series;
  point: Point;
  x: number;
  y: number;
  step: number;
  square: number;
  across: number;
  highest: number;
};

function Heap({ series, point, x, y, step, square, across, highest }: HeapProps) {
  const n = point.n ?? 0;
  if (n === 0 || point.href === null) return null;
  const bars = n > mostSquares;
  const height = heapOf(point, across, square);
  const breadth = bars ? Math.max(2, (n / highest) * (step - 4)) : Math.min(n, across) * (square + 3) - 3;
  return (
    <a
      href={point.href}
      data-s={series.key}
      aria-label={`${point.label}, ${series.label}: ${n} ${n === 1 ? "development" : "developments"}`}
    >
      {bars ? (
        <>
          <rect className={stepFill(series.key)} x={x} y={y} width={breadth} height={square} rx="1" />
          <text className="b" x={x} y={y + square + 12}>
            {n}
          </text>
        </>
      ) : (
        Array.from({ length: n }, (_, place) => (
          <rect
            key={place}
            className={stepFill(series.key)}
            x={x + (place % across) * (square + 3)}
            y={y + Math.floor(place / across) * (square + 3)}
            width={square}
            height={square}
            rx="1"
          />
        ))
      )}
      <rect
        className="hit"
        x={x - Math.max(3, (24 - breadth) / 2)}
        y={y - Math.max(3, (24 - height) / 2)}
        width={Math.max(breadth + 6, 24)}
        height={Math.max(height + 6, 24)}
      />
    </a>
  );
}
