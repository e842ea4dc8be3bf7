import { Check, X } from "lucide-react";
import type { DevelopmentStatus } from "@/db/vocabulary";
import { sayDay } from "@/lib/days";
import type { DevelopmentDetail } from "@/lib/developments/views";
import { sayStatus } from "@/lib/labels";

const way: DevelopmentStatus[] = ["proposed", "adopted", "in-force", "implemented"];

/** Where a development stands on the way from proposal to practice; what was not recorded is said so. */
export function StatusTrack({ status, stageDays }: Pick<DevelopmentDetail, "status" | "stageDays">) {
  const ended = !way.includes(status);
  const stages: DevelopmentStatus[] = ended ? ["proposed", status] : way;
  const here = stages.indexOf(status);
  const sayStage = (stage: DevelopmentStatus, index: number) => {
    const day = stageDays[stage];
    if (!day) return index <= here ? "date not recorded" : "not found";
    const said = sayDay(day.on, day.datePrecision);
    return index <= here ? said : `due ${said}`;
  };
  return (
    <ol className="track" aria-label={`Status: ${sayStatus(status).toLowerCase()}`}>
      {stages.map((stage, index) => (
        <li key={stage} className={index === here ? "here" : "todo"} aria-current={index === here ? "step" : undefined}>
          <b>
            {index === here &&
              (ended ? <X className="i" aria-hidden="true" /> : <Check className="i" aria-hidden="true" />)}
            {sayStatus(stage)}
          </b>
          {sayStage(stage, index)}
        </li>
      ))}
    </ol>
  );
}
