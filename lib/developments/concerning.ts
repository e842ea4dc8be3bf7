import { and, desc, eq } from "drizzle-orm";
import { bodies, publications as p, publicationBodies } from "@/db/schema";
import type { Context } from "@/lib/context";
import { completeRows, rowColumns } from "./timeline";
import type { DevelopmentRow } from "./views";
import { listedAt } from "./visible";

/** The latest developments that other bodies decided and that concern this one. */
export async function listConcerning(
  { db }: Pick<Context, "db">,
  bodySlug: string,
  limit: number,
): Promise<DevelopmentRow[]> {
  const rows = await db
    .select(rowColumns)
    .from(publicationBodies)
    .innerJoin(p, eq(p.id, publicationBodies.publicationId))
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(and(eq(publicationBodies.bodySlug, bodySlug), listedAt(null)))
    .orderBy(desc(p.position), desc(p.developmentId))
    .limit(limit);
  return completeRows(db, rows);
}
