import { bodiesHref, findBodyFacts, type StageGroup, stageGroupOf } from "@/lib/bodies/stages";
import { shortenDay } from "@/lib/days";
import { countCells } from "@/lib/developments/cells";
import { type Filters, noFilters, timelineHref } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import { mostValues } from "@/lib/developments/parse-filters";
import { sayStage } from "@/lib/labels";
import type { Series } from "./answer";
import { type ChartContext, type Drawn, type Frame, leftOut, listAxisMarks } from "./frame";
import { figure } from "./time";

/** One lane per body: the stages of the United States there, each at its date. */
export async function usParticipation(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const { filters, asOf } = frame;
  const { body: asked, kind, country } = filters;
  const bodies = await findBodyFacts(ctx, { body: asked, kind, country, stages: null });
  const isAsked = asked.length + kind.length + country.length > 0;
  const of = (group: StageGroup) => bodies.filter((body) => stageGroupOf(body) === group);
  const drawn = bodies.filter((body) => stageGroupOf(body) !== "none" && (isAsked || stageGroupOf(body) === "moved"));
  const compared = drawn.filter(({ scope }) => !filters.scope.includes(scope)).map(({ slug }) => slug);
  const followed = drawn
    .filter(({ slug }) => !compared.includes(slug))
    .sort((a, b) => Number(b.onWithdrawalList) - Number(a.onWithdrawalList));
  const { body: _, kind: __, country: ___, ...others } = filters;
  const lists: Filters = { ...noFilters, ...others };
  const cells = await countCells(ctx, lists, { marks: followed.map(({ slug }) => mark("body", slug)) });
  const series = followed.map((body): Series => {
    return {
      key: body.slug,
      label: body.shortName,
      n: cells.get(mark("body", body.slug)) ?? 0,
      href: timelineHref({ ...lists, body: [body.slug] }),
      points: body.usParticipation.map((stage) => {
        const scheduled = stage.date !== null && stage.date > asOf ? ", scheduled" : "";
        return figure({
          x: stage.date ? shortenDay(stage.date, stage.datePrecision ?? "day") : "",
          label: `${sayStage(stage.stage)}${scheduled}`,
          n: null,
          href: `/bodies/${body.slug}`,
        });
      }),
    };
  });
  const has = (stage: string) =>
    followed.filter((body) => body.usParticipation.some((one) => one.stage === stage)).length;
  const still = isAsked ? 0 : of("standing").length;
  const opening = (stages: StageGroup) => bodiesHref({ body: asked, kind, country, stages });
  const months = series
    .flatMap(({ points }) => points.map((point) => point.x.slice(0, 7)))
    .filter((x) => x.length === 7);
  const decided = series.reduce((sum, { n }) => sum + (n ?? 0), 0);
  const decidedThere = timelineHref({ ...lists, body: followed.map(({ slug }) => slug) });
  // Of more than one address can name, each has a list of its own.
  const areNamed = followed.length > 0 && followed.length <= mostValues;
  const axis = months.length > 0 ? [months.sort()[0] ?? "", months.at(-1) ?? ""] : [];
  return {
    subtitle: "Stages of the United States at each body. A hollow mark lies after the day shown.",
    rule: "Stages as recorded for each body with their source; stages can hold together (notified and still a member). “US absent” is said of each body with its stage and date, never of all at once. Where no stage is on record the body's page says why. The number is that of developments the body decided; filters other than body, kind and country change that number only. Where one of these three is chosen, bodies of which only membership is on record are drawn, too. Stages, and the bodies without one, are told as known today.",
    summary: `${followed.length} ${followed.length === 1 ? "body" : "bodies"} with a stage on record: ordered at ${has("ordered")}, formally notified at ${has("notified")}, in effect or scheduled at ${has("effective")}, re-engaged at ${has("re-engaged")}.`,
    form: "lanes",
    measure: "stage",
    total: { n: decided, href: areNamed ? decidedThere : null },
    excluded: [
      ...leftOut(
        filters.scope.includes("comparison") ? "Bodies of internet matters" : "Bodies outside internet matters",
        compared.length,
        bodiesHref({ body: compared, kind, country, stages: null }),
      ),
      ...leftOut("Bodies of which only membership or its absence is on record", still, opening("standing")),
      ...leftOut("Bodies without a stage on record", of("none").length, opening("none")),
    ],
    warnings: ["No document found does not mean that none exists."],
    marks: await listAxisMarks(ctx, { ...frame, per: "month" }, axis),
    series,
  };
}
