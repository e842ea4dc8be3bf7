import { and, desc, eq } from "drizzle-orm";
import { bodies, listedMarks as entries, publications as p } from "@/db/schema";
import type { Reader } from "@/lib/context";
import { mark } from "./marks";
import { completeRows, rowColumns } from "./timeline";
import type { DevelopmentRow } from "./views";
import { listedAt } from "./visible";

/** The latest developments that other bodies decided and that concern this one. */
export async function listConcerning(
  { db, caller }: Reader,
  bodySlug: string,
  limit: number,
): Promise<DevelopmentRow[]> {
  const rows = await db
    .select(rowColumns)
    .from(entries)
    .innerJoin(p, and(eq(p.developmentId, entries.developmentId), listedAt(null)))
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(eq(entries.mark, mark("concerns", bodySlug)))
    .orderBy(desc(entries.position), desc(entries.developmentId))
    .limit(limit);
  return completeRows({ db, caller }, rows);
}
