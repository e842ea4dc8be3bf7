import type { Period } from "@/db/vocabulary";
import { addDays } from "@/lib/days";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import type { MonthCount } from "@/lib/developments/views";
import { Hatch } from "./hatch";

/** One square is one development and each column opens its list; where they would be too small to tell apart, a bar of that length. */
const width = 248;
const top = 14;
const height = 92;
const smallestSquare = 6;
const collectedUntil = "2026-08";

/** Narrower columns carry their number only where it stands above its neighbours; the rest is one click away. */
const roomForNumber = 18;
const isPeak = (columns: Column[], at: number) => {
  const n = columns[at]?.n ?? 0;
  return n >= (columns[at - 1]?.n ?? 0) && n > (columns[at + 1]?.n ?? 0);
};

type Column = { key: string; label: string; name: string; n: number; from: string; to: string; thin: boolean };

export function MonthSquares(props: { filters: Filters; months: MonthCount[]; period: Period; today: string }) {
  const { filters, months, period, today } = props;
  const counts = months.filter((count) => count.period === period);
  const total = counts.reduce((sum, count) => sum + count.n, 0);
  if (total === 0) return null;
  const columns = period === "after" ? monthColumns(counts, today) : quarterColumns(counts);
  const most = Math.max(...columns.map((column) => column.n));
  const step = width / columns.length;
  const cell = Math.min(13, step - 1, height / most);
  return (
    <>
      <p className="small trend-h">
        <b>{period === "after" ? "Since 7 January" : "Baseline"}</b>, by {period === "after" ? "month" : "quarter"}:{" "}
        {total}
      </p>
      <svg className="c" width={width} height={top + height + 22} viewBox={`0 0 ${width} ${top + height + 22}`}>
        <title>
          {period === "after" ? "Developments of this list by month" : "Developments of this list by quarter"}
        </title>
        <Hatch id={`hatch-${period}`} />
        {columns.map((column, index) => (
          <ColumnOf
            key={column.key}
            column={column}
            labelled={step >= roomForNumber || isPeak(columns, index)}
            hatch={`url(#hatch-${period})`}
            x={index * step}
            step={step}
            cell={cell}
            bars={cell < smallestSquare}
            href={timelineHref({ ...filters, period: [period], from: column.from, to: column.to })}
            fill={period === "after" ? "fink" : "fctx"}
          />
        ))}
        <line className="ax" x1="0" x2={width} y1={top + height + 0.5} y2={top + height + 0.5} />
      </svg>
    </>
  );
}

function ColumnOf(props: {
  column: Column;
  labelled: boolean;
  hatch: string;
  x: number;
  step: number;
  cell: number;
  bars: boolean;
  href: string;
  fill: string;
}) {
  const { column, labelled, hatch, x, step, cell, bars, href, fill } = props;
  const side = Math.max(1, cell - 2);
  const base = top + height;
  const squares = Array.from({ length: bars ? 0 : column.n }, (_, index) => base - (index + 1) * cell);
  return (
    <>
      {column.thin && <rect fill={hatch} x={x} y={top} width={step} height={height} />}
      {column.n > 0 && (
        <a href={href} aria-label={`${column.name}: ${column.n} ${column.n === 1 ? "development" : "developments"}`}>
          {bars && (
            <rect className={fill} x={x + 1} y={base - column.n * cell} width={step - 3} height={column.n * cell} />
          )}
          {squares.map((y) => (
            <rect key={y} className={fill} x={x + 1} y={y} width={side} height={side} rx="1" />
          ))}
          <rect className="hit" x={x} y={base - column.n * cell - 14} width={step} height={column.n * cell + 14} />
          {labelled && (
            <text className="b" x={x + 1} y={base - column.n * cell - 3}>
              {column.n}
            </text>
          )}
        </a>
      )}
      {column.label && (
        <text className="s" x={x + 1} y={base + 17}>
          {column.label}
        </text>
      )}
    </>
  );
}

const monthName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });
const nextMonth = (month: string) => addDays(`${month}-28`, 7).slice(0, 7);

function monthColumns(counts: MonthCount[], today: string): Column[] {
  const columns: Column[] = [];
  const latest = [today.slice(0, 7), ...counts.map((count) => count.month)].sort().at(-1) ?? today;
  for (let month = "2026-01"; month <= latest; month = nextMonth(month)) {
    columns.push({
      key: month,
      label: monthName.format(new Date(`${month}-01T00:00:00Z`)).charAt(0),
      name: monthName.format(new Date(`${month}-01T00:00:00Z`)),
      n: counts.filter((count) => count.month === month).reduce((sum, count) => sum + count.n, 0),
      from: `${month}-01`,
      to: addDays(`${nextMonth(month)}-01`, -1),
      thin: month > collectedUntil,
    });
  }
  return columns;
}

function quarterColumns(counts: MonthCount[]): Column[] {
  const quarters = new Map<string, number>();
  for (const { month, n } of counts) quarters.set(quarterOf(month), (quarters.get(quarterOf(month)) ?? 0) + n);
  const first = [...quarters.keys()].sort()[0] ?? "2025-1";
  const columns: Column[] = [];
  // Older ones than fit are in the list, and in the years beside it.
  for (let quarter = first < "2022-1" ? "2022-1" : first; quarter <= "2026-1"; quarter = nextQuarter(quarter)) {
    const [year, part] = [quarter.slice(0, 4), Number(quarter.slice(5))];
    const start = `${year}-${String(part * 3 - 2).padStart(2, "0")}`;
    const end = nextMonth(nextMonth(nextMonth(start)));
    columns.push({
      key: quarter,
      label: part === 1 && quarter < "2026-1" ? year : "",
      name: `Quarter ${part} of ${year}`,
      n: quarters.get(quarter) ?? 0,
      from: `${start}-01`,
      to: addDays(`${end}-01`, -1),
      thin: false,
    });
  }
  return columns;
}

const quarterOf = (month: string) => `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / 3)}`;
const nextQuarter = (quarter: string) => {
  const [year, part] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))];
  return part === 4 ? `${year + 1}-1` : `${year}-${part + 1}`;
};
