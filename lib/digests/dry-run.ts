import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { issueEntries, issues, publications as p } from "@/db/schema";
import type { Reader } from "@/lib/context";
import { isBlindBeside } from "@/lib/developments/blind-list";
import { blindWords } from "@/lib/developments/blind-words";
import { saying } from "@/lib/developments/conditions";
import { type Filters, filterQuery, timelineHref } from "@/lib/developments/filters";
import { listDevelopments } from "@/lib/developments/timeline";
import { knownBefore } from "@/lib/developments/visible";
import { Invalid } from "@/lib/errors";
import { lasting } from "@/lib/subscriptions/filter";
import { addWeeks, mondayOf, sayWeekDays, sundayOf, type Week, weekAt } from "@/lib/weeks";
import { correctedIn } from "./corrections";
import { sayView } from "./views";

/** What the letters of the last weeks would have carried for somebody with these choices. */

export type DryRun = {
  /** The choices in words. */
  view: string;
  /** The newest first. */
  weeks: DryWeek[];
};

type DryWeek = {
  week: Week;
  days: string;
  n: number;
  /** Title of the first entry; null where there is none. */
  first: string | null;
  /** The real issue; where there was none yet, the developments decided in that week. Null where none can be. */
  href: string | null;
  /** False where no issue was made: then it is counted by the day of the decision. */
  issued: boolean;
};

const weeksShown = 4;

/** Throws Invalid where a scorer asks by directions: the weeks tell of whatever the record holds, each by its title. */
export async function getDryRun(
  { db, caller = null, now }: Reader & { now: Date },
  asked: Filters,
  timeZone: string,
): Promise<DryRun> {
  const filters = lasting(asked);
  if (await isBlindBeside({ db, caller }, filters)) throw new Invalid({ direction: blindWords });
  const last = addWeeks(weekAt(now, timeZone), -1);
  const weeks = Array.from({ length: weeksShown }, (_, back) => addWeeks(last, -back));
  const issued = await countIssued(db, filters, weeks);
  const told = weeks.map(async (week): Promise<DryWeek> => {
    const days = sayWeekDays(week);
    const found = issued.get(week);
    if (found) return { week, days, ...found, href: `/digests/${week}`, issued: true };
    const decided = within(filters, week);
    if (!decided) return { week, days, n: 0, first: null, href: null, issued: false };
    const { data, total } = await listDevelopments({ db }, decided, { limit: 1 });
    return { week, days, n: total, first: data[0]?.title ?? null, href: timelineHref(decided), issued: false };
  });
  return { view: await sayView(db, filterQuery(filters)), weeks: await Promise.all(told) };
}

/** The days of a week in a view; null where the view holds no day of it. */
function within(filters: Filters, week: Week): Filters | null {
  const [monday, sunday] = [mondayOf(week), sundayOf(week)];
  const from = filters.from && filters.from > monday ? filters.from : monday;
  const to = filters.to && filters.to < sunday ? filters.to : sunday;
  const byDay = filters.precision.length === 0 || filters.precision.includes("day");
  return from <= to && byDay ? { ...filters, from, to, precision: ["day"] } : null;
}

async function countIssued(
  db: Database,
  filters: Filters,
  weeks: Week[],
): Promise<Map<string, { n: number; first: string | null }>> {
  const rows = await db
    .select({
      week: issues.week,
      n: sql<number>`count(${p.id})::int`,
      first: sql<
        string | null
      >`(array_agg(${issueEntries.entry}->>'title' order by ${issueEntries.ordinal}) filter (where ${p.id} is not null))[1]`,
    })
    .from(issues)
    .leftJoin(
      issueEntries,
      and(
        eq(issueEntries.week, issues.week),
        // Whoever read the letters before was told of these as corrections.
        sql`${issueEntries.developmentId} not in (select development_id from (${correctedIn(issues)}) corrected)`,
      ),
    )
    .leftJoin(p, and(eq(p.developmentId, issueEntries.developmentId), knownBefore(issues.endsAt), saying(filters)))
    .where(and(isNotNull(issues.frozenAt), inArray(issues.week, weeks)))
    .groupBy(issues.week);
  return new Map(rows.map(({ week, n, first }) => [week, { n, first }]));
}
