import type { ChartAnswer, Series } from "@/lib/charts/answer";

/** One list of a chart, or the two that stand side by side. */
export type Side = { answer: ChartAnswer; name: string | null; scale: Series[] };

/** `scale` is what its marks are drawn by: the series of both where they share one. */
export function sidesBeside(answer: ChartAnswer): Side[] {
  const { beside } = answer;
  if (!beside) return [{ answer, name: null, scale: answer.series }];
  const both = [answer, beside.answer];
  const all = both.flatMap(({ series }) => series);
  return both.map((one, index) => ({
    answer: one,
    name: beside.names[index] ?? null,
    scale: beside.sameScale ? all : one.series,
  }));
}

/** A panel of a chart; where a list holds nothing of what its neighbour shows, a panel without a series. */
export type PanelOf = Side & { key: string; label: string; series: Series | undefined };

/** The panels in reading order: each with its neighbour. */
export function panelsOf(answer: ChartAnswer): PanelOf[] {
  const sides = sidesBeside(answer);
  const main = sides.map(({ answer: one }) => one.series.filter(({ key }) => !key.endsWith("/unscored")));
  const keys = [...new Set(main.flatMap((series) => series.map(({ key }) => key)))];
  const isShared = keys.some((key) => main.every((series) => series.some((one) => one.key === key)));
  // Two lists with nothing in common (each of one area, told apart by area) stand side by side as they come.
  const rows: (Series | undefined)[][] = isShared
    ? keys.map((key) => main.map((series) => series.find((one) => one.key === key)))
    : Array.from({ length: Math.max(...main.map(({ length }) => length)) }, (_, at) =>
        main.map((series) => series[at]),
      );
  return rows.flatMap((row) =>
    sides.map((side, index) => {
      const series = row[index];
      const label = (series ?? row.find((one) => one !== undefined))?.label ?? "";
      // Told apart by what is compared, a panel's label says already which list it is of.
      const name = side.name === label ? null : side.name;
      return { ...side, name, series, label, key: `${index} ${series?.key ?? label}` };
    }),
  );
}
