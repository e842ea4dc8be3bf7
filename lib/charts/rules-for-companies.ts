import { countDevelopments } from "@/lib/developments/counts";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import { seriesOverTime } from "./developments-over-time";
import { listDimension } from "./dimension";
import { type ChartContext, type Drawn, type Frame, listAxisMarks } from "./frame";
import { sayCourse, sayDevelopments, sayExtremes, sayTime, sentences } from "./summary";
import { leftOffAxis, timePoints } from "./time";
import { warningsOfAxis } from "./warnings";

/** What binds or frees companies: market access, data flows, technical standards. */
const areas = ["market-access-regulation", "data-localisation", "standards-interoperability"];

export async function rulesForCompanies(ctx: ChartContext, asked: Frame): Promise<Drawn> {
  const chosen = asked.filters.area;
  const filters: Filters = {
    ...asked.filters,
    area: chosen.length === 0 ? areas : areas.filter((area) => chosen.includes(area)),
  };
  const by = asked.by === "country" ? "country" : "type";
  const per = asked.per ?? "quarter";
  const nothing = filters.area.length === 0;
  const total = { n: nothing ? 0 : await countDevelopments(ctx, filters), href: timelineHref(filters) };
  const frame = { ...asked, filters };
  const over = nothing
    ? { series: [], every: [], axis: [], all: new Map() }
    : await seriesOverTime(ctx, frame, await listDimension(ctx, by, filters));
  const [marks, excluded] = await Promise.all([
    listAxisMarks(ctx, frame, over.axis),
    nothing ? [] : leftOffAxis(ctx, filters, over.all, { axis: over.axis, per }),
  ]);
  return {
    total: nothing ? { n: 0, href: null } : total,
    subtitle: `Developments on market access, data flows or standards per ${per}, by ${by === "type" ? "type" : "country of the body"}.`,
    rule: `Published developments that touch market access and regulation, data flows and localisation, or standards and interoperability, each once, by the ${per} in which they were decided${
      by === "country"
        ? "; the country is the one whose authority or court decided, EU for the institutions of the Union, and “not of one country” for all other bodies"
        : ""
    }.`,
    summary: nothing
      ? "None of the areas chosen concerns companies here: choose market access, data flows or standards."
      : sentences(
          `${sayDevelopments(total.n)} ${sayTime(filters)}`.trim().concat("."),
          sayExtremes(over.every),
          sayCourse(timePoints(over.all, filters, over.axis, per)),
        ),
    form: "columns",
    measure: "developments",
    excluded,
    warnings: warningsOfAxis(filters),
    marks,
    series: over.series,
  };
}
