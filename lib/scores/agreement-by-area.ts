import type { Context } from "@/lib/context";
import { countCells } from "@/lib/developments/cells";
import { without } from "@/lib/developments/conditions";
import type { Filters } from "@/lib/developments/filters";
import { readOpinion } from "@/lib/developments/marks";
import { type Agreement, ordinalAlpha } from "./agreement";

/** How far scorers agree in each area of a list, by its slug: from the newest score of each, "unclear" left out. */
export async function agreementByArea(
  ctx: Pick<Context, "db">,
  filters: Filters,
): Promise<ReadonlyMap<string, Agreement>> {
  const cells = await countCells(ctx, without(filters, "area", "direction"), { marks: [], words: ["opinion"] });
  const areas = new Map<string, { units: number[][]; times: number[] }>();
  // In an order of their own: the last digit of a sum of fractions hangs on it.
  for (const [text, n] of [...cells].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const opinion = readOpinion(text);
    if (!opinion || n <= 0) continue;
    const area = areas.get(opinion.area) ?? { units: [], times: [] };
    area.units.push(opinion.numbers.flatMap((people, index) => Array<number>(people).fill(index - 2)));
    area.times.push(n);
    areas.set(opinion.area, area);
  }
  return new Map([...areas].map(([slug, { units, times }]) => [slug, ordinalAlpha(units, times)]));
}
