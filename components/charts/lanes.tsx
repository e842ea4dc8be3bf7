import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { sayDevelopments } from "@/lib/charts/summary";
import { dayNumber, sayDay } from "@/lib/days";
import { sayPoint } from "./figure-text";

/** A lane per body: each stage at its date; what lies after the day shown is hollow. */

/** Where names stand above the lanes instead of before them, a lane is higher. */
const rowOf = (head: number) => (head === 0 ? 42 : 34);
const top = 26;
const letter = 6.6;
/** Below it what lies long before has room for its mark, not for a long word. */
const narrow = 500;

type Size = { width: number; head: number };

export const lanesHeight = (answer: ChartAnswer, head: number) => top + answer.series.length * rowOf(head) + 26;

/** The first day that a day, month or year can mean. */
const numberOf = (x: string) => dayNumber(x.length === 4 ? `${x}-01-01` : x.length === 7 ? `${x}-01` : x);

export function Lanes(props: { answer: ChartAnswer; scale: Series[]; x?: number; y?: number } & Size) {
  const { answer, scale, width, head, x, y } = props;
  const dates = scale.flatMap(({ points }) => points.filter((point) => point.x !== "").map((point) => point.x));
  // What lies long before the matter is drawn at its edge, and says its date.
  const first = numberOf("2025-01-01");
  const last = Math.max(numberOf(answer.asOf), ...dates.map(numberOf)) + 40;
  const room = width < narrow ? 64 : 96;
  const earlier = dates.some((date) => numberOf(date) < first) ? room : 0;
  const start = head + earlier + 8;
  const at = (date: string) =>
    numberOf(date) < first ? head + 8 : start + ((numberOf(date) - first) / (last - first)) * (width - start - 8);
  const height = lanesHeight(answer, head);
  const years = [2025, 2026, 2027].filter((year) => numberOf(`${year}-01-01`) <= last);
  const isAtEnd = (year: number) => at(`${year}-01-01`) > width - 34;
  const seven = at("2026-01-07");
  return (
    <svg
      className="c lanes"
      role="group"
      aria-label={answer.subtitle}
      data-marks=""
      {...{ x, y, width, height }}
      viewBox={`0 0 ${width} ${height}`}
    >
      {earlier > 0 && (
        <text className="s" x={head + 2} y={height - 8}>
          earlier
        </text>
      )}
      {years.map((year) => (
        <g key={year}>
          <line className="grid" x1={at(`${year}-01-01`)} x2={at(`${year}-01-01`)} y1={top} y2={height - 22} />
          <text
            className="s"
            x={at(`${year}-01-01`) + (isAtEnd(year) ? -4 : 2)}
            y={height - 8}
            textAnchor={isAtEnd(year) ? "end" : undefined}
          >
            {year}
          </text>
        </g>
      ))}
      <line className="seven" x1={seven} x2={seven} y1={top - 12} y2={height - 22} />
      <text className="b" x={seven + 6} y={top - 9}>
        7 January 2026
      </text>
      {answer.series.map((series, index) => (
        <Lane key={series.key} {...{ series, at, head, width }} asOf={answer.asOf} y={top + index * rowOf(head)} />
      ))}
    </svg>
  );
}

type LaneProps = { series: Series; at: (date: string) => number; asOf: string; y: number } & Size;

function Lane({ series, at, head, width, asOf, y }: LaneProps) {
  const dated = series.points.filter((point) => point.x !== "").sort((a, b) => at(a.x) - at(b.x));
  const row = rowOf(head);
  const middle = y + row / 2 + (head === 0 ? 9 : 0);
  const sides = sidesOf(
    dated.map((point) => ({ x: at(point.x), length: 9 + wordOf(point).length * letter })),
    { start: head, end: width, line: at("2026-01-07") },
  );
  return (
    <g>
      <line className="grid" x1="0" x2={width} y1={y + row} y2={y + row} />
      {series.href ? (
        <a
          href={series.href}
          data-s={series.key}
          aria-label={`${series.label}: ${sayDevelopments(series.n ?? 0)} decided there`}
        >
          <text className="b" x="0" y={head === 0 ? y + 16 : middle + 4}>
            {series.label}
          </text>
          <rect className="hit" x="-2" y={head === 0 ? y : y + 5} width={Math.max(60, head - 16)} height="24" />
        </a>
      ) : null}
      {dated.length === 0 && (
        <text className="it" x={head + 8} y={middle + 4}>
          {series.points.map(wordOf).join(", ")}, day not known
        </text>
      )}
      {dated.map((point, index) => (
        <Stage
          key={`${point.x} ${point.label}`}
          {...{ series, point, asOf, middle }}
          x={at(point.x)}
          side={sides[index] ?? null}
        />
      ))}
    </g>
  );
}

/** A day, a month or a year. */
const sayOn = (x: string) => sayDay(x, x.length === 10 ? "day" : x.length === 7 ? "month" : "year");

const wordOf = ({ label }: Point) => label.replace(", scheduled", "").toLowerCase();

type WordSide = "right" | "left" | null;

/** Where the word of each mark has room: behind it, where it would cross the line of 7 January before it, or nowhere. */
function sidesOf(
  marks: { x: number; length: number }[],
  { start, end, line }: Record<"start" | "end" | "line", number>,
): WordSide[] {
  let free = start;
  return marks.map(({ x, length }, index) => {
    const fitsRight = x + length < (marks[index + 1]?.x ?? end) - 9;
    const fitsLeft = x - length > free;
    const crosses = (from: number, to: number) => from < line - 1 && line < to;
    const right = fitsRight && !(fitsLeft && crosses(x, x + length) && !crosses(x - length, x));
    free = right ? x + length : x + 5;
    return right ? "right" : fitsLeft ? "left" : null;
  });
}

type StageProps = { series: Series; point: Point; asOf: string; x: number; middle: number; side: WordSide };

function Stage({ series, point, asOf, x, middle, side }: StageProps) {
  const ahead = point.x > asOf;
  return (
    <a
      href={point.href ?? "#"}
      data-s={series.key}
      aria-label={`${sayPoint(series, point, "stage")}, ${sayOn(point.x)}`}
    >
      <circle className={ahead ? "ring" : "fink"} cx={x} cy={middle} r="5" />
      {side && (
        <text
          className="s over"
          x={side === "right" ? x + 9 : x - 9}
          y={middle + 4}
          textAnchor={side === "left" ? "end" : undefined}
        >
          {wordOf(point)}
        </text>
      )}
      <rect className="hit" x={x - 12} y={middle - 12} width="24" height="24" />
      <title>{`${series.label}: ${point.label}, ${sayOn(point.x)}`}</title>
    </a>
  );
}
