import { Check, X } from "lucide-react";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { sayDay } from "@/lib/days";
import { stageDays } from "@/lib/developments/spans";
import { sayStatus } from "@/lib/labels";

const way: DevelopmentStatus[] = ["proposed", "adopted", "in-force", "implemented"];

type Props = {
  status: DevelopmentStatus;
  decidedOn: string;
  datePrecision: DatePrecision;
  takesEffectOn: string | null;
};

/** Where a development stands on the way from proposal to practice; what was not recorded is said so. */
export function StatusTrack(props: Props) {
  const { status, decidedOn, datePrecision } = props;
  const ended = !way.includes(status);
  const stages: DevelopmentStatus[] = ended ? ["proposed", status] : way;
  const here = stages.indexOf(status);
  const days = stageDays(props);
  const sayStage = (stage: DevelopmentStatus, index: number) => {
    const day = days[stage];
    if (!day) return index <= here ? "date not recorded" : "not found";
    const said = sayDay(day, day === decidedOn ? datePrecision : "day");
    return index <= here ? said : `takes effect ${said}`;
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
