import { Day } from "@/components/ui/day";
import type { AxisMark, ChartAnswer } from "@/lib/charts/answer";
import { daysOf, firstMonth } from "@/lib/charts/periods";
import { axisLabel, labelWithin } from "./axis";

/** The axis once for all panels, with the developments that stand on it: those with a direct link to the withdrawal. */

const base = 32;
const height = base + 20;
const size = 5;
const tip = 2 * size + 2;
/** WCAG 2.2, 2.5.8. */
const target = 24;

type Props = { answer: ChartAnswer; width: number };

export function AxisMarks({ answer, width }: Props) {
  const axis = axisOf(answer);
  const step = width / Math.max(axis.length, 1);
  const marks = answer.marks.flatMap((mark) => {
    const at = axis.indexOf(mark.x);
    return at < 0 ? [] : [{ ...mark, day: (at + partOf(mark)) * step }];
  });
  if (marks.length === 0) return null;
  const places = apart(
    marks.map(({ day }) => day),
    width,
  );
  return (
    <svg
      className="c axis-marks"
      role="group"
      aria-label="Developments with a direct link to the withdrawal, on the axis of time"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <line className="ax" x1="0" x2={width} y1={base + 0.5} y2={base + 0.5} />
      {axis.map((x, index) => {
        const label = labelWithin(width, index * step + 1, axisLabel(x, step, index === 0));
        return label ? (
          <text key={x} className="s" x={index * step + 1} y={height - 4}>
            {label}
          </text>
        ) : null;
      })}
      {marks.map(({ href, on, label, day }, index) => {
        const x = places[index] ?? day;
        return (
          <a key={href} href={href} aria-label={`${on}: ${label}`}>
            <path className="ax" d={`M${x} ${tip} L${day} ${base}`} />
            <path className="fink" d={`M${x} ${tip} l${-size} ${-2 * size} h${2 * size}z`} />
            <rect className="hit" x={x - target / 2} y="0" width={target} height={target} />
            <title>{`${on}: ${label}`}</title>
          </a>
        );
      })}
    </svg>
  );
}

/** Of all series: before and after 7 January may stand in different ones. */
const axisOf = ({ series }: ChartAnswer): string[] =>
  [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) =>
    firstMonth(a).localeCompare(firstMonth(b)),
  );

/** Which part of its month, quarter or year a day has behind it, from 0 to 1. */
function partOf({ x, on }: AxisMark): number {
  const { from, to } = daysOf(x);
  const day = (text: string) => Date.parse(text) / 86_400_000;
  return (day(on) - day(from)) / (day(to) - day(from) + 1);
}

/** Places that can each be pointed at, in their order and as near to their days as that allows. */
function apart(days: number[], width: number): number[] {
  const places: number[] = [];
  for (const day of days) places.push(Math.max(day, target / 2, (places.at(-1) ?? -target) + target));
  let last = width + target / 2;
  for (let at = places.length - 1; at >= 0; at--) {
    last = Math.min(places[at] ?? last, last - target);
    places[at] = last;
  }
  return places;
}

/** The same as words. */
export function AxisList({ answer }: { answer: ChartAnswer }) {
  const axis = axisOf(answer);
  const marks = answer.marks.filter(({ x }) => axis.includes(x));
  if (marks.length === 0) return null;
  return (
    <details className="small table-twin">
      <summary>
        On the axis: {marks.length === 1 ? "one development" : `${marks.length} developments`} with a direct link to the
        withdrawal
      </summary>
      <ul className="plain-list">
        {marks.map(({ on, label, href }) => (
          <li key={href}>
            <a href={href}>{label}</a>{" "}
            <span className="faint">
              <Day value={on} precision="day" />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
