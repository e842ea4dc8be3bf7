import { sayDay } from "@/lib/days";
import type { MilestoneView } from "@/lib/milestones/queries";

/** Dates ahead, each with what it is and, where there is one, the page that says so. */
export function Agenda({ milestones, today }: { milestones: MilestoneView[]; today: string }) {
  return (
    <ul className="agenda">
      {milestones.map((milestone) => (
        <li
          key={milestone.slug}
          className={milestone.datePrecision === "day" && milestone.date <= today ? "live" : undefined}
        >
          <time dateTime={milestone.date}>{sayWhen(milestone, today)}</time>
          <p>
            {milestone.sourceUrl ? <a href={milestone.sourceUrl}>{milestone.title}</a> : milestone.title}
            <small>
              {milestone.body && <a href={`/bodies/${milestone.body.slug}`}>{milestone.body.shortName}</a>}
              {milestone.body && " · "}
              {milestone.kind.replaceAll("-", " ")}
              {!milestone.sourceUrl && " · no source yet"}
            </small>
          </p>
        </li>
      ))}
    </ul>
  );
}

function sayWhen({ date, endDate, datePrecision }: MilestoneView, today: string): string {
  const thisYear = (text: string) => text.replace(` ${today.slice(0, 4)}`, "");
  if (datePrecision !== "day") return sayDay(date, datePrecision);
  if (!endDate) return thisYear(sayDay(date));
  const sameMonth = date.slice(0, 7) === endDate.slice(0, 7);
  return `${sameMonth ? Number(date.slice(8)) : thisYear(sayDay(date))}–${thisYear(sayDay(endDate))}`;
}
