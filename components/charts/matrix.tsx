import { StepGlyph, StepSign, StepWord } from "@/components/developments/glyphs";
import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { stepOfMedian } from "@/lib/labels";
import type { Side } from "./beside";
import { sayPoint } from "./figure-text";
import { Scroll } from "./scroll";
import { widthOf } from "./text-width";

/** Rows and columns of numbers, shaded in four steps: a table, and so its own twin. */
export function Matrix({ answer, scale, columns }: Pick<Side, "answer" | "scale" | "columns">) {
  const most = mostOf(scale);
  const totals = answer.series.some((series) => series.n !== null);
  return (
    <Scroll label={answer.subtitle} columns={columns.length}>
      <table className="matrix" data-marks="">
        <caption className="vh">
          {answer.title}. {answer.rule}
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ x, label }) => (
              <th key={x} scope="col">
                <span>{label}</span>
              </th>
            ))}
            {totals && (
              <th scope="col">
                <span>All</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {answer.series.map((series) => (
            <tr key={series.key}>
              <th scope="row">{series.label}</th>
              {columns.map(({ x }) => (
                <Cell key={x} {...{ series, most, answer }} point={series.points.find((point) => point.x === x)} />
              ))}
              {totals && (
                <td className="all">
                  {series.n !== null && series.href ? <Total series={series} href={series.href} /> : ""}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const Total = ({ series, href }: { series: Series; href: string }) => (
  <a
    href={href}
    data-s={series.key}
    aria-label={`${series.label}, all: ${series.n} ${series.n === 1 ? "development" : "developments"}`}
  >
    {series.n}
  </a>
);

/** What shades and signs say, once for all that stand side by side. */
export function MatrixKey({ sides }: { sides: Side[] }) {
  const isSigned = ({ answer: { measure, series } }: Side) =>
    measure !== "share" && series.some(({ points }) => points.some(({ value }) => value !== null));
  if (!sides.some(isSigned)) return null;
  const steps = ["strongly-restricts", "restricts", "neutral", "opens", "strongly-opens"] as const;
  return (
    <p className="legend">
      <span className="shade">The stronger the shade, the more developments. </span>Signs: the median of their scores:{" "}
      {steps.map((step) => (
        <StepWord key={step} step={step} word={stepNames[step]} />
      ))}
    </p>
  );
}

const stepNames = {
  "strongly-restricts": "strongly restricts",
  restricts: "restricts",
  neutral: "no change",
  opens: "opens",
  "strongly-opens": "strongly opens",
};

const mostOf = (series: Series[]) =>
  Math.max(1, ...series.flatMap(({ points }) => points.map((point) => point.n ?? 0)));

/** 1 to 4 by how much of the largest it is, 0 for none. */
const shadeOf = (n: number, most: number) => (n === 0 ? 0 : Math.ceil((4 * Math.log1p(n)) / Math.log1p(most)));

type CellProps = { answer: ChartAnswer; series: Series; point: Point | undefined; most: number };

function Cell({ answer, series, point, most }: CellProps) {
  if (!point) return <td className="s0" />;
  const n = point.n ?? 0;
  if (n === 0 || point.href === null) return <td className="s0 z">{point.n === null ? "–" : "0"}</td>;
  return (
    <td className={`s${shadeOf(n, most)}`}>
      <a href={point.href} data-s={series.key} aria-label={sayPoint(series, point, answer.measure)}>
        {n}
        {answer.measure === "share" ? (
          <small className="faint">{point.value} %</small>
        ) : (
          point.value !== null && <StepSign step={stepOfMedian(point.value)} />
        )}
      </a>
    </td>
  );
}

type Drawn = Pick<Side, "answer" | "columns">;

const rowHeight = 26;
/** Of a cell with a number of two digits. */
const leastWidth = 52;
const before = 6;
const glyph = 20;
/** Names of columns rise at 45 degrees. */
const slant = Math.SQRT1_2;

/** What stands beside the number of a cell, and how wide cells are: as the longest number needs. */
export function measureCells({ answer: { series, measure } }: Pick<Drawn, "answer">) {
  const points = series.flatMap((one) => one.points);
  const number = before + Math.ceil(Math.max(0, ...points.map(({ n }) => widthOf(String(n ?? 0)))));
  const beside = measure === "share" ? Math.max(20, number + 3) : Math.max(27, number + 4);
  const shares = points.map(({ value }) => Math.ceil(widthOf(`${value ?? 0}%`, 11)));
  const last = measure === "share" ? Math.max(0, ...shares) : glyph;
  return { beside, cellWidth: Math.max(leastWidth, beside + last + 5) };
}

function measure({ answer, columns }: Drawn) {
  const { beside, cellWidth } = measureCells({ answer });
  const rising = columns.map(({ label }) => Math.ceil(widthOf(label) * slant));
  const headWidth = Math.max(120, ...answer.series.map(({ label }) => Math.ceil(widthOf(label)) + 12));
  const headHeight = Math.max(40, ...rising) + 20;
  // The last names reach over the edge of the cells.
  const reach = Math.max(columns.length * cellWidth, ...rising.map((far, index) => index * cellWidth + 30 + far));
  return { headWidth, headHeight, width: headWidth + reach, beside, cellWidth };
}

/** About how tall the table is on a page. */
export const matrixHeight = ({ answer, columns }: Drawn) =>
  Math.min(176, Math.max(...columns.map(({ label }) => widthOf(label)), 0)) +
  answer.series.reduce((sum, { label }) => sum + (widthOf(label, 15) > 160 ? 46 : 32), 0) +
  30;

export const matrixSize = (side: Drawn) => {
  const { width, headHeight } = measure(side);
  return { width, height: headHeight + side.answer.series.length * rowHeight + 4 };
};

/** The same as a picture, for files. */
export function MatrixPicture({ side, x, y }: { side: Side; x?: number; y?: number }) {
  const { answer, scale, columns } = side;
  const most = mostOf(scale);
  const { headWidth, headHeight, beside, cellWidth } = measure(side);
  const { width, height } = matrixSize(side);
  return (
    <svg
      className="c"
      role="img"
      aria-label={answer.subtitle}
      {...{ x, y, width, height }}
      viewBox={`0 0 ${width} ${height}`}
    >
      {columns.map((column, index) => (
        <text
          key={column.x}
          x={headWidth + index * cellWidth + 20}
          y={headHeight - 8}
          transform={`rotate(-45 ${headWidth + index * cellWidth + 20} ${headHeight - 8})`}
        >
          {column.label}
        </text>
      ))}
      {answer.series.map((series, row) => (
        <g key={series.key}>
          <text x="0" y={headHeight + row * rowHeight + 17}>
            {series.label}
          </text>
          {columns.map((column, index) => {
            const point = series.points.find((one) => one.x === column.x);
            const n = point?.n ?? 0;
            return (
              <g key={column.x}>
                <rect
                  className={`cell s${shadeOf(n, most)}`}
                  x={headWidth + index * cellWidth}
                  y={headHeight + row * rowHeight}
                  width={cellWidth - 2}
                  height={rowHeight - 2}
                />
                {n > 0 && (
                  <text className="b" x={headWidth + index * cellWidth + 6} y={headHeight + row * rowHeight + 17}>
                    {n}
                  </text>
                )}
                {n > 0 && answer.measure === "share" && (
                  <text className="s" x={headWidth + index * cellWidth + beside} y={headHeight + row * rowHeight + 17}>
                    {point?.value}%
                  </text>
                )}
                {n > 0 && answer.measure !== "share" && point?.value != null && (
                  <StepGlyph
                    step={stepOfMedian(point.value)}
                    x={headWidth + index * cellWidth + beside}
                    y={headHeight + row * rowHeight + 6}
                  />
                )}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

export const shorten = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
