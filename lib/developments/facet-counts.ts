import { actorRoles, type BodyKind, directionSteps, directionWords, unrecorded } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { without, wordsOf } from "./conditions";
import { countAny, countMarks, type MarkCounts } from "./counts";
import type { Filters, ManyWord } from "./filters";
import { addUp, type Family, mark } from "./marks";

type Ctx = Pick<Context, "db">;
type Count = (value: string) => number;

/** What the record and not the vocabulary knows. */
export type FacetNames = {
  bodies: { slug: string; kind: BodyKind; country: string | null }[];
  areas: string[];
  actors: string[];
};

/** The counts of a list, and for each filter word the number of each value under all the other filters. */
export async function countFacets(
  ctx: Ctx,
  filters: Filters,
  names: FacetNames,
): Promise<{ list: MarkCounts; of: Record<ManyWord, Count> }> {
  const list = await countMarks(ctx, filters);
  const under = await countFamilies(ctx, filters, list);
  const single = (word: SingleWord): Count => {
    const counts = under[word];
    return (value) => counts.get(mark(word, value)) ?? 0;
  };
  const part = (word: PartWord, values: readonly string[]) => countParts(ctx, filters, under, word, values);
  const [area, direction, actor, role] = await Promise.all([
    part("area", names.areas),
    part("direction", [...directionWords, ...directionSteps]),
    part("actor", names.actors),
    part("role", actorRoles),
  ]);
  const parts = { area, direction, actor, role };
  const singles = Object.fromEntries(singleWords.map((word) => [word, single(word)])) as Record<SingleWord, Count>;
  return { list, of: { ...countBodies(filters, under.body, names.bodies), ...parts, ...singles } };
}

const singleWords = ["type", "status", "link", "period", "form", "span", "precision", "scope"] as const;
type SingleWord = (typeof singleWords)[number];

/** The counts of the list as it would be with nothing chosen of a family. */
async function countFamilies(ctx: Ctx, filters: Filters, list: MarkCounts): Promise<Record<Family, MarkCounts>> {
  const families = Object.keys(wordsOf) as Family[];
  const counted = families.map(async (family) => {
    const words = wordsOf[family];
    const chosen = words.some((word) => filters[word].length > 0);
    return [family, chosen ? await countMarks(ctx, without(filters, ...words), family) : list] as const;
  });
  return Object.fromEntries(await Promise.all(counted)) as Record<Family, MarkCounts>;
}

/** A body has one kind and one country: each of the three words only chooses among the counts of bodies. */
function countBodies(
  filters: Filters,
  counts: MarkCounts,
  bodies: FacetNames["bodies"],
): Record<"body" | "kind" | "country", Count> {
  const of = { body: "slug", kind: "kind", country: "country" } as const;
  const words = Object.keys(of) as (keyof typeof of)[];
  const said = (body: FacetNames["bodies"][number], word: keyof typeof of) => body[of[word]] ?? unrecorded;
  const isChosen = (body: FacetNames["bodies"][number], word: keyof typeof of) =>
    filters[word].length === 0 || (filters[word] as string[]).includes(said(body, word));
  const count = (word: keyof typeof of): Count => {
    const sums = new Map<string, number>();
    for (const body of bodies) {
      if (!words.every((other) => other === word || isChosen(body, other))) continue;
      const value = said(body, word);
      sums.set(value, (sums.get(value) ?? 0) + (counts.get(mark("body", body.slug)) ?? 0));
    }
    return (value) => sums.get(value) ?? 0;
  };
  return { body: count("body"), kind: count("kind"), country: count("country") };
}

const parts = {
  area: { family: "impact", partner: "direction", pair: (area: string, direction: string) => [area, direction] },
  direction: { family: "impact", partner: "area", pair: (direction: string, area: string) => [area, direction] },
  actor: { family: "mention", partner: "role", pair: (actor: string, role: string) => [actor, role] },
  role: { family: "mention", partner: "actor", pair: (role: string, actor: string) => [actor, role] },
} as const;

type PartWord = keyof typeof parts;

/** Values of one word of impacts or mentions, of those that the other word allows. */
async function countParts(
  ctx: Ctx,
  filters: Filters,
  under: Record<Family, MarkCounts>,
  word: PartWord,
  values: readonly string[],
): Promise<Count> {
  const { family, partner, pair } = parts[word];
  const partners: string[] = filters[partner];
  const counts = under[family];
  if (partners.length === 0) return (value) => counts.get(mark(word, value)) ?? 0;
  const marks = (value: string) => partners.map((other) => mark(family, ...pair(value, other)));
  // A development has one impact on an area, so its directions add up there and nowhere else.
  if (partners.length === 1 || (word === "area" && addUp(partners))) {
    return (value) => marks(value).reduce((sum, one) => sum + (counts.get(one) ?? 0), 0);
  }
  const questions = new Map(values.map((value) => [value, marks(value)]));
  const answers = await countAny(ctx, without(filters, word), questions);
  return (value) => answers.get(value) ?? 0;
}
