import type { DryRun as Run } from "@/lib/digests/dry-run";
import { sayWeek } from "@/lib/weeks";

/** "With these choices you would have had 3, 0, 5 and 2 developments in the last four weeks." */
export function DryRun({ run: { weeks, view }, busy }: { run: Run; busy: boolean }) {
  const numbers = weeks.map(({ n }) => n).reverse();
  const before = weeks.filter(({ issued }) => !issued).length;
  return (
    <section className="section" id="dry-run" aria-busy={busy}>
      <h2>Dry run</h2>
      <p className="soft text" aria-live="polite">
        With these choices ({view}) you would have had {numbers.slice(0, -1).join(", ")} and {numbers.at(-1)}{" "}
        developments in the last four weeks.{" "}
        {before > 0 &&
          `${before === weeks.length ? "No issue was made of these weeks" : "Of the older weeks no issue was made"}: counted by the day of the decision; what is known by month only is left out.`}
      </p>
      <table className="tbl-stack dry">
        <caption className="vh">What the letters of the last four weeks would have carried</caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col" className="r">
              Developments
            </th>
            <th scope="col">What it would have opened with</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ week, days, n, first, href, issued }) => (
            <tr key={week}>
              <th scope="row">
                {href ? <a href={href}>{sayWeek(week)}</a> : sayWeek(week)} <span className="faint">{days}</span>
              </th>
              <td className={n === 0 ? "r z" : "r"} data-l="Developments:">
                {n === 0 ? "none" : n}
              </td>
              <td className="serif" dir="auto">
                {first ?? <i className="faint">{issued ? "Nothing on this choice" : "None recorded here"}</i>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
