import type { ChartAnswer, Series } from "@/lib/charts/answer";
import { sayPoint } from "./figure-text";

/** Days per body: a dot at the median on a line from the shortest to the longest. */

const row = 30;
/** Where the name stands above its line. */
const tallRow = 42;
const foot = 26;
/** Beyond this ratio a common scale would press the short ones together. */
const widest = 20;

type Size = { width: number; head: number };

const isLog = (series: Series[]): boolean => {
  const days = series
    .flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
    .filter((day) => day !== null);
  return days.length > 0 && Math.max(...days) > widest * Math.max(1, Math.min(...days));
};

/** How its line is to be read. */
export const sayScale = (series: Series[]) =>
  `A dot is the median, its line runs from the shortest to the longest; at the end the median in days and the number of developments.${
    isLog(series) ? " The scale is logarithmic: each step is a multiple of the last." : ""
  }`;

export const spansHeight = ({ series }: ChartAnswer, head: number) =>
  series.length * (head === 0 ? tallRow : row) + foot;

export function Spans(props: { answer: ChartAnswer; scale: Series[]; x?: number; y?: number } & Size) {
  const { answer, scale: series, width, head, x, y } = props;
  const log = isLog(series);
  const longest = Math.max(1, ...series.flatMap(({ points }) => points.map(({ high }) => high ?? 0)));
  const room = width - head - (head === 0 ? 16 : 90);
  const scale = log ? Math.log1p : (days: number) => days;
  const at = (days: number) => head + 6 + (scale(days) / scale(longest)) * room;
  const ticks = log ? [1, 7, 30, 90, 365, 1095] : niceTicks(longest);
  const each = head === 0 ? tallRow : row;
  const height = answer.series.length * each + foot;
  return (
    <svg
      className="c"
      role="group"
      aria-label={answer.subtitle}
      data-marks=""
      {...{ x, y, width, height }}
      viewBox={`0 0 ${width} ${height}`}
    >
      {ticks
        .filter((days) => days <= longest)
        .map((days) => (
          <g key={days}>
            <line className="grid" x1={at(days)} x2={at(days)} y1="0" y2={height - foot} />
            <text className="s" x={at(days)} y={height - 8} textAnchor="middle">
              {days}
            </text>
          </g>
        ))}
      {answer.series.map((series, index) => (
        <Span key={series.key} {...{ series, at, width, head }} top={index * each} />
      ))}
      <line className="ax" x1={head} x2={width} y1={height - foot + 0.5} y2={height - foot + 0.5} />
    </svg>
  );
}

const niceTicks = (longest: number): number[] => {
  const size = 10 ** Math.floor(Math.log10(longest));
  const step = longest / size > 5 ? size : longest / size > 2 ? size / 2 : size / 5;
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step);
};

function Span({ series, at, width, head, top }: { series: Series; at: (days: number) => number; top: number } & Size) {
  const point = series.points[0];
  const above = head === 0;
  const middle = above ? top + 29 : top + row / 2;
  if (!point || point.value === null || point.href === null) return null;
  return (
    <a href={point.href} data-s={series.key} aria-label={sayPoint(series, point, "days")}>
      <text className={above ? "s" : undefined} x="0" y={above ? top + 15 : middle + 4}>
        {series.label}
      </text>
      <line
        className="spanline"
        x1={at(point.low ?? point.value)}
        x2={at(point.high ?? point.value)}
        y1={middle}
        y2={middle}
      />
      <circle className="fink" cx={at(point.value)} cy={middle} r="5" />
      <text className="b" x={width} y={above ? top + 15 : middle + 4} textAnchor="end">
        {point.value} d · {point.n}
      </text>
      <rect className="hit" x="-2" y={top + 1} width={width + 4} height={(above ? tallRow : row) - 2} />
    </a>
  );
}
