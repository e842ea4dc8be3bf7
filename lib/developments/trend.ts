import { sql } from "drizzle-orm";
import { publications as p } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { matching } from "./conditions";
import type { Filters } from "./filters";
import type { MonthCount } from "./views";

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
