import { AreaBars } from "@/components/areas/area-bars";
import { noFilters } from "@/lib/developments/filters";
import type { FacetValue } from "@/lib/developments/views";

/** Beside the latest developments: a way into each impact area, and what the numbers do not say. */
export function OverviewMargin({ areas }: { areas: FacetValue[] }) {
  return (
    <aside className="side" aria-label="About the record">
      <section className="note">
        <h2>By impact area</h2>
        <p className="small soft">Developments that touch each; one can touch several.</p>
        <AreaBars areas={areas} filters={noFilters} />
      </section>
      <section className="note">
        <h2>Read with care</h2>
        <p className="small soft">
          Numbers before and after 7 January 2026 were collected differently and must not be compared; neither may
          shares of directions between bodies or countries. <a href="/about#compare">What must not be compared</a>
        </p>
      </section>
    </aside>
  );
}
