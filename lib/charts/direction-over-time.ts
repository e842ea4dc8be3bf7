import { countMonthCells } from "@/lib/developments/cells";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { everything, mark, readOpinion } from "@/lib/developments/marks";
import { sayMedian } from "@/lib/labels";
import { agreementByArea } from "@/lib/scores/agreement-by-area";
import { summariseScores } from "@/lib/scores/summary";
import type { Series } from "./answer";
import { listDimension, scoredDirections } from "./dimension";
import { type ChartContext, type Drawn, type Frame, listAxisMarks } from "./frame";
import { Opinion } from "./opinions";
import { isThin, sayStep, stepOf } from "./periods";
import { sayDevelopments, sayNames, sayNumber, sentences } from "./summary";
import { axisOf, figure, hrefsWithin, leftOffAxis, timePoints } from "./time";
import { noShares, noSum, unscoredOnPurpose, warningsOfAxis } from "./warnings";

/** The median of the scores of each area by period, with their range; what has no score is counted beside it. */
export async function directionOverTime(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const { filters } = frame;
  const per = frame.per ?? "quarter";
  const { others, values } = await listDimension(ctx, "area", { ...filters, direction: [] });
  const scored = scoredDirections(filters.direction);
  // Only what has no score was asked for.
  const nothing = scored.length === 0;
  const showsUnscored = filters.direction.length === 0 || filters.direction.includes("unscored");
  const [agreement, cells, all] = await Promise.all([
    agreementByArea(ctx, filters),
    countMonthCells(ctx, others, {
      marks: values.map(({ value }) => mark("impact", value, "unscored")),
      words: ["opinion", "scorer"],
    }),
    countMonthCells(ctx, filters, { marks: [everything] }),
  ]);
  const whole = all.get(everything) ?? new Map<string, number>();
  const axis = axisOf(whole, frame, per);
  const opinions = byAreaAndStep(cells, per, scored);
  const series = values.flatMap(({ value, label }): Series[] => {
    const list: Filters = { ...filters, area: [value], direction: scored };
    const steps = opinions.get(value) ?? new Map<string, Opinion>();
    const n = [...steps.values()].reduce((sum, step) => sum + step.n, 0);
    const hrefOf = hrefsWithin(list, per);
    const points = axis.map((x) => {
      const step = steps.get(x);
      return figure({
        x,
        label: sayStep(x),
        n: nothing ? null : (step?.n ?? (isThin(x) ? null : 0)),
        ...(step ? { value: step.median, low: step.low, high: step.high, scorers: countScorers(step, filters) } : {}),
        href: nothing ? null : hrefOf(x),
      });
    });
    const unscored: Filters = { ...filters, area: [value], direction: ["unscored"] };
    const months = cells.get(mark("impact", value, "unscored")) ?? new Map<string, number>();
    const waiting = timePoints(months, unscored, axis, per);
    return [
      {
        key: value,
        label,
        n: nothing ? null : n,
        href: nothing ? null : timelineHref(withoutYears(list, per)),
        agreement: agreement.get(value) ?? null,
        points,
      },
      ...(showsUnscored
        ? [
            {
              key: `${value}/unscored`,
              label: `${label}, not scored`,
              n: waiting.reduce((sum, point) => sum + (point.n ?? 0), 0),
              href: timelineHref(withoutYears(unscored, per)),
              points: waiting,
            },
          ]
        : []),
    ];
  });
  const [marks, excluded] = await Promise.all([
    listAxisMarks(ctx, frame, axis),
    leftOffAxis(ctx, filters, whole, { axis, per }),
  ]);
  return {
    subtitle: `Median of all scores per ${per}, from strongly restricts (-2) to strongly opens (+2), with the range of scores.`,
    rule: `The newest score of each scorer for each development of the area, decided in that ${per}; value is their median, low and high their range, n the developments with a score. Where one person scored, it is one reader's opinion and drawn weaker; so is an area on which scorers agree little (Krippendorff's alpha below 0.667, or too few pairs to tell). Unscored developments are counted, not guessed.${filters.direction.length > 0 ? " Agreement is that of all scores of the area, whatever direction is asked for." : ""}`,
    summary: sayDirections(series),
    form: "directions",
    measure: "direction",
    excluded,
    warnings: [noShares, noSum, unscoredOnPurpose, ...warningsOfAxis(filters)],
    marks,
    series,
  };
}

