import { and, inArray, isNull } from "drizzle-orm";
import type { DevelopmentContent } from "@/db/content";
import { actors, bodies, impactAreas, publications } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Names } from "./compare";

/** The names behind the slugs of some versions, proposed ones included. */
export async function listNames({ db }: Pick<Context, "db">, contents: DevelopmentContent[]): Promise<Names> {
  const slugs = {
    bodies: [...new Set(contents.flatMap((content) => [content.bodySlug ?? "", ...content.affectedBodySlugs]))],
    actors: [...new Set(contents.flatMap((content) => content.actors.map((actor) => actor.slug)))],
    developments: [...new Set(contents.flatMap((content) => [content.mergedInto ?? "", ...content.carriesForward]))],
  };
  const [bodyRows, actorRows, areaRows, developmentRows] = await Promise.all([
    db.select({ slug: bodies.slug, name: bodies.name }).from(bodies).where(inArray(bodies.slug, slugs.bodies)),
    db.select({ slug: actors.slug, name: actors.name }).from(actors).where(inArray(actors.slug, slugs.actors)),
    db.select({ slug: impactAreas.slug, name: impactAreas.name }).from(impactAreas),
    db
      .select({ slug: publications.slug, name: publications.title })
      .from(publications)
      .where(and(inArray(publications.slug, slugs.developments), isNull(publications.knownUntil))),
  ]);
  const map = (rows: { slug: string; name: string }[]) => new Map(rows.map((row) => [row.slug, row.name]));
  return { bodies: map(bodyRows), actors: map(actorRows), areas: map(areaRows), developments: map(developmentRows) };
}
