import {
  actorRoles,
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
import type { Context, Reader } from "@/lib/context";
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
import { isBlindBeside, isBlindTo } from "./blind-list";
import { countFacets } from "./facet-counts";
import { actorGroup, type Filters, type ManyWord } from "./filters";
import { everything } from "./marks";
import { listNamed, listNamedAt, type Named } from "./named";
import { monthsIn } from "./trend";
import type { Facets, FacetValue } from "./views";

/**
 * For each filter word its values, with the number of developments under all the other filters. Without directions where
 * they would tell a scorer too much.
 */
export async function listFacets({ db, caller }: Reader, filters: Filters): Promise<Facets> {
  const reader = { db, caller: caller ?? null };
  const [named, isHidden, isHiddenBeside] = await Promise.all([
    listNamedAt(db, filters.asof),
    isBlindTo(reader, filters),
    isBlindBeside(reader, filters),
  ]);
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
  const values = (word: ManyWord, rows: { slug: string; label: string }[]): FacetValue[] => {
    const chosen: readonly string[] = filters[word];
    // Of a word that is chosen the other values are counted outside of the list.
    const isKept = (slug: string) => chosen.includes(slug) || chosen.length === 0 || !isHiddenBeside;
    return rows
      .filter(({ slug }) => isKept(slug))
      .map(({ slug, label }) => ({ value: slug, label, n: of[word](slug), chosen: chosen.includes(slug) }));
  };
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
      direction: isHidden ? [] : words("direction", [...directionWords, ...directionSteps], sayDirection),
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

/** Bodies or actors, most named first; a chosen one stays in the list at zero. */
const mostFirst = (values: FacetValue[]): FacetValue[] =>
  values.filter(({ n, chosen }) => n > 0 || chosen).sort((a, b) => b.n - a.n || a.label.localeCompare(b.label));

/** Filter values that name nothing in the record: a misspelt body is said, not silently an empty list. */
export async function unknownNames({ db }: Pick<Context, "db">, filters: Filters): Promise<[ManyWord, string][]> {
  const { body, area, actor, country } = filters;
  if ([body, area, actor, country].every((values) => values.length === 0)) return [];
  const named = await listNamed(db);
  const slugs = (word: Named["word"]) => named.filter((one) => one.word === word).map(({ slug }) => slug);
  const known = {
    body: slugs("body"),
    area: [...slugs("area"), unrecorded],
    actor: [...slugs("actor"), ...[...slugs("group"), unrecorded].map(actorGroup), unrecorded],
    country: [...named.map((one) => one.country), unrecorded],
  };
  return (["body", "area", "actor", "country"] as const).flatMap((word) => {
    const values = new Set<string | null>(known[word]);
    return filters[word].filter((value) => !values.has(value)).map((value): [ManyWord, string] => [word, value]);
  });
}
