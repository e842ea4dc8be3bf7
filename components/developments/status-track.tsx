import { Check, X } from "lucide-react";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { sayDay } from "@/lib/days";
import { sayStatus } from "@/lib/labels";

const way: DevelopmentStatus[] = ["proposed", "adopted", "in-force", "implemented"];

/** Where a development stands on the way from proposal to practice; what was not recorded is said so. */
export function StatusTrack(props: { status: DevelopmentStatus; decidedOn: string; datePrecision: DatePrecision }) {
  const { status, decidedOn, datePrecision } = props;
  const ended = !way.includes(status);
  const stages: DevelopmentStatus[] = ended ? ["proposed", status] : way;
  const here = stages.indexOf(status);
  return (
    <ol className="track" aria-label={`Status: ${sayStatus(status).toLowerCase()}`}>
      {stages.map((stage, index) => (
        <li key={stage} className={index === here ? "here" : "todo"} aria-current={index === here ? "step" : undefined}>
          <b>
            {index === here &&
              (ended ? <X className="i" aria-hidden="true" /> : <Check className="i" aria-hidden="true" />)}
            {sayStatus(stage)}
          </b>
          {index === here ? sayDay(decidedOn, datePrecision) : index < here ? "date not recorded" : "not found"}
        </li>
      ))}
    </ol>
  );
}
