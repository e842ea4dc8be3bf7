import type { Context } from "@/lib/context";
import { countMarks, type MarkCounts } from "./counts";
import type { Filters } from "./filters";
import { readMonth } from "./marks";
import type { MonthCount } from "./views";

/** How many developments of a list each month holds. */
export const countMonths = async (ctx: Pick<Context, "db">, filters: Filters): Promise<MonthCount[]> =>
  monthsIn(await countMarks(ctx, filters));

export function monthsIn(counts: MarkCounts): MonthCount[] {
  const months = [...counts].flatMap(([mark, n]) => (n > 0 ? (readMonth(mark, n) ?? []) : []));
  const place = ({ month, period, precision, link }: MonthCount) =>
    `${month} ${period === "baseline" ? 0 : 1} ${precision} ${link}`;
  return months.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
