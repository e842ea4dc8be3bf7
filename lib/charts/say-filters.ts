import { type Period, unrecorded } from "@/db/vocabulary";
import { sayDay } from "@/lib/days";
import { actorGroup, type Filters, type ManyWord, manyWords } from "@/lib/developments/filters";
import { listNamedAt } from "@/lib/developments/named";
import {
  sayBodyKind,
  sayCountry,
  sayDirection,
  sayForm,
  sayLink,
  sayPrecision,
  sayRole,
  sayScope,
  sayStageSpan,
  sayStatus,
  sayType,
} from "@/lib/labels";
import type { ChartContext } from "./frame";

const words: Record<ManyWord, string> = {
  body: "body",
  kind: "kind of body",
  country: "country",
  area: "area",
  type: "type",
  status: "status",
  actor: "actor",
  role: "role",
  link: "link to the withdrawal",
  period: "period",
  direction: "direction",
  form: "form",
  span: "days known",
  precision: "date known",
  scope: "scope",
};

/** Words whose values explain themselves. */
const plain: ManyWord[] = ["area", "body", "period"];
const sides: Record<Period, string> = {
  after: "since 7 January 2026",
  baseline: "before 7 January 2026",
};

/** Filters as a reader would say them; "" where nothing is chosen. */
export async function sayFilters(ctx: Pick<ChartContext, "db">, filters: Filters): Promise<string> {
  const names = await listNames(ctx, filters);
  const say: Record<ManyWord, (value: never) => string> = {
    body: names,
    area: (slug: string) => (slug === unrecorded ? "no impact area" : names(slug)),
    actor: (slug: string) => (slug === unrecorded ? "nobody named" : names(slug)),
    kind: sayBodyKind,
    country: sayCountry,
    type: sayType,
    status: sayStatus,
    role: sayRole,
    link: sayLink,
    period: (value: Period) => sides[value],
    direction: sayDirection,
    form: sayForm,
    span: sayStageSpan,
    precision: sayPrecision,
    scope: sayScope,
  };
  const { q, from, to, asof } = filters;
  return [
    ...(q ? [`“${q}”`] : []),
    ...manyWords
      .filter((word) => filters[word].length > 0)
      .map((word) => {
        const values = filters[word].map((value) => say[word](value as never)).join(" or ");
        return plain.includes(word) ? values : `${words[word]}: ${values}`;
      }),
    ...(from ? [`from ${sayDay(from)}`] : []),
    ...(to ? [`to ${sayDay(to)}`] : []),
    ...(asof ? [`as known on ${sayDay(asof)}`] : []),
  ].join("; ");
}

async function listNames({ db }: Pick<ChartContext, "db">, { body, area, actor, asof }: Filters) {
  const rows = [body, area, actor].some((values) => values.length > 0) ? await listNamedAt(db, asof) : [];
  const named = new Map([
    [actorGroup(unrecorded), "actors in no group"],
    ...rows.map(({ word, slug, label }): [string, string] => [word === "group" ? actorGroup(slug) : slug, label]),
  ]);
  return (slug: string) => named.get(slug) ?? slug;
}
