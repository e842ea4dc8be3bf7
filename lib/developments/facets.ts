import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { actorGroups, actors, bodies, impactAreas } from "@/db/schema";
import {
  actorRoles,
  type BodyKind,
  bodyKinds,
  datePrecisions,
  developmentStatuses,
  developmentTypes,
  directionSteps,
  directionWords,
  governanceForms,
  periods,
  scopes,
  stageSpans,
  unrecorded,
  withdrawalLinks,
} from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import {
  sayBodyKind,
  sayCountry,
  sayDirection,
  sayForm,
  sayLink,
  sayPeriod,
  sayPrecision,
  sayRole,
  sayScope,
  sayStageSpan,
  sayStatus,
  sayType,
} from "@/lib/labels";
import { countFacets } from "./facet-counts";
import { actorGroup, type Filters, type ManyWord } from "./filters";
import { everything } from "./marks";
import { monthsIn } from "./trend";
import type { Facets, FacetValue } from "./views";

/** For each filter word its values, with the number of developments under all the other filters. */
export async function listFacets({ db }: Pick<Context, "db">, filters: Filters): Promise<Facets> {
  const named = await listNamed(db);
  const namedAs = (word: Named["word"]) => named.filter((one) => one.word === word);
  const [areas, bodyRows, actorRows, groupRows] = [
    namedAs("area"),
    namedAs("body"),
    namedAs("actor"),
    namedAs("group"),
  ];
  const touched = [...areas, { slug: unrecorded, label: "No impact area" }];
  const mentioned = [
    ...actorRows,
    ...groupRows.map(({ slug, label }) => ({ slug: actorGroup(slug), label: `Group: ${label}` })),
    { slug: actorGroup(unrecorded), label: "Actors in no group" },
    { slug: unrecorded, label: "Nobody named" },
  ];
  const countries = [...new Set(bodyRows.map((body) => body.country ?? unrecorded))];
  const slugs = (rows: { slug: string }[]) => rows.map((row) => row.slug);
  const names = { bodies: bodyRows, areas: slugs(touched), actors: slugs(mentioned) };
  const { list, of } = await countFacets({ db }, filters, names);
  const values = (word: ManyWord, rows: { slug: string; label: string }[]): FacetValue[] =>
    rows.map(({ slug, label }) => {
      return { value: slug, label, n: of[word](slug), chosen: (filters[word] as string[]).includes(slug) };
    });
  const words = <Word extends string>(word: ManyWord, list: readonly Word[], say: (value: Word) => string) =>
    values(
      word,
      list.map((slug) => ({ slug, label: say(slug) })),
    );
  return {
    total: list.get(everything) ?? 0,
    months: monthsIn(list),
    facets: {
      area: values("area", touched),
      direction: words("direction", [...directionWords, ...directionSteps], sayDirection),
      period: words("period", periods, sayPeriod).reverse(),
      kind: words("kind", bodyKinds, sayBodyKind),
      body: mostFirst(values("body", bodyRows)),
      country: mostFirst(words("country", countries, sayCountry)),
      type: words("type", [...developmentTypes, unrecorded], sayType),
      status: words("status", developmentStatuses, sayStatus),
      actor: mostFirst(values("actor", mentioned)),
      role: words("role", actorRoles, sayRole),
      link: words("link", withdrawalLinks, sayLink),
      form: words("form", [...governanceForms, unrecorded], sayForm),
      span: words("span", stageSpans, sayStageSpan),
      precision: words("precision", datePrecisions, sayPrecision),
      scope: words("scope", scopes, sayScope),
    },
  };
}

type Named = {
  word: "area" | "body" | "actor" | "group";
  slug: string;
  label: string;
  kind: BodyKind;
  country: string | null;
};

/** Everything with a name that a filter may ask for, areas in their order: one question instead of four. */
const listNamed = async (db: Database): Promise<Named[]> => [
  ...(await db.execute<Named>(sql`
    select 'area' as word, ${impactAreas.slug}, ${impactAreas.name} as label, null as kind, null as country,
      ${impactAreas.position} as place from ${impactAreas}
    union all select 'body', ${bodies.slug}, ${shortBodyName}, ${bodies.kind}, ${bodies.country}, 0
      from ${bodies} where ${eq(bodies.listing, "listed")}
    union all select 'actor', ${actors.slug}, ${actors.name}, null, null, 0
      from ${actors} where ${eq(actors.listing, "listed")}
    union all select 'group', ${actorGroups.slug}, ${actorGroups.name}, null, null, 0 from ${actorGroups}
    order by place`)),
];

/** Bodies or actors, most named first; a chosen one stays in the list at zero. */
const mostFirst = (values: FacetValue[]): FacetValue[] =>
  values.filter(({ n, chosen }) => n > 0 || chosen).sort((a, b) => b.n - a.n || a.label.localeCompare(b.label));

/** Filter values that name nothing in the record: a misspelt body is said, not silently an empty list. */
export async function unknownNames({ db }: Pick<Context, "db">, filters: Filters): Promise<[ManyWord, string][]> {
  const missing = async (
    word: "body" | "area" | "actor" | "country",
    known: () => Promise<{ value: string | null }[]>,
    always: string[] = [],
  ) => {
    if (filters[word].every((value) => always.includes(value))) return [];
    const found = new Set([...always, ...(await known()).map((row) => row.value)]);
    return filters[word].filter((value) => !found.has(value)).map((value): [ManyWord, string] => [word, value]);
  };
  const { body, area, actor, country } = filters;
  const none = actorGroup(unrecorded);
  const inGroup = sql<string>`${actorGroup("")} || ${actorGroups.slug}`;
  const found = await Promise.all([
    missing("body", () =>
      db
        .select({ value: bodies.slug })
        .from(bodies)
        .where(and(inArray(bodies.slug, body), eq(bodies.listing, "listed"))),
    ),
    missing(
      "area",
      () => db.select({ value: impactAreas.slug }).from(impactAreas).where(inArray(impactAreas.slug, area)),
      [unrecorded],
    ),
    missing(
      "actor",
      () =>
        db
          .select({ value: sql<string>`${actors.slug}` })
          .from(actors)
          .where(and(inArray(actors.slug, actor), eq(actors.listing, "listed")))
          .union(db.select({ value: inGroup }).from(actorGroups).where(inArray(inGroup, actor))),
      [unrecorded, none],
    ),
    missing(
      "country",
      () => db.selectDistinct({ value: bodies.country }).from(bodies).where(inArray(bodies.country, country)),
      [unrecorded],
    ),
  ]);
  return found.flat();
}
