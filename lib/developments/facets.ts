import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { actors, bodies, impactAreas } from "@/db/schema";
import {
  actorRoles,
  bodyKinds,
  developmentStatuses,
  developmentTypes,
  directionWords,
  periods,
  withdrawalLinks,
} from "@/db/vocabulary";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { sayBodyKind, sayDirection, sayLink, sayPeriod, sayRole, sayStatus, sayType } from "@/lib/labels";
import { countFacets } from "./facet-counts";
import type { Filters, ManyWord } from "./filters";
import { everything } from "./marks";
import { monthsIn } from "./trend";
import type { Facets, FacetValue } from "./views";

/** For each filter word its values, with the number of developments under all the other filters. */
export async function listFacets({ db }: Pick<Context, "db">, filters: Filters): Promise<Facets> {
  const [areas, bodyRows, actorRows] = await Promise.all([
    db.select({ slug: impactAreas.slug, label: impactAreas.name }).from(impactAreas).orderBy(asc(impactAreas.position)),
    db
      .select({ slug: bodies.slug, kind: bodies.kind, label: shortBodyName })
      .from(bodies)
      .where(eq(bodies.listing, "listed")),
    db.select({ slug: actors.slug, label: actors.name }).from(actors).where(eq(actors.listing, "listed")),
  ]);
  const slugs = (rows: { slug: string }[]) => rows.map((row) => row.slug);
  const names = { bodies: bodyRows, areas: slugs(areas), actors: slugs(actorRows) };
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
      area: values("area", areas),
      direction: words("direction", directionWords, sayDirection),
      period: words("period", periods, sayPeriod).reverse(),
      kind: words("kind", bodyKinds, sayBodyKind),
      body: mostFirst(values("body", bodyRows)),
      type: words("type", developmentTypes, sayType),
      status: words("status", developmentStatuses, sayStatus),
      actor: mostFirst(values("actor", actorRows)),
      role: words("role", actorRoles, sayRole),
      link: words("link", withdrawalLinks, sayLink),
    },
  };
}

/** Bodies or actors, most named first; a chosen one stays in the list at zero. */
const mostFirst = (values: FacetValue[]): FacetValue[] =>
  values.filter(({ n, chosen }) => n > 0 || chosen).sort((a, b) => b.n - a.n || a.label.localeCompare(b.label));

/** Filter values that name nothing in the record: a misspelt body is said, not silently an empty list. */
export async function unknownNames({ db }: Pick<Context, "db">, filters: Filters): Promise<[ManyWord, string][]> {
  const missing = async (
    word: "body" | "area" | "actor",
    table: typeof bodies | typeof impactAreas | typeof actors,
  ) => {
    if (filters[word].length === 0) return [];
    const visible = "listing" in table ? eq(table.listing, "listed") : undefined;
    const rows = await db
      .select({ slug: table.slug })
      .from(table as typeof bodies)
      .where(and(inArray(table.slug, filters[word]), visible))
      .orderBy(desc(table.slug));
    const found = new Set(rows.map((row) => row.slug));
    return filters[word].filter((slug) => !found.has(slug)).map((slug): [ManyWord, string] => [word, slug]);
  };
  return (await Promise.all([missing("body", bodies), missing("area", impactAreas), missing("actor", actors)])).flat();
}
