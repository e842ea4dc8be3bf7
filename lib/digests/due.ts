import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { digestSettings, issues } from "@/db/schema";
import { addWeeks, hourOn, isWeek, mondayOf, type Week, weekAt, windowOf } from "@/lib/weeks";

/** Which issues the calendar asks for. Nothing depends on a clock having ticked: a missing one is found later. */

/** What nobody missed for a quarter of a year is not made any more; a clock that was wrong once would ask for it. */
export const longestGapWeeks = 13;

/** Weeks that are closed and have no frozen issue yet, the oldest first. */
export async function listDueWeeks({ db, now }: { db: Database; now: Date }, timeZone: string): Promise<Week[]> {
  const frozen = await db.select({ week: issues.week }).from(issues).where(isNotNull(issues.frozenAt));
  const made = new Set(frozen.map((row) => row.week));
  const due: Week[] = [];
  const [first, earliest] = [await firstWeek(db, now, timeZone), addWeeks(weekAt(now, timeZone), -longestGapWeeks)];
  for (
    let week = isBefore(first, earliest) ? earliest : first;
    windowOf(week, timeZone).endsAt <= now;
    week = addWeeks(week, 1)
  ) {
    if (!made.has(week)) due.push(week);
  }
  return due;
}

const isBefore = (week: Week, other: Week) => week < other;

/** The week in which this record was set up; fixed when it is first asked for. */
async function firstWeek(db: Database, now: Date, timeZone: string): Promise<Week> {
  const [settings] = await db.select({ firstWeek: digestSettings.firstWeek }).from(digestSettings);
  if (settings?.firstWeek && isWeek(settings.firstWeek)) return settings.firstWeek;
  const [oldest] = await db.execute<{ at: string }>(sql`select least(${now.toISOString()}::timestamptz,
    (select min(created_at) from developments), (select min(confirmed_at) from subscribers)) as at`);
  const week = weekAt(new Date(oldest?.at ?? now), timeZone);
  await db
    .update(digestSettings)
    .set({ firstWeek: week })
    .where(and(eq(digestSettings.id, true), sql`${digestSettings.firstWeek} is null`));
  return week;
}

/** The hour at which an issue goes out: on the Monday after its week. */
export async function sendsAt(db: Database, week: Week, timeZone: string): Promise<Date> {
  return hourOn(mondayOf(addWeeks(week, 1)), await getSendHour(db), timeZone);
}

/** Of Monday, in TIME_ZONE. */
export async function getSendHour(db: Database): Promise<number> {
  const [settings] = await db.select({ sendHour: digestSettings.sendHour }).from(digestSettings);
  return settings?.sendHour ?? 7;
}
