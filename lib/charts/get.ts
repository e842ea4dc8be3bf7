import { min } from "drizzle-orm";
import { publications } from "@/db/schema";
import type { Context, Reader } from "@/lib/context";
import { dayIn, sayDay } from "@/lib/days";
import { isBlindBeside, isBlindTo } from "@/lib/developments/blind-list";
import { blindWords } from "@/lib/developments/blind-words";
import { env } from "@/lib/env";
import { chartHref } from "./address";
import type { ChartAnswer, ChartId } from "./answer";
import { areaByBody } from "./area-by-body";
import type { ChartEntry } from "./catalogue";
import { developmentsOverTime } from "./developments-over-time";
import { directionOverTime } from "./direction-over-time";
import { directionsByArea } from "./directions-by-area";
import { formsOfGovernance } from "./forms-of-governance";
import { type ChartContext, chosenFilters, type Drawn, type Frame, frameOf } from "./frame";
import { moneyAndOutputs } from "./money-and-outputs";
import type { ChartQuery } from "./query";
import { rolesByActorGroup } from "./roles-by-actor-group";
import { rulesForCompanies } from "./rules-for-companies";
import { sayFilters } from "./say-filters";
import { timeToDecision } from "./time-to-decision";
import { usParticipation } from "./us-participation";
import { withdrawalList } from "./withdrawal-list";

const draw: Record<ChartId, (ctx: ChartContext, frame: Frame) => Promise<Drawn>> = {
  "directions-by-area": directionsByArea,
  "developments-over-time": developmentsOverTime,
  "direction-over-time": directionOverTime,
  "area-by-body": areaByBody,
  "withdrawal-list": withdrawalList,
  "roles-by-actor-group": rolesByActorGroup,
  "time-to-decision": timeToDecision,
  "rules-for-companies": rulesForCompanies,
  "money-and-outputs": moneyAndOutputs,
  "forms-of-governance": formsOfGovernance,
  "us-participation": usParticipation,
};

/** Not counted from developments: what bodies and the memorandum say is kept as it is known today. */
const timeless: ChartId[] = ["withdrawal-list", "us-participation"];
export const isTimeless = (id: ChartId): boolean => timeless.includes(id);

/** Charts of what scorers said. */
const directed: ChartId[] = ["directions-by-area", "direction-over-time", "area-by-body"];

/** What the day of a chart means, after its name. */
async function sayKnown({ db, now }: Pick<Context, "db" | "now">, id: ChartId, asof: string | null): Promise<string> {
  if (isTimeless(id)) return ". Names and stages are told as known today, whatever day is asked for.";
  if (asof === null) return ", the day of this page.";
  const { timeZone } = env();
  if (asof === dayIn(timeZone, now))
    return ". The day is not over: what is approved later today joins it; from tomorrow on it stays.";
  const [first] = await db.select({ at: min(publications.knownFrom) }).from(publications);
  const begins = first?.at ? dayIn(timeZone, first.at) : asof;
  if (asof < begins) return `, before this record began: its first entries were published on ${sayDay(begins)}.`;
  return ", as the record stood at the end of that day.";
}

/** A chart with everything that is said of it: page, JSON, downloads, pictures and embeds all show this. */
export async function getChart(
  ctx: Reader & Pick<Context, "now">,
  chart: ChartEntry,
  query: ChartQuery,
): Promise<ChartAnswer> {
  const [frame, filtersInWords] = await Promise.all([frameOf(ctx, query), sayFilters(ctx, query.filters)]);
  const {
    title = chart.title,
    excluded = [],
    warnings = [],
    marks = [],
    total = frame.total,
    ...drawn
  } = await draw[chart.id](ctx, frame);
  const aside = chart.id === "withdrawal-list" ? [] : frame.excluded;
  const isBeside = await isBlindBeside(ctx, frame.filters);
  const tellsDirections = directed.includes(chart.id) || query.by === "direction";
  const isHidden = tellsDirections && (await isBlindTo(ctx, frame.filters));
  const answer: ChartAnswer = {
    id: chart.id,
    title,
    ...drawn,
    asOf: frame.asOf,
    known: await sayKnown(ctx, chart.id, query.filters.asof),
    filters: chosenFilters(query.filters),
    // The list of 66 is the same under every filter.
    filtersInWords: chart.id === "withdrawal-list" ? "" : filtersInWords,
    address: `${env().baseUrl}${chartHref({ id: chart.id, ...query })}`,
    by: query.by,
    per: query.per,
    total,
    excluded: isBeside ? [] : [...aside, ...excluded],
    warnings,
    marks,
  };
  if (!isHidden) return answer;
  // Bodies and areas are no secret: only the medians are.
  return chart.id === "area-by-body"
    ? withoutMedians(answer)
    : keptBack({ ...answer, excluded: isBeside ? [] : aside });
}

const withoutMedians = (answer: ChartAnswer): ChartAnswer => ({
  ...answer,
  warnings: [blindWords, ...answer.warnings],
  series: answer.series.map((one) => ({
    ...one,
    points: one.points.map((point) => ({ ...point, value: null, low: null, high: null })),
  })),
});

/** Without its figures, for a scorer who would read from them what others said. */
export const keptBack = (answer: ChartAnswer): ChartAnswer => ({
  ...answer,
  ...{ series: [], summary: blindWords, isBlind: true as const },
});
