import { Fragment } from "react";
import type { DevelopmentRow, MonthCount } from "@/lib/developments/views";
import { Entry } from "./entry";

type Month = { key: string; heading: string; rows: DevelopmentRow[] };

/** Developments by month, with the line of 7 January 2026 where the list crosses it. */
export function Record(props: { rows: DevelopmentRow[]; months?: MonthCount[]; sort: string; asof?: string | null }) {
  const { rows, months, sort, asof } = props;
  if (sort === "relevance") return rows.map((row) => <Entry key={row.id} row={row} level={2} asof={asof} />);
  const crossing = rows.findIndex((row, index) => index > 0 && row.period !== rows[index - 1]?.period);
  const crossingId = crossing > 0 ? rows[crossing]?.id : undefined;
  return inMonths(rows).map(({ key, heading, rows: ofMonth }) => (
    <section key={key}>
      {ofMonth[0]?.id === crossingId && <Divide newest={sort === "newest"} />}
      <div className="month">
        <h2>
          {heading} <MonthTotal n={totalOf(key, months) ?? ofMonth.length} />
        </h2>
      </div>
      {ofMonth.map((row, index) => (
        <Fragment key={row.id}>
          {index > 0 && row.id === crossingId && <Divide newest={sort === "newest"} />}
          <Entry row={row} asof={asof} />
        </Fragment>
      ))}
    </section>
  ));
}

function MonthTotal({ n }: { n: number }) {
  return (
    <span className="count">
      {n} {n === 1 ? "development" : "developments"}
    </span>
  );
}

function Divide({ newest }: { newest: boolean }) {
  return (
    <div className="divide">
      <time dateTime="2026-01-07">7 January 2026</time>
      <p>
        The memorandum on 66 bodies is signed.{" "}
        {newest ? "Above, what came after; below" : "Below, what came after; above"}, the baseline. The two were
        collected differently: do not compare their numbers.
      </p>
    </div>
  );
}

const monthName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });

function inMonths(rows: DevelopmentRow[]): Month[] {
  const months: Month[] = [];
  for (const row of rows) {
    const yearOnly = row.datePrecision === "year";
    const key = row.decidedOn.slice(0, yearOnly ? 4 : 7);
    const last = months.at(-1);
    if (last?.key === key) last.rows.push(row);
    else {
      const heading = yearOnly ? `${key}, month not known` : monthName.format(new Date(`${key}-01T00:00:00Z`));
      months.push({ key, heading, rows: [row] });
    }
  }
  return months;
}

function totalOf(key: string, months: MonthCount[] | undefined): number | null {
  if (!months) return null;
  return months
    .filter((count) => (count.precision === "year" ? count.month.slice(0, 4) : count.month) === key)
    .reduce((sum, { n }) => sum + n, 0);
}
