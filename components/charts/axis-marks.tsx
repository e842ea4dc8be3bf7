import { Day } from "@/components/ui/day";
import type { ChartAnswer, Point } from "@/lib/charts/answer";
import { axisLabel } from "./axis";

/** The axis once for all panels, with the developments that stand on it: those with a direct link to the withdrawal. */

const height = 44;
const base = 24;
const size = 5;

type Props = { answer: ChartAnswer; width: number };

export function AxisMarks({ answer, width }: Props) {
  const { marks, series } = answer;
  const axis = series[0]?.points ?? [];
  const step = width / Math.max(axis.length, 1);
  const placed = marks.flatMap((mark) => {
    const at = axis.findIndex((point) => point.x === mark.x);
    if (at < 0) return [];
    const same = marks.filter((other) => other.x === mark.x);
    return [{ mark, x: (at + (same.indexOf(mark) + 1) / (same.length + 1)) * step }];
  });
  if (placed.length === 0) return null;
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
      {axis.map((point: Point, index) => {
        const label = axisLabel(point.x, step, index === 0);
        return label ? (
          <text key={point.x} className="s" x={index * step + 1} y={height - 4}>
            {label}
          </text>
        ) : null;
      })}
      {placed.map(({ mark, x }) => (
        <a key={mark.href} href={mark.href} aria-label={`${mark.on}: ${mark.label}`}>
          <path className="fink" d={`M${x} ${base} l${-size} ${-2 * size} h${2 * size}z`} />
          <rect className="hit" x={x - 12} y="0" width="24" height={base + 1} />
          <title>{`${mark.on}: ${mark.label}`}</title>
        </a>
      ))}
    </svg>
  );
}

/** The same as words. */
export function AxisList({ answer: { marks: all, series } }: { answer: ChartAnswer }) {
  const axis = new Set(series[0]?.points.map(({ x }) => x));
  const marks = all.filter(({ x }) => axis.has(x));
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
