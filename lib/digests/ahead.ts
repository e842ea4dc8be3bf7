import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Ahead } from "@/db/issue";
import { publications as p } from "@/db/schema";
import { addDays, dayIn } from "@/lib/days";
import { mark } from "@/lib/developments/marks";
import { knownBefore } from "@/lib/developments/visible";
import { listComingMilestones } from "@/lib/milestones/queries";
import { readFilter } from "@/lib/subscriptions/filter";

const daysAhead = 35;

/** The next dates after a week has closed, as an issue keeps them: what may come on any day of a month or year is last. */
export async function listAhead(db: Database, endsAt: Date, timeZone: string): Promise<Ahead[]> {
  const closing = dayIn(timeZone, endsAt);
  const coming = (await listComingMilestones({ db }, closing)).filter(
    ({ date }) => date <= addDays(closing, daysAhead),
  );
  const areaMarks = await listAreaMarks(
    db,
    coming.flatMap(({ developmentSlug }) => developmentSlug ?? []),
    endsAt,
  );
  return coming
    .sort((one, other) => Number(one.datePrecision !== "day") - Number(other.datePrecision !== "day"))
    .map(({ title, date, endDate, datePrecision, sourceUrl, body, developmentSlug }) => ({
      ...{ title, date, endDate, datePrecision, url: sourceUrl },
      marks: [...(body ? [mark("body", body.slug)] : []), ...(areaMarks.get(developmentSlug ?? "") ?? [])],
    }));
}

/** Of developments as they stood when the week closed, by their slugs. */
async function listAreaMarks(db: Database, slugs: string[], endsAt: Date): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ slug: p.slug, marks: p.marks })
    .from(p)
    .where(and(inArray(p.slug, slugs), eq(p.retracted, false), knownBefore(endsAt)));
  return new Map(rows.map(({ slug, marks }) => [slug, marks.filter((one) => one.startsWith(mark("area", "")))]));
}

/**
 * The dates of the bodies and areas that some view names; null where one names neither, or the issue was made before
 * dates carried marks: then the letter lists them all. Nothing else of a view is asked: a date has no type or direction.
 */
export function chooseAhead(ahead: Ahead[], filters: string[]): Ahead[] | null {
  const views = filters.map(readFilter);
  if (views.some(({ body, area }) => body.length + area.length === 0)) return null;
  if (ahead.length === 0 || ahead.some(({ marks }) => !marks)) return null;
  return ahead.filter(({ marks = [] }) =>
    views.some((view) =>
      (["body", "area"] as const).every(
        (word) => view[word].length === 0 || view[word].some((slug) => marks.includes(mark(word, slug))),
      ),
    ),
  );
}
