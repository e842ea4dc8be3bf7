import { addDays } from "@/lib/days";
import { noFilters, timelineHref } from "@/lib/developments/filters";
import type { MonthCount } from "@/lib/developments/views";
import { Hatch } from "./hatch";

const links = ["direct", "plausible", "none"] as const;
const fills = { direct: "facc", plausible: "facw", none: "fctx" };
const collectedUntil = "2026-08";
const perRow = 4;
const mostSquares = 40;

type Month = { key: string; name: string; short: string; counts: Record<(typeof links)[number], number>; n: number };

/** Developments since 7 January 2026 by month, told apart by their link to the withdrawal. */
export function OverviewChart({ months, today }: { months: MonthCount[]; today: string }) {
  const columns = inMonths(months, today);
  const total = (link: (typeof links)[number]) => columns.reduce((sum, column) => sum + column.counts[link], 0);
  const all = columns.reduce((sum, column) => sum + column.n, 0);
  return (
    <figure className="chart section ruled">
      <figcaption>
        <h2>Few of the year’s developments answer the withdrawal itself</h2>
        <p>Each square is one development decided since 7 January 2026, by month.</p>
        <p className="legend">
          <a className="key" href={hrefOf({ link: "direct" })}>
            <i className="k-direct" />
            direct link ({total("direct")})
          </a>{" "}
          <a className="key" href={hrefOf({ link: "plausible" })}>
            <i className="k-plausible" />
            plausible ({total("plausible")})
          </a>{" "}
          <a className="key" href={hrefOf({ link: "none" })}>
            <i className="ctx" />
            no link shown ({total("none")})
          </a>
        </p>
      </figcaption>
      <div className="wide-only">
        <Drawing id="wide" columns={columns} cell={24} step={118} />
      </div>
      <div className="middle-only">
        <Drawing id="middle" columns={columns} cell={13} step={62} />
      </div>
      <div className="narrow-only">
        <Drawing id="narrow" columns={columns} cell={7} step={30} />
      </div>
      <details className="small table-twin">
        <summary>The same as a table</summary>
        <Table columns={columns} />
      </details>
      <dl className="rule-line">
        <dt>Rule</dt>
        <dd>
          All <a href={hrefOf({})}>{all} published developments</a> decided after the memorandum was signed. Among them
          are a few comparison cases outside internet matters (health, climate), which say so. Most show no link:
          correlation is not effect.
        </dd>
      </dl>
    </figure>
  );
}

function Drawing({ id, columns, cell, step }: { id: string; columns: Month[]; cell: number; step: number }) {
  const most = Math.max(...columns.map((column) => column.n), 1);
  const bars = most > mostSquares;
  const gap = cell > 10 ? 3 : 2;
  const thinFrom = columns.findIndex((column) => column.key > collectedUntil);
  const rows = bars ? 10 : Math.ceil(most / perRow);
  const base = rows * cell + 40;
  const width = columns.length * step;
  return (
    <svg className="c" width={width} height={base + 24} viewBox={`0 0 ${width} ${base + 24}`}>
      <title>Developments on record by month in 2026</title>
      <Hatch id={`hatch-${id}`} />
      <line className="seven" x1="0.75" x2="0.75" y1="14" y2={base} />
      <text className="b" x="6" y="14">
        7 January 2026
      </text>
      {columns.map((column, index) => {
        const x = index * step + 6;
        const tall = bars ? (column.n / most) * rows * cell : Math.ceil(column.n / perRow) * cell;
        return (
          <g key={column.key}>
            {column.key > collectedUntil && (
              <rect fill={`url(#hatch-${id})`} x={index * step} y="30" width={step} height={base - 30} />
            )}
            {column.n > 0 && (
              <a href={hrefOf({ key: column.key })} aria-label={sayColumn(column)}>
                {bars ? (
                  <rect className="fctx" x={x} y={base - tall} width={perRow * cell} height={tall} />
                ) : (
                  squaresOf(column).map(({ fill, place }) => (
                    <rect
                      key={place}
                      className={fill}
                      x={x + (place % perRow) * cell}
                      y={base - (Math.floor(place / perRow) + 1) * cell}
                      width={cell - gap}
                      height={cell - gap}
                      rx="1"
                    />
                  ))
                )}
                <rect className="hit" x={x - 2} y={base - tall - 20} width={perRow * cell + 2} height={tall + 20} />
                <text className="b" x={x} y={base - tall - 6}>
                  {column.n}
                </text>
              </a>
            )}
            <text className="s" x={x} y={base + 18}>
              {step < 40 ? column.short.charAt(0) : column.short}
            </text>
          </g>
        );
      })}
      {thinFrom >= 0 && step > 40 && (
        <text className="it" x={thinFrom * step + 14} y="56">
          little collected after August
        </text>
      )}
      <line className="ax" x1="0" x2={width} y1={base + 0.5} y2={base + 0.5} />
    </svg>
  );
}

function Table({ columns }: { columns: Month[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Month</th>
          <th scope="col" className="r">
            Direct
          </th>
          <th scope="col" className="r">
            Plausible
          </th>
          <th scope="col" className="r">
            None shown
          </th>
          <th scope="col" className="r">
            All
          </th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.key}>
            <th scope="row">{column.name}</th>
            {links.map((link) => (
              <td key={link} className="r">
                {column.counts[link] === 0 ? (
                  <span className="z">0</span>
                ) : (
                  <a href={hrefOf({ key: column.key, link })}>{column.counts[link]}</a>
                )}
              </td>
            ))}
            <td className="r">
              <a href={hrefOf({ key: column.key })}>{column.n}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const squaresOf = ({ counts }: Month) =>
  links
    .flatMap((link) => Array.from({ length: counts[link] }, () => fills[link]))
    .map((fill, place) => ({ fill, place }));

const sayColumn = ({ name, n, counts }: Month) =>
  `${name}: ${n} ${n === 1 ? "development" : "developments"}, ${counts.direct} direct, ${counts.plausible} plausible, ${counts.none} no link shown`;

/** The list of what was decided since, in a month and with a link where they are given. */
const hrefOf = ({ key, link }: { key?: string; link?: (typeof links)[number] }) =>
  timelineHref({
    ...noFilters,
    period: ["after"],
    ...(link && { link: [link] }),
    ...(key && { from: `${key}-01`, to: addDays(`${nextMonth(key)}-01`, -1) }),
  });

const nextMonth = (month: string) => addDays(`${month}-28`, 7).slice(0, 7);
const longName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });
const shortName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short" });

function inMonths(months: MonthCount[], today: string): Month[] {
  const columns: Month[] = [];
  const latest = [today.slice(0, 7), ...months.map((count) => count.month)].sort().at(-1) ?? today;
  for (let key = "2026-01"; key <= latest; key = nextMonth(key)) {
    const counts = { direct: 0, plausible: 0, none: 0 };
    for (const count of months) if (count.month === key) counts[count.link] += count.n;
    const date = new Date(`${key}-01T00:00:00Z`);
    const n = counts.direct + counts.plausible + counts.none;
    columns.push({ key, name: longName.format(date), short: shortName.format(date), counts, n });
  }
  return columns;
}
