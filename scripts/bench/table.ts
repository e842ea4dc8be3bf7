import type { Speed } from "./load";

/** What was measured, printed as it comes. */

export type Way = "made anew" | "the first time" | "kept" | "plain SQL" | "same bytes" | "written";
/** `byReaders`: what so many had who asked at once. */
export type Row = { size: number; part: string; name: string; way: Way; byReaders: Record<number, Speed> };

export const readerCounts = [1, 16, 64];
const figure = (value: number | undefined) =>
  (value === undefined ? "" : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)).padStart(8);

export function printHeading(title: string): void {
  const heads = readerCounts.map((count) =>
    [`p50 @${count}`, "p99", "a second"].map((head) => head.padStart(8)).join(""),
  );
  console.log(`\n${title.padEnd(58)}${heads.join("  ")}`);
}

export function printRow({ name, way, byReaders }: Row): void {
  const cells = readerCounts.map((count) => {
    const { p50, p99, perSecond } = byReaders[count] ?? {};
    return [p50, p99, perSecond].map(figure).join("");
  });
  console.log(`${`${name.slice(0, 43)} `.padEnd(44)}${way.padEnd(14)}${cells.join("  ").trimEnd()}`);
}
