import { and, asc, eq, gte, or, sql } from "drizzle-orm";
import { bodies, milestones } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import type { Context } from "@/lib/context";

export type MilestoneView = {
  slug: string;
  title: string;
  date: string;
  endDate: string | null;
  datePrecision: DatePrecision;
  kind: string;
  sourceUrl: string | null;
  body: { slug: string; name: string; acronym: string | null } | null;
};

/** Dates from a day on, those that last into it included; a month or year counts until its end. */
export async function listComingMilestones(
  { db }: Pick<Context, "db">,
  today: string,
  limit = 100,
): Promise<MilestoneView[]> {
  const month = `${today.slice(0, 7)}-01`;
  const year = `${today.slice(0, 4)}-01-01`;
  const rows = await db
    .select({ milestone: milestones, body: { slug: bodies.slug, name: bodies.name, acronym: bodies.acronym } })
    .from(milestones)
    .leftJoin(bodies, eq(bodies.slug, milestones.bodySlug))
    .where(
      or(
        gte(sql`coalesce(${milestones.endDate}, ${milestones.date})`, today),
        and(eq(milestones.datePrecision, "month"), gte(milestones.date, month)),
        and(eq(milestones.datePrecision, "year"), gte(milestones.date, year)),
      ),
    )
    .orderBy(asc(milestones.date), asc(milestones.slug))
    .limit(limit);
  return rows.map(({ milestone, body }) => {
    const { slug, title, date, endDate, datePrecision, kind, sourceUrl } = milestone;
    return { slug, title, date, endDate, datePrecision, kind, sourceUrl, body };
  });
}