/** Who scored is known by area, not by direction: among several it is not known who gave the ones asked for. */
const countScorers = ({ scorers }: Opinion, { direction }: Filters): number | null =>
  direction.length > 0 && scorers.size > 1 ? null : scorers.size;

/** Where steps are shorter than a year, what is known by its year only stands in none of them. */
const withoutYears = (filters: Filters, per: string): Filters =>
  per === "year" || filters.precision.length > 0 ? filters : { ...filters, precision: ["day", "month"] };

/** What was scored, by area and step of the axis, of the developments whose direction was asked for. */
function byAreaAndStep(
  cells: Awaited<ReturnType<typeof countMonthCells>>,
  per: "month" | "quarter" | "year",
  wanted: Filters["direction"],
): Map<string, Map<string, Opinion>> {
  const areas = new Map<string, Map<string, Opinion>>();
  const at = (area: string, key: string): Opinion | null => {
    if (key.length === 4 && per !== "year") return null;
    const steps = areas.get(area) ?? new Map<string, Opinion>();
    areas.set(area, steps);
    const x = stepOf(key.length === 4 ? `${key}-01` : key, per);
    const opinion = steps.get(x) ?? new Opinion();
    steps.set(x, opinion);
    return opinion;
  };
  for (const [text, months] of cells) {
    const opinion = readOpinion(text);
    if (!opinion || !isWanted(opinion.numbers, wanted)) continue;
    for (const [key, n] of months) at(opinion.area, key)?.add(opinion.numbers, n);
  }
  for (const [text, months] of cells) {
    if (!text.startsWith("scorer:")) continue;
    const [area = "", scorer = ""] = text.slice("scorer:".length).split("/");
    for (const key of months.keys()) at(area, key)?.scorers.add(scorer);
  }
  for (const steps of areas.values()) for (const [x, opinion] of steps) if (opinion.n === 0) steps.delete(x);
  return areas;
}

/** Whether the median of these scores points one of the ways asked for. */
function isWanted(numbers: number[], wanted: Filters["direction"]): boolean {
  const { direction, step } = summariseScores(numbers.flatMap((n, index) => Array<number>(n).fill(index - 2)));
  return wanted.includes(direction) || (step !== null && wanted.includes(step));
}

function sayDirections(series: Series[]): string {
  const areas = series.filter((one) => !one.key.endsWith("/unscored"));
  const scored = areas.reduce((sum, one) => sum + (one.n ?? 0), 0);
  const unscored = series.filter((one) => one.key.endsWith("/unscored")).reduce((sum, one) => sum + (one.n ?? 0), 0);
  const latest = areas
    .flatMap((one) => one.points.filter(({ value }) => value !== null).map((point) => ({ one, point })))
    .sort((a, b) => (a.point.x < b.point.x ? 1 : -1));
  const newest = latest[0];
  if (!newest) return "Nothing has been scored in this list.";
  const extremes = latest.filter(({ point }) => point.x === newest.point.x);
  const values = extremes.map(({ point }) => point.value ?? 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const say = (value: number) => {
    const at = extremes.filter(({ point }) => point.value === value);
    const n = at[0]?.point.n ?? 0;
    const names = sayNames(at.map(({ one }) => one.label));
    return `${sayMedian(value)}: ${names} (median ${value}${at.length === 1 ? `, ${sayDevelopments(n)}` : ""})`;
  };
  return sentences(
    `${sayNumber(scored)} of ${sayNumber(scored + unscored)} impacts ${scored === 1 ? "is" : "are"} scored.`,
    `In ${newest.point.label}, the latest with scores: ${say(least)}${least === most ? "" : `; ${say(most)}`}.`,
  );
}
