import { Since } from "@/components/ui/day";
import type { DevelopmentDetail } from "@/lib/developments/views";
import { sayMedian } from "@/lib/labels";
import { isSplit } from "@/lib/scores/summary";
import { Direction, directionClass } from "./glyphs";

const signed = (n: number) => (n > 0 ? `+${n}` : n < 0 ? `–${-n}` : "0");

/** Each area with what the scores say of it, and who said so. */
export function ImpactTable({ development }: { development: DevelopmentDetail }) {
  const { impacts, scores } = development;
  const shown = impacts.filter(({ hidden }) => !hidden);
  return (
    <table className="tbl-stack imp">
      <thead>
        <tr>
          <th scope="col">Area</th>
          <th scope="col">Median</th>
          <th scope="col">From –2 to +2</th>
          <th scope="col">Range</th>
          <th scope="col" className="r">
            Scorers
          </th>
          <th scope="col">Reasons, signed</th>
        </tr>
      </thead>
      <tbody>
        {impacts
          .filter(({ hidden }) => hidden)
          .map(({ area }) => (
            <tr key={area.slug}>
              <th scope="row">{area.name}</th>
              <td colSpan={5} className="z">
                Hidden until you have scored it yourself. <a href={`/desk/scores/${development.id}`}>Score it</a>
              </td>
            </tr>
          ))}
        {shown.map(({ area, median, low, high, scorers }) => (
          <tr key={area.slug}>
            <th scope="row">
              <a href={`/impact/${area.slug}`}>{area.name}</a>
            </th>
            <td>
              <Direction median={median} />
            </td>
            <td>
              <Strip median={median} low={low} high={high} />
            </td>
            <td className={scorers > 1 ? undefined : "z"} data-l="Range:">
              {scorers > 1 && low !== null && high !== null
                ? `${signed(low)} to ${signed(high)}`
                : "one scorer".repeat(scorers) || "none yet"}
            </td>
            <td className="r" data-l="Scorers:">
              {scorers}
            </td>
            <td>
              {isSplit({ low, high }) && (
                <b className="split">
                  Scorers disagree: from {sayMedian(low ?? 0)} to {sayMedian(high ?? 0)}
                </b>
              )}
              {(scores[area.slug] ?? []).map((score) => (
                <p key={score.scorer} className="reason">
                  {score.reason || "No reason given."}
                  <small>
                    {score.scorer}: {sayGiven(score.direction)}
                    {score.changed && (
                      <>
                        , changed on <Since at={score.changed.at} />
                        {score.changed.from !== score.direction && ` from ${sayGiven(score.changed.from)}`}
                      </>
                    )}
                    {score.reworded && (
                      <>
                        , on <a href={`/impact/${area.slug}#wordings`}>an earlier scale</a>
                      </>
                    )}
                  </small>
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const sayGiven = (direction: number | null) => (direction === null ? "unclear" : sayMedian(direction));

/** Five places from -2 to +2, the median as a point, the range as a line. */
function Strip({ median, low, high }: { median: number | null; low: number | null; high: number | null }) {
  const place = (value: number) => value + 2;
  return (
    <span className={`strip ${directionClass(median)}`} aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
      <i />
      {low !== null && high !== null && low !== high && (
        <span className="rg" style={{ "--a": place(low), "--b": place(high) } as React.CSSProperties} />
      )}
      {median !== null && <span className="pt" style={{ "--p": place(median) } as React.CSSProperties} />}
    </span>
  );
}
