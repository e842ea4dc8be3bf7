import type { Context, Reader } from "@/lib/context";
import { isBlindTo } from "@/lib/developments/blind-list";
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

/** What one reader is told of it in some areas: where they have scores to give, not even that there is none. */
export async function agreementToldTo(
  reader: Reader,
  filters: Filters,
  areas: readonly string[],
): Promise<ReadonlyMap<string, Agreement | "hidden">> {
  const agreement = await agreementByArea(reader, filters);
  const told = areas.map(async (area): Promise<[string, Agreement | "hidden"][]> => {
    if (await isBlindTo(reader, { ...filters, area: [area] })) return [[area, "hidden"]];
    const own = agreement.get(area);
    return own ? [[area, own]] : [];
  });
  return new Map((await Promise.all(told)).flat());
}
