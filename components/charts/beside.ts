import type { ChartAnswer, Series } from "@/lib/charts/answer";

type Column = { x: string; label: string };

/**
 * One list of a chart, or the two that stand side by side. A matrix has columns: all that either list has, so that both
 * can be read across.
 */
export type Side = { answer: ChartAnswer; name: string | null; scale: Series[]; columns: Column[] };

/** `scale` is what its marks are drawn by: the series of both where they share one. */
export function sidesBeside(answer: ChartAnswer): Side[] {
  const { beside } = answer;
  if (!beside) return [{ answer, name: null, scale: answer.series, columns: columnsOf(answer) }];
  const both = inOneOrder([answer, beside.answer]);
  const columns = union(both.map(columnsOf), ({ x }) => x);
  const all = both.flatMap(({ series }) => series);
  return both.map((one, index) => ({
    answer: one,
    name: beside.names[index] ?? null,
    // Days are days in either list.
    scale: beside.sameScale || one.form === "spans" ? all : one.series,
    columns,
  }));
}

/** The columns that any row has, in the order of the first row that has them. */
function columnsOf({ series, form }: ChartAnswer): Column[] {
  const columns = new Map<string, string>();
  if (form === "matrix")
    for (const { points } of series) for (const { x, label } of points) if (!columns.has(x)) columns.set(x, label);
  return [...columns].map(([x, label]) => ({ x, label }));
}

/** Two matrices that have a row in common get the rows of both; one that a list has nothing in stays a gap. */
function inOneOrder(both: ChartAnswer[]): ChartAnswer[] {
  const lists = both.map(({ series }) => series);
  const isShared = lists[0]?.some(({ key }) => lists[1]?.some((other) => other.key === key));
  if (both[0]?.form !== "matrix" || !isShared) return both;
  const rows = union(lists, ({ key }) => key);
  return both.map((answer) => ({
    ...answer,
    series: rows.map(
      ({ key, label }) =>
        answer.series.find((one) => one.key === key) ?? { key, label, n: null, href: null, points: [] },
    ),
  }));
}

/** What any of the lists holds, once, in their order: what only a later one has stands behind what it follows there. */
function union<Item>(lists: Item[][], keyOf: (item: Item) => string): Item[] {
  const all: Item[] = [];
  for (const list of lists) {
    let place = 0;
    for (const item of list) {
      const at = all.findIndex((one) => keyOf(one) === keyOf(item));
      if (at >= 0) place = at + 1;
      else all.splice(place++, 0, item);
    }
  }
  return all;
}

/** The number over a panel: none where its side does not ask for what its neighbour shows, which is not the same as zero. */
export function numberOf(
  { by, filters }: Pick<ChartAnswer, "by" | "filters">,
  key: string,
  series: Pick<Series, "n"> | undefined,
): number | "–" {
  if (series) return series.n ?? "–";
  const chosen: unknown = by === null ? undefined : filters[by as keyof typeof filters];
  return Array.isArray(chosen) && chosen.length > 0 && !chosen.includes(key) ? "–" : 0;
}

/** A panel of a chart; where a list holds nothing of what its neighbour shows, a panel without a series. */
export type PanelOf = Side & { key: string; label: string; series: Series | undefined };

type Row = {
  key: string;
  label: string;
  series: (Series | undefined)[];
  isBlank: boolean;
  /** Both sides are of the same thing, or just as many as the other. */
  isShared: boolean;
};

/** What stands in one row of panels: of one list one panel, of two a pair. */
function rowsOf(answer: ChartAnswer, sides: Side[]): Row[] {
  const main = sides.map(({ answer }) => answer.series.filter(({ key }) => !key.endsWith("/unscored")));
  const keys = [...new Set(main.flatMap((series) => series.map(({ key }) => key)))];
  // Told apart by what they differ in (each of one area, by area), two lists stand side by side as they come.
  const by = answer.by ?? (["steps", "directions"].includes(answer.form) ? "area" : null);
  const isShared =
    by === null ||
    by !== answer.compare?.split(":")[0] ||
    keys.some((key) => main.every((series) => series.some((one) => one.key === key)));
  const rows = isShared
    ? keys.map((key) => main.map((series) => series.find((one) => one.key === key)))
    : Array.from({ length: Math.max(...main.map(({ length }) => length)) }, (_, at) =>
        main.map((series) => series[at]),
      );
  return rows.map((series) => {
    const first = series.find((one) => one !== undefined);
    const isBlank = series.every((one, index) => !one || holdsNothing(one, sides[index]?.answer.series ?? []));
    return { key: first?.key ?? "", label: first?.label ?? "", series, isBlank, isShared };
  });
}

/** No development, with a score or without one. */
export const holdsNothing = ({ key }: Series, all: Series[]) =>
  all.every((one) => (one.key !== key && one.key !== `${key}/unscored`) || one.points.every(({ n }) => !n));

/** The panels in reading order: each with its neighbour. Where neither holds anything they are named instead. */
export function panelsOf(answer: ChartAnswer): PanelOf[] {
  const sides = sidesBeside(answer);
  return rowsOf(answer, sides).flatMap((row) =>
    row.isBlank
      ? []
      : sides.map((side, index) => {
          const series = row.series[index];
          const label = series?.label ?? (row.isShared ? row.label : (side.name ?? row.label));
          // Told apart by what is compared, a panel's label says already which list it is of.
          const name = side.name === label ? null : side.name;
          return { ...side, name, series, label, key: `${index} ${(series ?? row).key}` };
        }),
  );
}

/** "Nothing on record: Encryption; Fragmentation."; empty where every panel is drawn. */
export function sayBlanks(answer: ChartAnswer): string {
  const blank = rowsOf(answer, sidesBeside(answer)).filter(({ isBlank }) => isBlank);
  return blank.length === 0 ? "" : `Nothing on record: ${blank.map(({ label }) => label).join("; ")}.`;
}

/** Nothing to draw, in either list. */
export const isEmpty = (answer: ChartAnswer): boolean =>
  ["steps", "columns", "directions"].includes(answer.form)
    ? panelsOf(answer).length === 0
    : answer.form !== "list" && sidesBeside(answer).every((side) => isBare(side.answer));

const isBare = ({ form, series }: ChartAnswer): boolean =>
  form === "rows" ? series.every(({ points }) => points.every(({ n }) => !n)) : series.length === 0;
