import { inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { actors, bodies, impactAreas } from "@/db/schema";
import { type FieldErrors, Invalid } from "@/lib/errors";

/** Refuses content that names a body, actor or impact area the record does not have. */
export async function requireKnownNames(tx: Transaction, content: DevelopmentContent): Promise<void> {
  const named = {
    bodies: [...new Set([content.bodySlug, ...content.affectedBodySlugs].filter((slug) => slug !== null))],
    actors: [...new Set(content.actors.map((actor) => actor.slug))],
    areas: content.areaSlugs,
  };
  const [knownBodies, knownActors, knownAreas] = await Promise.all([
    tx.select({ slug: bodies.slug }).from(bodies).where(inArray(bodies.slug, named.bodies)),
    tx.select({ slug: actors.slug }).from(actors).where(inArray(actors.slug, named.actors)),
    tx.select({ slug: impactAreas.slug }).from(impactAreas).where(inArray(impactAreas.slug, named.areas)),
  ]);
  const known = { bodies: knownBodies, actors: knownActors, areas: knownAreas };
  const missing = (kind: keyof typeof named) => {
    const found = new Set(known[kind].map((row) => row.slug));
    return named[kind].filter((slug) => !found.has(slug));
  };
  const errors: FieldErrors = {};
  const unknownBodies = missing("bodies");
  if (content.bodySlug && unknownBodies.includes(content.bodySlug)) {
    errors.bodySlug = `There is no body “${content.bodySlug}”. Choose one from the list or propose it.`;
  }
  const unknownAffected = content.affectedBodySlugs.filter((slug) => unknownBodies.includes(slug));
  if (unknownAffected.length) errors.affectedBodySlugs = `There is no body “${unknownAffected.join("”, “")}”.`;
  const unknownActors = missing("actors");
  if (unknownActors.length) errors.actors = `There is no actor “${unknownActors.join("”, “")}”.`;
  const unknownAreas = missing("areas");
  if (unknownAreas.length) errors.areaSlugs = `There is no impact area “${unknownAreas.join("”, “")}”.`;
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
}
