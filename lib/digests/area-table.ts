import type { IssueEntry } from "@/db/issue";

/** How the entries of an issue point: areas with how many of them open, restrict and so on. */
export type AreaTable = {
  area: string;
  n: number;
  positive: number;
  neutral: number;
  negative: number;
  unscored: number;
  /** Not told to somebody who has yet to score them. */
  hidden: number;
}[];

/** One entry may stand under several areas. The most frequent area first. */
export function tableOf(entries: Pick<IssueEntry, "areas">[]): AreaTable {
  const rows = new Map<string, AreaTable[number]>();
  for (const { name, direction, hidden } of entries.flatMap(({ areas }) => areas)) {
    const row = rows.get(name) ?? { area: name, n: 0, positive: 0, neutral: 0, negative: 0, unscored: 0, hidden: 0 };
    row.n += 1;
    row[hidden ? "hidden" : direction] += 1;
    rows.set(name, row);
  }
  return [...rows.values()].sort((a, b) => b.n - a.n || a.area.localeCompare(b.area));
}

/** The same as sentences. */
export const sayAreas = (table: AreaTable): string[] =>
  table.map(({ area, n, positive, negative, neutral, unscored, hidden }) => {
    const parts = [
      ...(negative ? [`${negative} restrict`] : []),
      ...(neutral ? [`${neutral} without change`] : []),
      ...(positive ? [`${positive} open`] : []),
      ...(unscored ? [`${unscored} not scored`] : []),
      ...(hidden ? [`${hidden} hidden until you have scored ${hidden === 1 ? "it" : "them"}`] : []),
    ];
    return `${area}: ${n} (${parts.join(", ")})`;
  });

/** Its columns after the areas, by what they hold. */
export const columnsOf = (table: AreaTable) =>
  [
    { word: "n", title: "All" },
    { word: "negative", title: "restrict" },
    { word: "neutral", title: "no change" },
    { word: "positive", title: "open" },
    { word: "unscored", title: "not scored" },
    ...(table.some(({ hidden }) => hidden > 0)
      ? [{ word: "hidden", title: "hidden until you have scored them" } as const]
      : []),
  ] as const;
