import { governanceForms } from "@/db/vocabulary";
import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { listDevelopments } from "@/lib/developments/timeline";
import type { AxisMark } from "./answer";
import { seriesOverTime } from "./developments-over-time";
import { listDimension } from "./dimension";
import { type ChartContext, type Drawn, type Frame, leftOut, listAxisMarks } from "./frame";
import { sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { leftOffAxis } from "./time";
import { warningsOfTime } from "./warnings";

/** Fewer than these are shown as the list they are. */
const fewestDrawn = 5;

export async function formsOfGovernance(ctx: ChartContext, asked: Frame): Promise<Drawn> {
  const chosen = asked.filters.form.filter((form) => form !== "none");
  if (asked.filters.form.length > 0 && chosen.length === 0) return ofNone(asked);
  const filters: Filters = { ...asked.filters, form: chosen.length > 0 ? chosen : [...governanceForms] };
  const frame = { ...asked, filters };
  const per = asked.per ?? "year";
  const none: Filters = { ...asked.filters, form: ["none"] };
  const [n, unsaid] = await Promise.all([
    countDevelopments(ctx, filters),
    chosen.length > 0 ? 0 : countDevelopments(ctx, none),
  ]);
  const { series, every, axis, all } = await seriesOverTime(ctx, frame, await listDimension(ctx, "form", filters));
  const isList = n < fewestDrawn;
  const [marks, off] = await Promise.all([
    isList ? listFew(ctx, filters) : listAxisMarks(ctx, frame, axis),
    leftOffAxis(ctx, filters, all, { axis, per }),
  ]);
  return {
    total: { n, href: timelineHref(filters) },
    subtitle: `New arrangements per ${per}, by form.`,
    rule: `Published developments for which an editor recorded the form of the arrangement they set up or change. Fewer than ${fewestDrawn} are shown as a list.`,
    summary:
      n === 0
        ? "No development of this list has a form of arrangement on record yet."
        : sentences(`${sayDevelopments(n)} ${sayTime(filters)}`.trim().concat("."), sayExtremes(every)),
    form: isList ? "list" : "columns",
    measure: "developments",
    excluded: [...leftOut("No form is recorded: most set no arrangement up", unsaid, timelineHref(none)), ...off],
    warnings: warningsOfTime(filters),
    marks,
    series,
  };
}

/** Of developments without a form nothing is drawn. */
const ofNone = ({ filters, total }: Frame): Drawn => ({
  total: { n: 0, href: null },
  subtitle: "New arrangements, by form.",
  rule: "Published developments for which an editor recorded the form of the arrangement they set up or change.",
  summary: "The list asked for is of developments without a form, which this chart leaves out.",
  form: "list",
  measure: "developments",
  excluded: leftOut("No form is recorded: most set no arrangement up", total.n, timelineHref(filters)),
  series: [],
});

/** The developments themselves, where they are too few to draw. */
async function listFew(ctx: ChartContext, filters: Filters): Promise<AxisMark[]> {
  const { data } = await listDevelopments(ctx, { ...filters, sort: "newest" }, { limit: fewestDrawn });
  const lengths = { year: 4, month: 7, day: 10 };
  return data.map(({ slug, title, decidedOn, datePrecision }) => ({
    x: decidedOn.slice(0, lengths[datePrecision]),
    on: decidedOn,
    label: title,
    href: `/developments/${slug}`,
  }));
}
