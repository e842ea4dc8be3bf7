import type { Database } from "@/db/client";
import type { Ahead } from "@/db/issue";
import { addDays, dayIn } from "@/lib/days";
import { listComingMilestones } from "@/lib/milestones/queries";

const daysAhead = 35;
const mostAhead = 6;

/** The next dates after a week has closed, as an issue names them. */
export async function listAhead(db: Database, endsAt: Date, timeZone: string): Promise<Ahead[]> {
  const closing = dayIn(timeZone, endsAt);
  return (
    (await listComingMilestones({ db }, closing))
      .filter(({ date }) => date <= addDays(closing, daysAhead))
      .slice(0, mostAhead)
      // What may come on any day of a month or year stands after the days.
      .sort((one, other) => Number(one.datePrecision !== "day") - Number(other.datePrecision !== "day"))
      .map(({ title, date, endDate, datePrecision, sourceUrl }) => ({
        ...{ title, date, endDate, datePrecision, url: sourceUrl },
      }))
  );
}
