import { and, type SQL, sql } from "drizzle-orm";
import { listedMarks, publications as p } from "@/db/schema";
import { saying } from "./conditions";
import { type Filters, noFilters } from "./filters";
import { mark } from "./marks";
import { listedAt } from "./visible";

/**
 * Charts ask for internet matters, which is nearly everything: they are counted as everything less the few cases to
 * compare with, so that what is kept of whole lists answers for them too.
 */
export function splitScope(filters: Filters): { filters: Filters; less: SQL | null } {
  if (filters.q !== null || filters.scope.length !== 1 || filters.scope[0] !== "internet")
    return { filters, less: null };
  const whole = { ...filters, scope: noFilters.scope };
  // As an array: the planner cannot know how few they are, and would read everybody.
  const compared = sql`${p.developmentId} = any(array(
    select ${listedMarks.developmentId} from ${listedMarks} where ${listedMarks.mark} = ${mark("scope", "comparison")}))`;
  return { filters: whole, less: and(listedAt(null), compared, saying(whole)) as SQL };
}
