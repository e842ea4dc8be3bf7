import { sql } from "drizzle-orm";
import { publications as p } from "@/db/schema";
import type { DatePrecision, Period, WithdrawalLink } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { matching } from "./conditions";
import type { Filters } from "./filters";

export type MonthCount = {
  /** 2026-02; of a year-precision date, its January. */
  month: string;
  precision: "month" | "year";
  period: Period;
  link: WithdrawalLink;
  n: number;
};

/** How many developments of a list each month holds. */
export async function countMonths({ db }: Pick<Context, "db">, filters: Filters): Promise<MonthCount[]> {
  const rows = await db.execute<{ month: string; date_precision: DatePrecision } & Omit<MonthCount, "precision">>(sql`
    select to_char(${p.decidedOn}, 'YYYY-MM') as month, case when ${p.datePrecision} = 'year' then 'year' else 'month' end
        as date_precision, ${p.period} as period, ${p.link} as link, count(*)::int as n
    from ${p} where ${matching(filters)}
    group by 1, 2, 3, 4 order by 1, 3 desc`);
  return [...rows].map(({ date_precision, ...row }) => ({
    ...row,
    precision: date_precision === "year" ? "year" : "month",
  }));
}

/** Years of a list with their numbers, newest first. */
export function yearsOf(months: MonthCount[]): { year: number; n: number }[] {
  const years = new Map<number, number>();
  for (const { month, n } of months)
    years.set(Number(month.slice(0, 4)), (years.get(Number(month.slice(0, 4))) ?? 0) + n);
  return [...years].map(([year, n]) => ({ year, n })).sort((a, b) => b.year - a.year);
}
