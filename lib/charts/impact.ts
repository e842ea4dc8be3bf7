import { asc } from "drizzle-orm";
import { audienceAreas, audiences } from "@/db/schema";
import { collectedUntil } from "@/db/vocabulary";
import type { Reader } from "@/lib/context";
import { addDays, dayIn } from "@/lib/days";
import { isBlindTo } from "@/lib/developments/blind-list";
import { countCells, countMonthCells } from "@/lib/developments/cells";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, noFilters, timelineHref } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import { env } from "@/lib/env";
import { listDimension, scoredDirections } from "./dimension";
import { type ChartContext, inScope } from "./frame";
import { daysOf, sayStep, stepOf, stepsBetween } from "./periods";

/** What the first page on impact says before its charts. */

type Figure = { n: number; href: string };
export type Impact = {
  after: Figure;
  baseline: Figure;
  /** Decided in the last 90 days. */
  lately: Figure & { since: string };
  all: Figure;
  /** Developments with a score in any area, and how many people scored; kept from whoever has yet to score some. */
  scored: (Figure & { scorers: number }) | null;
  movers: { earlier: string; later: string; areas: Mover[] } | null;
};
export type Mover = { slug: string; name: string; earlier: Figure; later: Figure };

const latelyDays = 90;
const moversShown = 6;

export async function getImpact(ctx: ChartContext & Reader): Promise<Impact> {
  const today = dayIn(env().timeZone, ctx.now);
  const since = addDays(today, -latelyDays);
  const list = (chosen: Partial<Filters>) => inScope({ ...noFilters, ...chosen });
  const figure = async (chosen: Partial<Filters>): Promise<Figure> => {
    const filters = list(chosen);
    return { n: await countDevelopments(ctx, filters), href: timelineHref(filters) };
  };
  const [all, after, baseline, lately, scored, movers] = await Promise.all([
    figure({}),
    figure({ period: ["after"] }),
    figure({ period: ["baseline"] }),
    figure({ from: since }),
    countScored(ctx),
    listMovers(ctx),
  ]);
  return { all, after, baseline, lately: { ...lately, since }, scored, movers };
}

async function countScored(ctx: ChartContext & Reader): Promise<Impact["scored"]> {
  const all = inScope(noFilters);
  // A score that is unclear counts in neither.
  if (await isBlindTo(ctx, all)) return null;
  const scored: Filters = { ...all, direction: scoredDirections([]) };
  const [n, cells] = await Promise.all([
    countDevelopments(ctx, scored),
    countCells(ctx, all, { marks: [], words: ["scorer"] }),
  ]);
  const people = [...cells].flatMap(([text, n]) =>
    n > 0 && text.startsWith("scorer:") ? (text.split("/")[1] ?? []) : [],
  );
  return { n, href: timelineHref(scored), scorers: new Set(people).size };
}

/** Areas whose numbers differ most between the last two quarters that were collected evenly, both after 7 January. */
async function listMovers(ctx: ChartContext): Promise<Impact["movers"]> {
  const quarters = stepsBetween("2026-Q1", stepOf(collectedUntil, "quarter"), "quarter").filter(
    (quarter) => daysOf(quarter).to.slice(0, 7) <= collectedUntil,
  );
  const [earlier, later] = quarters.slice(-2);
  if (!earlier || !later) return null;
  const filters = inScope({ ...noFilters, period: ["after"] });
  const { others, values } = await listDimension(ctx, "area", filters);
  const cells = await countMonthCells(ctx, others, { marks: values.map(({ value }) => mark("area", value)) });
  const areas = values.map(({ value, label }): Mover => {
    const inQuarter = (quarter: string): Figure => {
      const months = [...(cells.get(mark("area", value)) ?? [])].filter(([month]) => month.length > 4);
      const n = months.reduce((sum, [month, n]) => (stepOf(month, "quarter") === quarter ? sum + n : sum), 0);
      const precision: Filters["precision"] = ["day", "month"];
      return { n, href: timelineHref({ ...filters, area: [value], ...daysOf(quarter), precision }) };
    };
    return { slug: value, name: label, earlier: inQuarter(earlier), later: inQuarter(later) };
  });
  const change = ({ earlier, later }: Mover) => Math.abs(later.n - earlier.n);
  return {
    earlier: sayStep(earlier),
    later: sayStep(later),
    areas: areas
      .filter((area) => change(area) > 0)
      .sort((a, b) => change(b) - change(a))
      .slice(0, moversShown),
  };
}

export type Audience = { slug: string; name: string; showFirst: string; areas: string[] };

/** Whom the areas can be put in order for. */
export async function listAudiences({ db }: Pick<ChartContext, "db">): Promise<Audience[]> {
  const [rows, areas] = await Promise.all([
    db.select().from(audiences).orderBy(asc(audiences.position)),
    db.select().from(audienceAreas).orderBy(asc(audienceAreas.position)),
  ]);
  return rows.map(({ slug, name, showFirst }) => ({
    slug,
    name,
    showFirst,
    areas: areas.filter((area) => area.audienceSlug === slug).map(({ areaSlug }) => areaSlug),
  }));
}
