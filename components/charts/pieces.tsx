import type { ChartAnswer, Point, Series } from "@/lib/charts/answer";
import { sayPoint } from "./figure-text";
import { widthOf } from "./text-width";

/** What a whole is made of: a row of squares for each piece, each square one name. */

const cell = 17;
const fills = ["facc", "facw", "fctx"];
const rowGap = 46;
const labelHeight = 22;

export const piecesSize = (answer: ChartAnswer, width: number) => {
  const across = Math.floor((width - 8) / cell);
  const rows = answer.series.map(({ points }) => points.reduce((sum, { n }) => sum + Math.ceil((n ?? 0) / across), 0));
  return { width, across, rows, height: rows.reduce((sum, lines) => sum + lines * cell + rowGap, 0) };
};

export function Pieces({ answer, width, x, y }: { answer: ChartAnswer; width: number; x?: number; y?: number }) {
  const { across, rows, height } = piecesSize(answer, width);
  const tops = rows.map((_, index) => rows.slice(0, index).reduce((sum, lines) => sum + lines * cell + rowGap, 0));
  return (
    <svg
      className="c"
      role="group"
      aria-label={answer.subtitle}
      data-marks=""
      {...{ x, y, width, height }}
      viewBox={`0 0 ${width} ${height}`}
    >
      {answer.series.map((series, index) => (
        <Piece key={series.key} {...{ series, across }} top={tops[index] ?? 0} />
      ))}
    </svg>
  );
}

function Piece({ series, across, top }: { series: Series; across: number; top: number }) {
  const lines = series.points.map(({ n }) => Math.ceil((n ?? 0) / across));
  const head = (
    <>
      <text className="b" x="0" y={top + 14}>
        {series.label}: {series.n}
      </text>
      <rect className="hit" x="-2" y={top - 4} width="330" height="24" />
    </>
  );
  return (
    <>
      {series.href ? (
        <a href={series.href} data-s={series.key} aria-label={`${series.label}: ${series.n} names`}>
          {head}
        </a>
      ) : (
        head
      )}
      {series.points.map((point, index) => (
        <Squares
          key={point.x}
          {...{ series, point, across }}
          fill={fills[index] ?? "fctx"}
          top={top + labelHeight + lines.slice(0, index).reduce((sum, rows) => sum + rows * cell, 0)}
        />
      ))}
    </>
  );
}

type SquaresProps = { series: Series; point: Point; across: number; top: number; fill: string };

function Squares({ series, point, across, top, fill }: SquaresProps) {
  const n = point.n ?? 0;
  if (n === 0 || point.href === null) return null;
  return (
    <a href={point.href} data-s={series.key} aria-label={sayPoint(series, point, "names")}>
      {Array.from({ length: n }, (_, place) => (
        <rect
          key={place}
          className={fill}
          x={(place % across) * cell + 1}
          y={top + Math.floor(place / across) * cell}
          width={cell - 4}
          height={cell - 4}
          rx="1"
        />
      ))}
      {n % across > 0 && (
        <text className="s" x={(n % across) * cell + 6} y={top + Math.floor((n - 1) / across) * cell + 11}>
          {sayWithin(point, (across - (n % across)) * cell - 8)}
        </text>
      )}
      <rect
        className="hit"
        x="-2"
        y={top - 4}
        width={Math.max(24, Math.min(n, across) * cell + 2)}
        height={Math.max(24, Math.ceil(n / across) * cell + 2)}
      />
    </a>
  );
}

/** "29 outside the United Nations", or as much of it as there is room for. */
function sayWithin({ n, label }: Point, room: number): string {
  const words = label.toLowerCase().replace("united nations", "United Nations");
  const choices = [`${n} ${words}`, `${n} ${words.split(" ")[0]}`, `${n}`];
  return choices.find((one) => widthOf(one) < room) ?? "";
}

/** What the shades of the squares are, said beside them. */
export function PiecesKey({ answer }: { answer: ChartAnswer }) {
  const classes = ["k-direct", "k-plausible", "ctx"];
  return (
    <p className="legend">
      {answer.series[0]?.points.map(({ x, label }, index) => (
        <span key={x} className="key">
          <i className={classes[index] ?? "ctx"} />
          {label}
        </span>
      ))}
    </p>
  );
}
