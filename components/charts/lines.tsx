import { type KeyboardEvent, useState } from "react";
import {
  CartesianGrid,
  LabelList,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { firstMonth } from "@/lib/charts/periods";
import { shortStep } from "./axis";
import { sayPoint } from "./figure-text";
import { shorten } from "./matrix";

/** Lines of the chosen series, before and after 7 January 2026 each with a scale of its own. */

const shownFirst = 4;
const labelHeight = 15;
const mostShown = 6;
const axisWidth = 34;
const dashes = ["", "6 3", "2 3", "10 3 2 3", "1 4", "12 4"];
const colours = ["var(--accent)", "var(--dir-p2)", "var(--dir-m2)", "var(--ink)", "var(--dir-0)", "var(--dir-p1)"];

export function Lines(props: { answer: ChartAnswer; name: string | null; scale: Series[] | null }) {
  const { answer, name, scale } = props;
  const choices = answer.series.filter(({ key }) => !key.endsWith("/unscored"));
  const largest = [...choices].sort((a, b) => (b.n ?? 0) - (a.n ?? 0)).slice(0, shownFirst);
  const [keys, setKeys] = useState(() => largest.map(({ key }) => key));
  const chosen = choices.filter(({ key }) => keys.includes(key));
  const sides = [
    { title: "Before 7 January 2026", of: (point: Point) => firstMonth(point.x) < "2026-01" },
    { title: "Since 7 January 2026", of: (point: Point) => firstMonth(point.x) >= "2026-01" },
  ];
  return (
    <div>
      <fieldset className="choices">
        <legend className="small soft">
          {name && `${name}: `}
          {name ? "up" : "Up"} to {mostShown} at once
        </legend>
        {choices.map(({ key, label }) => (
          <label key={key} className="radio">
            <input
              type="checkbox"
              checked={keys.includes(key)}
              disabled={!keys.includes(key) && keys.length >= mostShown}
              onChange={(event) =>
                setKeys(event.target.checked ? [...keys, key] : keys.filter((other) => other !== key))
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="sides">
        {sides.map(({ title, of }) => (
          <Side
            key={title}
            title={name ? `${name}, ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title}
            answer={answer}
            most={scale && mostOf(scale.flatMap(({ points }) => points.filter(of)))}
            series={chosen.map((one) => ({ ...one, points: one.points.filter(of) }))}
          />
        ))}
      </div>
      <p className="small soft">
        Choose a chart with Tab, move with the arrow keys, open a point with Enter. A gap is not known, not zero.
        {sides.length > 1 && " Before and after 7 January 2026 each have their own scale."}
      </p>
    </div>
  );
}

const mostOf = (points: Point[]) => Math.max(1, ...points.map(({ n }) => n ?? 0));

type At = { series: number; point: number };

/** `most`: how far its scale reaches where another drawing shares it. */
type SideProps = { title: string; answer: ChartAnswer; series: Series[]; most: number | null };

function Side({ title, answer, series, most }: SideProps) {
  const [at, setAt] = useState<At | null>(null);
  const axis = series[0]?.points ?? [];
  if (axis.length === 0) return null;
  const isDirection = answer.measure === "direction";
  const figureOf = (point: Point) => (isDirection ? point.value : point.n);
  const rows = axis.map((point, index) => ({
    x: point.x,
    label: point.label,
    ...Object.fromEntries(series.map((one) => [one.key, one.points[index] ? figureOf(one.points[index]) : null])),
  }));
  // Where names of lines stand in this drawing, so that the next finds room.
  const taken = new Map<string, number>();
  const current = at && series[at.series];
  const point = current?.points[at?.point ?? 0];
  const open = (which: Point | undefined) => {
    if (which?.href && (which.n ?? 0) > 0) location.href = which.href;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = move(at ?? { series: 0, point: -1 }, event.key, { series: series.length, points: axis.length });
    if (event.key === "Enter") open(point);
    else if (event.key === "Escape") setAt(null);
    else if (next) {
      event.preventDefault();
      setAt(next);
    }
  };
  return (
    <section className="line-side" aria-label={title}>
      <h3 className="label">{title}</h3>
      <div
        className="line-box"
        tabIndex={0}
        role="application"
        aria-label={`${title}: lines. Arrow keys choose a point, Enter opens its records.`}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
      >
        <ResponsiveContainer width="100%" height={300}>
          <LineChart
            data={rows}
            margin={{ top: 12, right: 150, bottom: 4, left: 0 }}
            accessibilityLayer={false}
            onClick={(state) => {
              const index = Number(state?.activeTooltipIndex);
              if (current && Number.isInteger(index)) open(current.points[index]);
            }}
          >
            <CartesianGrid vertical={false} stroke="var(--rule)" />
            <XAxis
              dataKey="x"
              tickFormatter={shortStep}
              tick={{ fontSize: 13, fill: "var(--ink-3)" }}
              stroke="var(--rule-2)"
              minTickGap={28}
            />
            <YAxis
              allowDecimals={isDirection}
              domain={isDirection ? [-2, 2] : [0, most ?? "auto"]}
              tick={{ fontSize: 13, fill: "var(--ink-3)" }}
              stroke="var(--rule-2)"
              width={axisWidth}
            />
            {isDirection && <ReferenceLine y={0} stroke="var(--rule-2)" />}
            {series.map((one, index) => (
              <Line
                key={one.key}
                dataKey={one.key}
                name={one.label}
                stroke={colours[index % colours.length]}
                strokeDasharray={dashes[index % dashes.length]}
                strokeWidth={2}
                dot={{ r: 3, strokeDasharray: "none" }}
                connectNulls={false}
                isAnimationActive={false}
              >
                <LabelList
                  dataKey={one.key}
                  content={(props) => (
                    <EndLabel
                      {...props}
                      {...{ rows, taken }}
                      series={one}
                      colour={colours[index % colours.length] ?? "var(--ink)"}
                    />
                  )}
                />
              </Line>
            ))}
            {current && point && figureOf(point) !== null && (
              <ReferenceDot
                x={point.x}
                y={figureOf(point) ?? 0}
                r={7}
                fill="none"
                stroke="var(--accent)"
                strokeWidth={3}
              />
            )}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <p className="readout small" role="status">
        {current && point && (
          <>
            {sayPoint(current, point, answer.measure)}{" "}
            {point.href && (point.n ?? 0) > 0 && <a href={point.href}>Open the records</a>}
          </>
        )}
      </p>
      <ul className="plain-list small line-keys">
        {series.map((one, index) => (
          <li key={one.key}>
            <svg width="28" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="28"
                y1="4"
                y2="4"
                stroke={colours[index % colours.length]}
                strokeDasharray={dashes[index % dashes.length]}
                strokeWidth="2"
              />
            </svg>{" "}
            {one.label}
          </li>
        ))}
      </ul>
    </section>
  );
}

function move({ series, point }: At, key: string, size: { series: number; points: number }): At | null {
  const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, value));
  switch (key) {
    case "ArrowRight":
      return { series, point: within(point + 1, size.points) };
    case "ArrowLeft":
      return { series, point: within(point - 1, size.points) };
    case "ArrowDown":
      return { series: within(series + 1, size.series), point: within(point, size.points) };
    case "ArrowUp":
      return { series: within(series - 1, size.series), point: within(point, size.points) };
    case "Home":
      return { series, point: 0 };
    case "End":
      return { series, point: size.points - 1 };
    default:
      return null;
  }
}

type EndProps = {
  x?: number | string;
  y?: number | string;
  index?: number;
  rows: Record<string, unknown>[];
  series: Series;
  colour: string;
  taken: Map<string, number>;
};

/** The name of a line at its last point, so that no legend has to be remembered. */
function EndLabel({ x, y, index, rows, series, colour, taken }: EndProps) {
  const last = rows.reduce((found, row, at) => (row[series.key] === null ? found : at), -1);
  if (index !== last) return null;
  let place = Number(y) + 4;
  const others = [...taken].flatMap(([key, other]) => (key === series.key ? [] : other));
  while (others.some((other) => Math.abs(other - place) < labelHeight)) place -= labelHeight;
  taken.set(series.key, place);
  const right = last > 0 ? axisWidth + ((Number(x) - axisWidth) / last) * (rows.length - 1) : Number(x);
  return (
    <g>
      {/* To the end it belongs to, from beside the drawing, where no other line runs. */}
      <path
        d={`M${Number(x) + 4} ${Number(y)} L${right + 13} ${place - 4}`}
        stroke={colour}
        strokeWidth="1"
        strokeDasharray="1 3"
        fill="none"
      />
      <text x={right + 16} y={place} fontSize={13} fill="var(--ink)">
        {shorten(series.label, 20)}
      </text>
    </g>
  );
}
