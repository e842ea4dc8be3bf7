import type { Context } from "@/lib/context";
import { chosenMarks } from "@/lib/developments/conditions";
import { type Filters, filterQuery, noFilters } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import { readFilters } from "@/lib/developments/query";
import { addError, type FieldErrors } from "@/lib/errors";
import { type BodyFacts, type BodyView, listBodies, listBodyFacts } from "./queries";

/** Bodies by what is on record of the United States there: that something moved, only how things stand, or nothing. */
const stageGroups = ["moved", "standing", "none"] as const;
export type StageGroup = (typeof stageGroups)[number];

/** Stages that say how things stand, not that anything moved. */
const standing = ["member", "observer", "never-member"];

export function stageGroupOf({ usParticipation: stages }: Pick<BodyFacts, "usParticipation">): StageGroup {
  if (stages.length === 0) return "none";
  return stages.some(({ stage }) => !standing.includes(stage)) ? "moved" : "standing";
}

const words = ["body", "kind", "country"] as const;
type BodyFilters = Pick<Filters, (typeof words)[number]> & { stages: StageGroup | null };

export function bodiesHref({ body, kind, country, stages }: BodyFilters): string {
  const query = [filterQuery({ body, kind, country }), stages && `stages=${stages}`].filter(Boolean).join("&");
  return query ? `/bodies?${query}` : "/bodies";
}

/** Reads the words of /bodies from an address; what is wrong is named and left out. */
export async function readBodyFilters(
  ctx: Pick<Context, "db" | "now">,
  query: URLSearchParams,
): Promise<{ filters: BodyFilters; errors: FieldErrors }> {
  const known = new URLSearchParams([...query].filter(([word]) => words.some((one) => one === word)));
  const { filters, errors } = await readFilters(ctx, known);
  for (const word of query.keys()) {
    if (word === "stages" || words.some((one) => one === word)) continue;
    addError(errors, word, `“${word.slice(0, 60)}” is not known here. Known words: ${words.join(", ")}, stages.`);
  }
  const asked = query.get("stages") || null;
  const stages = stageGroups.find((one) => one === asked) ?? null;
  if (asked && !stages) errors.stages = `“stages=${asked.slice(0, 60)}”: must be one of: ${stageGroups.join(", ")}.`;
  const { body, kind, country } = filters;
  return { filters: { body, kind, country, stages }, errors };
}

/** Listed bodies by name, of those that the filters leave. */
export async function findBodies(ctx: Pick<Context, "db">, filters: BodyFilters): Promise<BodyView[]> {
  const [bodies, isLeft] = await Promise.all([listBodies(ctx), leftBy(ctx, filters)]);
  return bodies.filter(isLeft);
}

/** The same without the numbers of their developments. */
export async function findBodyFacts(ctx: Pick<Context, "db">, filters: BodyFilters): Promise<BodyFacts[]> {
  const [bodies, isLeft] = await Promise.all([listBodyFacts(ctx.db), leftBy(ctx, filters)]);
  return bodies.filter(isLeft);
}

async function leftBy({ db }: Pick<Context, "db">, { stages, body, kind, country }: BodyFilters) {
  const [chosen] = await chosenMarks(db, { ...noFilters, body, kind, country });
  const marks = chosen && new Set(chosen.marks);
  return (one: BodyFacts) =>
    (!marks || marks.has(mark("body", one.slug))) && (stages === null || stageGroupOf(one) === stages);
}
