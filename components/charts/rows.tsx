import { StepGlyph, stepFill } from "@/components/developments/glyphs";
import { Hatch } from "@/components/developments/hatch";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { firstMonth, isThin } from "@/lib/charts/periods";

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

export const rowsHeight = (answer: ChartAnswer, size: keyof typeof sizes = "wide") => measure(answer, size).base + 24;
export const rowsWidth = (size: keyof typeof sizes) => sizes[size].width;

export function Rows({ answer, size, scale, x, y }: RowsProps) {
  const { series } = answer;
  const { axis, id, width, head, end, step, square, across, label, tops, base } = measure(answer, size);
  const hatch = `hatch-${answer.id}-${id}-${series[0]?.href?.length ?? 0}`;
  const highest = Math.max(0, ...scale.flatMap(({ points }) => points.map((point) => point.n ?? 0)));
  const thinFrom = axis.findIndex((point) => isThin(point.x));
  const day = sevenAt(axis);
  return (
    <svg
      className="c rows"
      role="group"
      aria-label={answer.subtitle}
      {...{ x, y }}
      width={width}
      height={base + 24}
      viewBox={`0 0 ${width} ${base + 24}`}
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
          <text className="it" x={width - end} y={top - 9} textAnchor="end">
            {size === "narrow" ? "hatched: little collected" : "little collected after August"}
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
          <text className="b" x={head + day * step + 6} y={top - 9}>
            7 January 2026
          </text>
        </>
      )}
      <line className="ax" x1="0" x2={width} y1={base + 0.5} y2={base + 0.5} />
      {axis.map((point, index) => {
        const text = axisLabel(point.x, step, index === 0);
        return text ? (
          <text key={point.x} className="s" x={head + index * step + 2} y={base + 18}>
            {text}
          </text>
        ) : null;
      })}
    </svg>
  );
}

/** Where everything of a drawing stands. */
function measure({ series }: ChartAnswer, size: keyof typeof sizes) {
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
  return { axis, id, width, head, end, step, square, across, label, tops, heightOf, base };
}

/** Where on the axis 7 January 2026 begins its month; null where the axis does not reach it. */
function sevenAt(axis: Point[]): number | null {
  const at = axis.findIndex((point) => firstMonth(point.x) === "2026-01");
  return at < 0 ? null : at;
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

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As much of a name as there is room for: months where they fit, else the years. */
function axisLabel(x: string, step: number, isFirst: boolean): string {
  if (x.length === 4) return step > 30 || Number(x) % 5 === 0 ? x : "";
  const month = Number(firstMonth(x).slice(5));
  if (x.includes("Q")) return month === 1 || isFirst ? x.slice(0, 4) : "";
  if (step >= 30) return months[month - 1] ?? "";
  if (step >= 12) return (months[month - 1] ?? "").slice(0, 1);
  return month === 1 || isFirst ? x.slice(0, 4) : "";
}
