import { countPairCells } from "@/lib/developments/cells";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import type { Series } from "./answer";
import { listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { figure } from "./time";
import { warningsOfTime } from "./warnings";

/** How decisions of each body stand. */
async function statuses(ctx: ChartContext, { filters, total }: Frame): Promise<Drawn> {
  const [rows, columns] = await Promise.all([
    listDimension(ctx, "body", filters),
    listDimension(ctx, "status", filters),
  ]);
  const others: Filters = { ...rows.others, status: [] };
  const marks = columns.values.flatMap((column) => column.marks);
  const cells = await countPairCells(
    ctx,
    others,
    rows.values.flatMap((row) => row.marks),
    { marks },
  );
  const series = rows.values.map((row): Series => {
    const [own = ""] = row.marks;
    const list: Filters = { ...filters, ...row.narrowed };
    const points = columns.values.map((column) =>
      figure({
        x: column.value,
        label: column.label,
        n: column.marks.reduce((sum, mark) => sum + (cells.get(own)?.get(mark) ?? 0), 0),
        href: timelineHref({ ...list, ...column.narrowed }),
      }),
    );
    const n = points.reduce((sum, point) => sum + (point.n ?? 0), 0);
    return { key: row.value, label: row.label, n, href: timelineHref(list), points };
  });
  const shown = series.filter((row) => row.points.some((point) => (point.n ?? 0) > 0));
  return {
    title: "How decisions stand",
    subtitle: "Developments by body and status.",
    rule: "Published developments of the body that decided, by the status in their newest approved revision.",
    summary: sentences(`${sayDevelopments(total.n)} ${sayTime(filters)}`.trim().concat("."), sayExtremes(shown)),
    form: "matrix",
    measure: "developments",
    warnings: warningsOfTime(filters),
    series: shown,
  };
}

export const timeToDecision = statuses;
