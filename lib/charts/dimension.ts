import {
  bodyKinds,
  developmentStatuses,
  developmentTypes,
  directionSteps,
  directionWords,
  governanceForms,
  unrecorded,
} from "@/db/vocabulary";
import { without, wordsOf } from "@/lib/developments/conditions";
import type { Filters, ManyWord } from "@/lib/developments/filters";
import { type Family, mark } from "@/lib/developments/marks";
import { listNamedAt } from "@/lib/developments/named";
import { sayBodyKind, sayCountry, sayDirection, sayForm, sayStatus, sayType } from "@/lib/labels";
import type { ChartContext } from "./frame";

/** What series or columns stand for: the values of one filter word. */
export type Dimension = {
  word: ManyWord;
  /** The filters without what they say of the same family of marks: the values say it instead. */
  others: Filters;
  values: DimensionValue[];
};

/** `marks` are carried by different developments, so that their counts add up. */
export type DimensionValue = { value: string; label: string; marks: string[]; narrowed: Partial<Filters> };

type Word = "area" | "kind" | "body" | "country" | "type" | "status" | "form" | "direction";

const families: Record<Word, Family> = {
  area: "impact",
  direction: "impact",
  kind: "body",
  body: "body",
  country: "body",
  type: "type",
  status: "status",
  form: "form",
};

/** The values of a word that filters leave, in the order of the record. */
export async function listDimension(ctx: ChartContext, word: Word, filters: Filters): Promise<Dimension> {
  const chosen: readonly string[] = filters[word];
  const values = (await valuesOf(ctx, word, filters)).filter(
    ({ value }) => word === "direction" || chosen.length === 0 || chosen.includes(value),
  );
  return {
    word,
    others: without(filters, ...wordsOf[families[word]]),
    values: values.map((one) => ({ ...one, narrowed: { [word]: [one.value] } })),
  };
}

type Known = Omit<DimensionValue, "narrowed">;

async function valuesOf({ db }: ChartContext, word: Word, filters: Filters): Promise<Known[]> {
  const single = <Value extends string>(values: readonly Value[], say: (value: Value) => string): Known[] =>
    values.map((value) => ({ value, label: say(value), marks: [mark(word as "type", value)] }));
  switch (word) {
    case "type":
      return single([...developmentTypes, unrecorded], sayType);
    case "status":
      return single(developmentStatuses, sayStatus);
    case "form":
      return single(governanceForms, sayForm);
    case "direction":
      return directionValues(filters);
    case "area": {
      const areas = (await listNamedAt(db, filters.asof)).filter((one) => one.word === "area");
      return areas.map(({ slug: value, label }) => ({ value, label, marks: impactMarks(value, filters.direction) }));
    }
    default:
      return bodyValues({ db }, word, filters);
  }
}

const impactMarks = (area: string, directions: Filters["direction"]): string[] =>
  directions.length === 0
    ? [mark("area", area)]
    : distinct(directions).map((direction) => mark("impact", area, direction));

/** Directions without the steps that a chosen side of the scale holds anyway. */
function distinct(directions: Filters["direction"]): Filters["direction"] {
  const sides = { negative: ["strongly-restricts", "restricts"], positive: ["strongly-opens", "opens"] } as const;
  const held = (["negative", "positive"] as const)
    .filter((side) => directions.includes(side))
    .flatMap((side): readonly string[] => sides[side]);
  return directions.filter((direction) => !held.includes(direction));
}

/** The scale from strongly opens to strongly restricts, then what has no score; of the one chosen area. */
function directionValues({ area, direction }: Filters): Known[] {
  const [strongly, restricts, opens, stronglyOpens] = directionSteps;
  const scale = [stronglyOpens, opens, "neutral", restricts, strongly, "unscored"] as const;
  const side = {
    "strongly-opens": "positive",
    opens: "positive",
    restricts: "negative",
    "strongly-restricts": "negative",
  };
  const wanted = (value: (typeof scale)[number]) =>
    direction.length === 0 ||
    direction.includes(value) ||
    (value in side && direction.includes(side[value as keyof typeof side] as "negative" | "positive"));
  return scale.filter(wanted).map((value) => ({
    value,
    label: { opens: "opens", restricts: "restricts" }[value as "opens"] ?? sayDirection(value),
    marks: [area[0] ? mark("impact", area[0], value) : mark("direction", value)],
  }));
}

/** The directions that stand for "has a score". */
export const scoredDirections = (chosen: Filters["direction"]): Filters["direction"] => {
  const scored = distinct(chosen).filter((direction) => direction !== "unscored");
  return chosen.length > 0 ? scored : directionWords.filter((word) => word !== "unscored");
};

async function bodyValues(
  { db }: Pick<ChartContext, "db">,
  word: "kind" | "body" | "country",
  { body, kind, country, asof }: Filters,
): Promise<Known[]> {
  const rows = (await listNamedAt(db, asof)).filter((one) => one.word === "body");
  const allows = (chosen: readonly string[], value: string) => chosen.length === 0 || chosen.includes(value);
  const left = rows.filter(
    (row) => allows(body, row.slug) && allows(kind, row.kind) && allows(country, row.country ?? unrecorded),
  );
  const marksOf = (of: (row: (typeof rows)[number]) => boolean) =>
    left.filter(of).map(({ slug }) => mark("body", slug));
  if (word === "body") return left.map(({ slug, label }) => ({ value: slug, label, marks: [mark("body", slug)] }));
  if (word === "kind") {
    return bodyKinds.map((value) => ({
      value,
      label: sayBodyKind(value),
      marks: marksOf((row) => row.kind === value),
    }));
  }
  const countries = [...new Set(left.map((row) => row.country ?? unrecorded))].sort();
  return countries.map((value) => ({
    value,
    label: sayCountry(value),
    marks: marksOf((row) => (row.country ?? unrecorded) === value),
  }));
}
