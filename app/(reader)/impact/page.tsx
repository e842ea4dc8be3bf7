import type { Metadata } from "next";
import { AreaBars } from "@/components/areas/area-bars";
import { ChartFigure } from "@/components/charts/chart-figure";
import { ChartList } from "@/components/charts/chart-list";
import { Drawing } from "@/components/charts/drawing";
import { Exits } from "@/components/charts/exits";
import { Pairs } from "@/components/charts/pairs";
import { ReaderPage } from "@/components/layout/reader-page";
import { Misunderstood } from "@/components/ui/misunderstood";
import { unrecorded } from "@/db/vocabulary";
import { listBodies } from "@/lib/bodies/queries";
import { chartHref } from "@/lib/charts/address";
import type { ChartAnswer } from "@/lib/charts/answer";
import { findChart } from "@/lib/charts/catalogue";
import { chosenFilters, inScope } from "@/lib/charts/frame";
import { getChart } from "@/lib/charts/get";
import { type Audience, getImpact, type Impact, listAudiences, type Mover } from "@/lib/charts/impact";
import { listLikeWithLike } from "@/lib/charts/like-with-like";
import { readChartQuery } from "@/lib/charts/query";
import type { Context } from "@/lib/context";
import { dayIn, sayDay } from "@/lib/days";
import { listFacets } from "@/lib/developments/facets";
import type { Filters } from "@/lib/developments/filters";
import { env } from "@/lib/env";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

export const metadata: Metadata = {
  title: "Impact",
  description: "How many developments touch each of the 16 impact areas, and which way each points.",
  alternates: { canonical: "/impact" },
};

export default async function ImpactPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requestContext();
  const query = await readQuery(searchParams);
  const chart = findChart("directions-by-area");
  const overTime = findChart("developments-over-time");
  if (!chart || !overTime) throw new Error("A chart of the overview is missing.");
  const { errors, ...asked } = await readChartQuery(ctx, chart, query, ["audience"]);
  const { filters } = asked;
  if (filters.period.length === 0) filters.period = ["after"];
  const [answer, months, impact, audiences, bodies, pairs] = await Promise.all([
    getChart(ctx, chart, asked),
    getChart(ctx, overTime, { filters: { ...filters, direction: [] }, by: "kind", per: "month" }),
    getImpact(ctx),
    listAudiences(ctx),
    listBodies(ctx),
    listLikeWithLike(ctx),
  ]);
  const reading = query.get("audience") ?? "";
  const audience = audiences.find(({ slug }) => slug === reading);
  if (reading && !audience)
    errors.audience = `“audience=${reading.slice(0, 60)}” is nobody the areas are put in order for.`;
  const today = dayIn(env().timeZone, ctx.now);
  return (
    <ReaderPage current="/impact">
      <h1>Impact, area by area</h1>
      <p className="text soft">
        How many developments touch each of the 16 areas, and which way each points for an open, free and global
        internet. A square is one development, a bar stands for many; both, and the numbers beside them, open their
        records.
      </p>
      <Misunderstood errors={errors} />
      {Object.keys(chosenFilters({ ...filters, period: [] })).length > 0 && (
        <p className="small soft">
          The two charts below follow the filters of this address. The figures here, what moved most and the exits are
          of all matters, as known today.
        </p>
      )}
      <Figures impact={impact} />
      <Choose impact={impact} period={filters.period} audiences={audiences} audience={audience} />
      <div className="section-top">
        <ChartFigure
          answer={inOrder(answer, audience)}
          heading={filters.period.includes("after") ? "Since 7 January 2026" : "Before 7 January 2026"}
          ways={<a href={chartHref(answer)}>As a table, to embed, to cite</a>}
        >
          {audience && <p className="small soft">{audience.showFirst}</p>}
          <Drawing answer={inOrder(answer, audience)} />
          {/* How many touch each is no secret. */}
          {answer.isBlind && <AreaBars areas={await listAreas(ctx, filters)} filters={inScope(filters)} />}
        </ChartFigure>
      </div>
      <Movers movers={impact.movers} />
      <section className="section">
        <ChartFigure
          answer={months}
          heading="Who decides, month by month"
          ways={<a href={chartHref(months)}>The whole chart</a>}
        >
          <Drawing answer={months} />
        </ChartFigure>
      </section>
      <section className="section" id="exits">
        <div className="sec-head">
          <h2>Each exit and what is on record of it</h2>
          <a href="/impact/charts/us-participation">Bodies of internet matters as a chart</a>
        </div>
        <p className="soft">
          “US absent” is said of each body with its stage and date, never of all at once. “Not found” means no document
          was found, not that none exists. <a href="/withdrawal">The 66</a>
        </p>
        <Exits bodies={bodies} today={today} />
      </section>
      {pairs.length > 0 && (
        <section className="section">
          <h2>Like with like</h2>
          <p className="soft">Most counts before and after cannot be compared. These can: the same act, twice.</p>
          <Pairs pairs={pairs} />
        </section>
      )}
      <section className="section">
        <h2>All charts</h2>
        <ChartList />
      </section>
    </ReaderPage>
  );
}

