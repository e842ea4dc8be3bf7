import { periods } from "@/db/vocabulary";
import { countMonthCells } from "@/lib/developments/cells";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import { sayType } from "@/lib/labels";
import type { Series } from "./answer";
import { type ChartContext, type Drawn, type Frame, listAxisMarks } from "./frame";
import { firstMonth } from "./periods";
import { sayExtremes, sentences } from "./summary";
import { addMonths, axisOf, leftOffAxis, timePoints } from "./time";
import { beforeAndAfter, littleCollected, noEffect } from "./warnings";

const types = ["funding", "report"] as const;
const sides = { baseline: "before 7 January 2026", after: "since 7 January 2026" };

/** Funding decisions and reports, before and after, each a panel of its own with its own scale. */
export async function moneyAndOutputs(ctx: ChartContext, asked: Frame): Promise<Drawn> {
  const allows = (chosen: readonly string[], value: string) => chosen.length === 0 || chosen.includes(value);
  const shown = types.filter((type) => allows(asked.filters.type, type));
  const filters: Filters = { ...asked.filters, type: [...shown] };
  const per = asked.per ?? "quarter";
  const held: ReadonlyMap<string, number>[] = [];
  const panels = periods
    .filter((period) => allows(filters.period, period))
    .map(async (period): Promise<Series[]> => {
      const list: Filters = { ...filters, period: [period] };
      const cells = await countMonthCells(
        ctx,
        { ...list, type: [] },
        { marks: shown.map((type) => mark("type", type)) },
      );
      held.push(...cells.values());
      const reach = asked.reach?.filter((x) => firstMonth(x) >= "2026-01" === (period === "after"));
      const axis = axisOf(addMonths([...cells.values()]), { ...asked, reach, filters: list }, per);
      return shown.map((type) => {
        const months = cells.get(mark("type", type)) ?? new Map<string, number>();
        return {
          key: `${type}/${period}`,
          label: `${sayType(type)}, ${sides[period]}`,
          n: [...months.values()].reduce((sum, n) => sum + n, 0),
          href: timelineHref({ ...list, type: [type] }),
          points: timePoints(months, { ...list, type: [type] }, axis, per),
        };
      });
    });
  const sideBySide = (await Promise.all(panels)).flat();
  const series = shown.flatMap((type) => sideBySide.filter(({ key }) => key.startsWith(`${type}/`)));
  const axis = series.flatMap((one) => one.points.map((point) => point.x)).sort();
  const [total, marks, excluded] = await Promise.all([
    shown.length > 0 ? countDevelopments(ctx, filters) : 0,
    listAxisMarks(ctx, asked, axis),
    shown.length > 0 ? leftOffAxis(ctx, filters, addMonths(held), { axis, per }) : [],
  ]);
  return {
    total: { n: total, href: shown.length > 0 ? timelineHref(filters) : null },
    subtitle: `Developments of type funding and report per ${per}.`,
    rule: "Published developments whose type is funding (money given, cut or withheld) or report, by when they were decided. Amounts are not added up: they are in the records.",
    summary: sentences(sayExtremes(series)) || "No funding decision or report is on record in this list.",
    form: "columns",
    measure: "developments",
    excluded,
    warnings: [beforeAndAfter, littleCollected, noEffect],
    marks,
    series,
  };
}
