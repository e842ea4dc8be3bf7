import type { Context } from "@/lib/context";
import { countMarks, type MarkCounts } from "./counts";
import type { Filters } from "./filters";
import { readMonth } from "./marks";
import type { MonthCount } from "./views";

/** How many developments of a list each month holds. */
export const countMonths = async (ctx: Pick<Context, "db">, filters: Filters): Promise<MonthCount[]> =>
  monthsIn(await countMarks(ctx, filters));

export function monthsIn(counts: MarkCounts): MonthCount[] {
  const months = [...counts].flatMap(([mark, n]) => {
    const read = n > 0 ? readMonth(mark) : null;
    return read ? [{ ...read, n }] : [];
  });
  return months.sort(
    (a, b) =>
      compare(a.month, b.month) ||
      // "baseline" before "after".
      compare(b.period, a.period) ||
      compare(a.precision, b.precision) ||
      compare(a.link, b.link),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
