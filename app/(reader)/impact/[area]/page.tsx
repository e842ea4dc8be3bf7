import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Wordings } from "@/components/areas/wordings";
import { ChangedSince } from "@/components/charts/changed";
import { ChartFigure } from "@/components/charts/chart-figure";
import { Drawing } from "@/components/charts/drawing";
import { StepWord } from "@/components/developments/glyphs";
import { Record } from "@/components/developments/record";
import { ReaderPage } from "@/components/layout/reader-page";
import { SubscribeBox } from "@/components/subscriptions/subscribe-box";
import { Misunderstood } from "@/components/ui/misunderstood";
import { type AreaVersion, listAreaVersions } from "@/lib/areas/history";
import { type AreaView, listAreas } from "@/lib/areas/queries";
import { type ChartAddress, chartHref } from "@/lib/charts/address";
import type { ChartId } from "@/lib/charts/answer";
import { findChart } from "@/lib/charts/catalogue";
import { listChangedSince } from "@/lib/charts/changed-since";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { inScope } from "@/lib/charts/frame";
import { getChart } from "@/lib/charts/get";
import { readChartQuery } from "@/lib/charts/query";
import { sayDevelopments } from "@/lib/charts/summary";
import { dayIn } from "@/lib/days";
import { asksBlindly } from "@/lib/developments/blind-list";
import { blindWords } from "@/lib/developments/blind-words";
import { listFacets } from "@/lib/developments/facets";
import { type Filters, filterQuery, timelineHref } from "@/lib/developments/filters";
import { listDevelopments } from "@/lib/developments/timeline";
import type { FacetValue } from "@/lib/developments/views";
import { env } from "@/lib/env";
import { publicContext, requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { ask } from "../../subscribe/actions";

type Props = { params: Promise<{ area: string }>; searchParams: PageQuery };

const latestShown = 8;

async function loadArea({ params }: Pick<Props, "params">): Promise<{ area: AreaView; areas: AreaView[] }> {
  const { area: slug } = await params;
  const areas = await listAreas(publicContext());
  const area = areas.find((one) => one.slug === slug);
  if (!area) notFound();
  return { area, areas };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { area } = await loadArea(props);
  return { title: area.name, description: area.definition, alternates: { canonical: `/impact/${area.slug}` } };
}

/** Everything about one area. */
export default async function AreaPage(props: Props) {
  const { area, areas } = await loadArea(props);
  const ctx = await requestContext();
  const query = await readQuery(props.searchParams);
  const chart = entry("developments-over-time");
  const { filters: asked, errors } = await readChartQuery(ctx, chart, query, ["compare"]);
  const filters: Filters = { ...asked, area: [area.slug], period: asked.period.length > 0 ? asked.period : ["after"] };
  // Asked for one area, the directions were allowed for perhaps another, or another time.
  if (await asksBlindly(ctx, { ...filters, period: [] })) {
    errors.direction = blindWords;
    filters.direction = [];
  }
  const { compared: beside, errors: wrong } = await readCompare(ctx, chart, filters, query.get("compare"));
  if (beside && beside.word !== "area")
    wrong.compare = "Here one area is compared with another: compare=area:encryption.";
  const other = beside?.word === "area" ? areas.find(({ slug }) => slug === beside.value) : undefined;
  const draw = (id: ChartId, chosen: Filters, by: string | null = null) =>
    getChart(ctx, entry(id), { filters: chosen, by, per: entry(id).per[0] ?? null });
  const [months, direction, bodies, facets, latest, changed, versions] = await Promise.all([
    getCompared(ctx, chart, { filters, by: "direction", per: "month" }, other ? beside : null),
    draw("direction-over-time", { ...filters, period: [] }),
    draw("developments-over-time", filters, "kind"),
    // As many as the charts then show.
    listFacets(ctx, inScope(filters)),
    listDevelopments(ctx, inScope({ ...filters, period: [] }), { limit: latestShown }),
    listChangedSince(ctx, inScope(filters)),
    listAreaVersions(ctx, area.slug),
  ]);
  return (
    <ReaderPage current="/impact">
      <p className="crumb">
        <a href="/impact">Impact</a> › {area.name}
      </p>
      <div className="cols-2">
        <div>
          <h1>{area.name}</h1>
          <p className="text soft">{area.definition}</p>
          <Misunderstood errors={{ ...errors, ...wrong }} />
          <Choose
            area={area}
            areas={areas}
            filters={filters}
            compare={other ? `area:${other.slug}` : ""}
            kinds={facets.facets.kind}
            periods={facets.facets.period}
            today={dayIn(env().timeZone, ctx.now)}
          />
          <div className="section-top">
            <ChartFigure
              answer={months}
              heading={`Which way, month by month${other ? `: ${area.name}, compared with ${other.name}` : ""}`}
              ways={<More answer={months} />}
            >
              <Drawing answer={months} />
            </ChartFigure>
          </div>
          {filters.asof && <ChangedSince asof={filters.asof} {...changed} />}
          <section className="section">
            <ChartFigure
              answer={direction}
              heading="Median of the scores of all years, and their range"
              ways={<More answer={direction} />}
            >
              <Drawing answer={direction} />
            </ChartFigure>
          </section>
          <section className="section">
            <ChartFigure answer={bodies} heading="Who decides" ways={<More answer={bodies} />}>
              <Drawing answer={bodies} />
            </ChartFigure>
          </section>
          <section className="section">
            <div className="sec-head">
              <h2>Latest in this area</h2>
              <a href={timelineHref(inScope({ ...filters, period: [] }))}>All {latest.total}</a>
            </div>
            {latest.total === 0 ? (
              <p className="empty soft">Nothing on record matches.</p>
            ) : (
              <Record rows={latest.data} sort="newest" />
            )}
          </section>
        </div>
        <Aside area={area} versions={versions} bodies={facets.facets.body} filters={inScope(filters)} />
      </div>
    </ReaderPage>
  );
}

function entry(id: ChartId) {
  const chart = findChart(id);
  if (!chart) throw new Error(`There is no chart ${id}.`);
  return chart;
}

const More = ({ answer }: { answer: ChartAddress }) => <a href={chartHref(answer)}>As a table, to embed, to cite</a>;

type ChooseProps = {
  area: AreaView;
  areas: AreaView[];
  filters: Filters;
  compare: string;
  kinds: FacetValue[];
  periods: FacetValue[];
  today: string;
};

function Choose({ area, areas, filters, compare, kinds, periods, today }: ChooseProps) {
  const select = (id: string, label: string, value: string, options: { value: string; label: string }[]) => (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select id={id} name={id} defaultValue={value}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
  const named = (values: FacetValue[]) => values.map(({ value, label, n }) => ({ value, label: `${label} (${n})` }));
  return (
    <form className="controls" action={`/impact/${area.slug}`} aria-label="What the charts show">
      {select("period", "Period", filters.period[0] ?? "after", named(periods))}
      {select("compare", "Compare with", compare, [
        { value: "", label: "no other area" },
        ...areas
          .filter(({ slug }) => slug !== area.slug)
          .map(({ slug, name }) => ({ value: `area:${slug}`, label: name })),
      ])}
      {select("kind", "Only this kind of body", filters.kind[0] ?? "", [
        { value: "", label: "all kinds" },
        ...named(kinds.filter(({ n, chosen }) => n > 0 || chosen)),
      ])}
      <div>
        <label className="label" htmlFor="asof">
          As known on
        </label>
        <input className="input" id="asof" name="asof" type="date" max={today} defaultValue={filters.asof ?? ""} />
      </div>
      <div>
        <button className="btn quiet" type="submit">
          Show
        </button>
      </div>
    </form>
  );
}

const scale = [
  { step: "strongly-opens", word: "strongly opens", at: "2" },
  { step: "opens", word: "opens", at: "1" },
  { step: "neutral", word: "no change", at: "0" },
  { step: "restricts", word: "restricts", at: "-1" },
  { step: "strongly-restricts", word: "strongly restricts", at: "-2" },
] as const;

type AsideProps = { area: AreaView; versions: AreaVersion[]; bodies: FacetValue[]; filters: Filters };

function Aside({ area, versions, bodies, filters }: AsideProps) {
  return (
    <aside className="side" aria-label="About this area">
      <SubscribeBox action={ask} filter={filterQuery({ area: [area.slug] })} view={area.name.toLowerCase()} />
      <section className="note ink">
        <h2>What the words mean here</h2>
        <dl className="scale-words">
          {scale.map(({ step, word, at }) => (
            <div key={step}>
              <dt>
                <StepWord step={step} word={word} />
              </dt>
              <dd className="small soft">{area.scale[at]}</dd>
            </div>
          ))}
        </dl>
      </section>
      {versions.length > 1 && (
        <section className="note" id="wordings">
          <h2>How they changed</h2>
          <Wordings versions={versions} />
        </section>
      )}
      <section className="note">
        <h2>Bodies that decide here</h2>
        {bodies.length === 0 && <p className="small soft">None under these filters.</p>}
        <ul className="plain-list">
          {bodies.slice(0, 8).map(({ value, label, n }) => (
            <li key={value}>
              <a href={`/bodies/${value}`}>{label}</a>{" "}
              <a
                className="num"
                href={timelineHref({ ...filters, body: [value] })}
                aria-label={`${label}: ${sayDevelopments(n)}`}
              >
                {n}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="note">
        <h2>Do not read into it</h2>
        <p className="small soft">
          Most of these developments have no shown link to the withdrawal. Their directions say what each does, not what
          caused it; they are opinions with a name, and numbers before and after 7 January 2026 must not be compared.
        </p>
      </section>
    </aside>
  );
}
