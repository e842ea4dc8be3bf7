import { and, asc, eq, gte, or, sql } from "drizzle-orm";
import { bodies, milestones } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";

export type MilestoneView = {
  slug: string;
  title: string;
  date: string;
  endDate: string | null;
  datePrecision: DatePrecision;
  kind: string;
  sourceUrl: string | null;
  body: { slug: string; shortName: string } | null;
  developmentSlug: string | null;
};

/** Dates from a day on, those that last into it included; a month or year counts until its end. */
export async function listComingMilestones({ db }: Pick<Context, "db">, today: string): Promise<MilestoneView[]> {
  const month = `${today.slice(0, 7)}-01`;
  const year = `${today.slice(0, 4)}-01-01`;
  const rows = await db
    .select(columns)
    .from(milestones)
    .leftJoin(bodies, eq(bodies.slug, milestones.bodySlug))
    .where(
      or(
        gte(sql`coalesce(${milestones.endDate}, ${milestones.date})`, today),
        and(eq(milestones.datePrecision, "month"), gte(milestones.date, month)),
        and(eq(milestones.datePrecision, "year"), gte(milestones.date, year)),
      ),
    )
    .orderBy(asc(milestones.date), asc(milestones.slug));
  return rows.sort((a, b) => lastDay(a.milestone).localeCompare(lastDay(b.milestone))).map(toView);
}

/** Dates nobody has found a page for yet. */
export async function listMilestonesWithoutSource({ db, caller }: Context): Promise<MilestoneView[]> {
  requireCan(caller, "desk.open");
  const rows = await db
    .select(columns)
    .from(milestones)
    .leftJoin(bodies, eq(bodies.slug, milestones.bodySlug))
    .where(eq(milestones.needsSource, true))
    .orderBy(asc(milestones.date), asc(milestones.slug));
  return rows.map(toView);
}

const columns = { milestone: milestones, body: { slug: bodies.slug, shortName: shortBodyName } };

type Row = { milestone: typeof milestones.$inferSelect; body: MilestoneView["body"] };

function toView({ milestone, body }: Row): MilestoneView {
  const { slug, title, date, endDate, datePrecision, kind, sourceUrl, developmentSlug } = milestone;
  return { slug, title, date, endDate, datePrecision, kind, sourceUrl, body, developmentSlug };
}

/** A date of which only the month or year is known may still come until that is over. */
function lastDay({ date, endDate, datePrecision }: typeof milestones.$inferSelect): string {
  if (datePrecision === "day") return endDate ?? date;
  return datePrecision === "month" ? `${date.slice(0, 7)}-31` : `${date.slice(0, 4)}-12-31`;
}
