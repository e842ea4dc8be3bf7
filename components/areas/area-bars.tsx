import type { CSSProperties } from "react";
import { type Filters, timelineHref } from "@/lib/developments/filters";
import type { FacetValue } from "@/lib/developments/views";

/** How many developments of a list touch each area, each number with its records. */
export function AreaBars({ areas, filters }: { areas: FacetValue[]; filters: Filters }) {
  const most = Math.max(...areas.map((area) => area.n), 1);
  return (
    <ul className="area-bars">
      {areas.map(({ value, label, n }) => (
        <li key={value}>
          <a className="opt" href={timelineHref({ ...filters, area: [value] })}>
            <span>{label}</span>
            <span className="n">{n}</span>
            <span className="bar" style={{ "--w": Math.round((100 * n) / most) } as CSSProperties} />
          </a>
        </li>
      ))}
    </ul>
  );
}
