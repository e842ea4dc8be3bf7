import type { Row, Way } from "./table";

/** Ratios of one run beside what they should be. */

type Ratio = { size: number; what: string; value: number; aim: string; met: boolean };

export function ratiosOf(rows: Row[], sizes: number[]): Ratio[] {
  const ratios: Ratio[] = [];
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  for (const size of sizes) {
    const find = (part: string, name: string, way: Way) =>
      rows.find((row) => row.size === size && row.part === part && row.name === name && row.way === way)?.byReaders;
    const p50 = (part: string, name: string, way: Way = "made anew") => find(part, name, way)?.[1]?.p50;
    const perSecond = (part: string, name: string, way: Way, readers = 16) =>
      find(part, name, way)?.[readers]?.perSecond;
    const add = (what: string, one: number | undefined, other: number | undefined, most: number | null, least = 0) => {
      if (!one || !other) return;
      const value = one / other;
      const aim = most === null ? `at least ${least}` : `at most ${most}`;
      ratios.push({ size, what, value, aim, met: most === null ? value >= least : value <= most });
    };
    add("p50 of the middle to the first page", p50("list", "the middle"), p50("list", "first page"), 1.5);
    const filtered = p50("list", "a body and an area");
    const searches = rows.filter((row) => row.size === size && row.part === "search" && row.way === "made anew");
    for (const { name, byReaders } of searches)
      add(`p50 of searching ${name} to a filtered list`, byReaders[1]?.p50, filtered, 5);
    add("p50 of an unknown word to a known one", p50("search", "a word of 0 %"), p50("search", "a word of 0.1 %"), 1);
    for (const name of ["first page", "one development"]) {
      const [own, plain] = (["made anew", "plain SQL"] as const).map((way) => perSecond("list", name, way));
      add(`16 at once, ${name}: JSON made anew to a bare listener`, own, plain, null, 0.3);
    }
    for (const name of ["the overview", "the timeline", "one development"]) {
      const [kept, file, anew] = (["kept", "same bytes", "made anew"] as const).map((way) =>
        perSecond("pages", name, way),
      );
      add(`page, ${name}: kept to the same bytes`, kept, file, null, 0.25);
      add(`page, ${name}: kept to made anew`, kept, anew, null, 50);
    }
    if (size !== largest || smallest === largest) continue;
    for (const row of rows.filter((one) => one.size === largest && one.way === "made anew")) {
      const before = rows.find(
        (one) => one.size === smallest && one.part === row.part && one.name === row.name && one.way === row.way,
      );
      add(
        `growth of p50 from ${smallest}: ${row.part}, ${row.name}`,
        row.byReaders[1]?.p50,
        before?.byReaders[1]?.p50,
        2.5,
      );
    }
  }
  return ratios;
}

export function printRatios(ratios: Ratio[]): void {
  if (ratios.length > 0) console.log("\nRatios of this run");
  for (const { size, what, value, aim, met } of ratios) {
    console.log(`${`${size}: ${what}`.padEnd(96)}${value.toFixed(2).padStart(8)}  ${aim}${met ? "" : "  NOT MET"}`);
  }
}