async function listAreas(ctx: Context, filters: Filters) {
  const { facets } = await listFacets(ctx, inScope(filters));
  return facets.area.filter(({ value }) => value !== unrecorded);
}

/** Areas in the order of an audience; for everybody the most scored first. */
function inOrder(answer: ChartAnswer, audience: Audience | undefined): ChartAnswer {
  const unscored = (key: string) =>
    answer.series.find((one) => one.key === key)?.points.find(({ x }) => x === "unscored")?.n ?? 0;
  const place = (key: string, n: number | null) => {
    if (!audience) return unscored(key) - (n ?? 0);
    const at = audience.areas.indexOf(key);
    return at < 0 ? audience.areas.length : at;
  };
  return { ...answer, series: [...answer.series].sort((a, b) => place(a.key, a.n) - place(b.key, b.n)) };
}

function Figures({ impact: { all, after, baseline, lately, scored } }: { impact: Impact }) {
  return (
    <ul className="figures" aria-label="Headline figures">
      <li>
        <a href={after.href}>
          <b>{after.n}</b>
          <span>developments on record since 7 January 2026, comparison cases left out</span>
        </a>
      </li>
      <li>
        <a href={lately.href}>
          <b>
            {lately.n} <small>in 90 days</small>
          </b>
          <span>decided since {sayDay(lately.since)}; little was collected after August 2026</span>
        </a>
      </li>
      <li>
        {scored ? (
          <a href={scored.href}>
            <b>
              {scored.n} <small>of {all.n}</small>
            </b>
            <span>
              developments have a score in at least one area,{" "}
              {scored.scorers === 1 ? "by one reader" : `by ${scored.scorers} people`}
            </span>
          </a>
        ) : (
          <a href={all.href}>
            <b>{all.n}</b>
            <span>developments in all; how many of them are scored is told once your scores are in</span>
          </a>
        )}
      </li>
      <li>
        <a href={baseline.href}>
          <b>{baseline.n}</b>
          <span>in some three years before: another way of collecting, not to be compared with what came after</span>
        </a>
      </li>
    </ul>
  );
}

function Choose(props: { impact: Impact; period: readonly string[]; audiences: Audience[]; audience?: Audience }) {
  const { impact, period, audiences, audience } = props;
  const rest = audience ? `&audience=${audience.slug}` : "";
  const sides = [
    { value: "after", label: `Since 7 January 2026 (${impact.after.n})` },
    { value: "baseline", label: `Baseline (${impact.baseline.n})` },
  ];
  return (
    <form className="controls" action="/impact" aria-label="What to show">
      <div>
        <span className="label">Period</span>
        <span className="seg">
          {sides.map(({ value, label }) => (
            <a
              key={value}
              href={`/impact?period=${value}${rest}`}
              aria-current={period.includes(value) ? "true" : undefined}
            >
              {label}
            </a>
          ))}
        </span>
      </div>
      <div>
        <label className="label" htmlFor="audience">
          Reading as
        </label>
        <input type="hidden" name="period" value={period[0]} />
        <select id="audience" name="audience" defaultValue={audience?.slug ?? ""}>
          <option value="">Everybody: most scored first</option>
          {audiences.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div>
        <button className="btn quiet" type="submit">
          Show
        </button>
      </div>
    </form>
  );
}

function Movers({ movers }: { movers: Impact["movers"] }) {
  if (!movers || movers.areas.length === 0) return null;
  return (
    <section className="section">
      <h2>What moved most</h2>
      <p className="soft">
        Numbers of {movers.earlier} and {movers.later}, the last two quarters that were collected evenly. A difference
        says what was found, not why.
      </p>
      <ul className="plain-list movers">
        {movers.areas.map((area) => (
          <li key={area.slug}>
            <a href={`/impact/${area.slug}`}>{area.name}</a>{" "}
            <span className="num">
              <a href={area.earlier.href} aria-label={`${area.name}, ${movers.earlier}: ${area.earlier.n}`}>
                {area.earlier.n}
              </a>{" "}
              →{" "}
              <a href={area.later.href} aria-label={`${area.name}, ${movers.later}: ${area.later.n}`}>
                {area.later.n}
              </a>{" "}
              <b>{sayChange(area)}</b>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const sayChange = ({ earlier, later }: Mover) =>
  later.n > earlier.n ? `+${later.n - earlier.n}` : `−${earlier.n - later.n}`;
