import type { ChartAnswer, Point, Series, Step } from "@/lib/charts/answer";
import { firstMonth, sayStep, stepOf } from "@/lib/charts/periods";
import { type Side, sidesOf } from "./axis";

/** Columns too narrow to be opened with a finger are put together: months as quarters or years, each with its list. */

/** WCAG 2.2, 2.5.8. */
const target = 24;
const steps: Step[] = ["month", "quarter", "year"];

const stepAt = (x = ""): Step => (x.length === 4 ? "year" : x.includes("Q") ? "quarter" : "month");
const groupAt = (x: string, step: Step) =>
  steps.indexOf(step) > steps.indexOf(stepAt(x)) ? stepOf(firstMonth(x), step) : x;
const countOf = (side: Side | undefined, step: Step) => new Set(side?.points.map(({ x }) => groupAt(x, step))).size;

/** The same chart with columns that are wide enough; what came after is kept finer than what came before. */
export function wideEnough(answer: ChartAnswer, width: number): ChartAnswer {
  const axis = (answer.series[0] ?? answer.beside?.answer.series[0])?.points ?? [];
  const sides = sidesOf(axis, answer);
  const side = (name: Side["name"]) => sides.find((one) => one.name === name);
  const finest = steps.slice(steps.indexOf(stepAt(axis[0]?.x)));
  const choices = finest.flatMap((after) => finest.map((before) => ({ before, after })));
  const fits = (choice: Record<Side["name"], Step>) =>
    (countOf(side("before"), choice.before) + countOf(side("after"), choice.after)) * target <= width - target / 2;
  const chosen = choices.find(fits) ?? { before: "year", after: "year" };
  const group = (one: ChartAnswer): ChartAnswer => ({
    ...one,
    series: one.series.map((series) => grouped(one, series, chosen)),
  });
  const { beside } = answer;
  return { ...group(answer), ...(beside && { beside: { ...beside, answer: wideEnough(beside.answer, width) } }) };
}

function grouped(answer: ChartAnswer, series: Series, step: Record<Side["name"], Step>): Series {
  const groups = new Map<string, Point[]>();
  for (const { name, points } of sidesOf(series.points, answer)) {
    for (const point of points) {
      const x = groupAt(point.x, step[name]);
      groups.set(x, [...(groups.get(x) ?? []), point]);
    }
  }
  return { ...series, points: [...groups].map(([x, points]) => together(x, points)) };
}

/** Parts of an axis as one: a development stands in one of them, so that their numbers add up. */
function together(x: string, points: Point[]): Point {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first === last) return first as Point;
  const known = points.flatMap(({ n }) => (n === null ? [] : [n]));
  return {
    ...first,
    x,
    label: sayStep(x),
    n: known.length > 0 ? known.reduce((sum, n) => sum + n, 0) : null,
    href: reaching(first.href, last.href),
  };
}

/** The list of the first part, to the end of the last. */
function reaching(first: string | null, last: string | null): string | null {
  if (first === null || last === null) return null;
  const [path = "", query = ""] = first.split("?");
  const words = new URLSearchParams(query);
  const to = new URLSearchParams(last.split("?")[1]).get("to");
  if (to) words.set("to", to);
  return `${path}?${words}`;
}

/** Said where a drawing is coarser than its chart. What is compared may lie on the other side of 7 January 2026. */
export function sayGroups(asked: ChartAnswer, drawn: ChartAnswer): string {
  const axisOf = ({ series }: ChartAnswer) => series[0]?.points ?? [];
  const own = stepAt([asked, asked.beside?.answer].flatMap((one) => (one ? axisOf(one) : []))[0]?.x);
  const parts = [drawn, drawn.beside?.answer].flatMap((one) =>
    one && axisOf(one).length > 0
      ? sidesOf(axisOf(one), one).map(({ name, points }) => ({ name, step: stepAt(points[0]?.x) }))
      : [],
  );
  if (parts.every(({ step }) => step === own)) return "";
  const [before, after] = (["before", "after"] as const).map((side) => parts.find(({ name }) => name === side)?.step);
  const by =
    before && after && before !== after
      ? `by ${before} before 7 January 2026 and by ${after} since`
      : `by ${before ?? after}`;
  return `Drawn ${by}, so that every column can be opened; the table has each ${own}.`;
}
