import { deliveryStates } from "@/db/vocabulary";
import type { IssueCounts } from "@/lib/digests/run";

/** How far an issue is: a bar of what is done, and the number in each state. */
export function Counts({ issue }: { issue: IssueCounts }) {
  const audience = issue.audience ?? 0;
  // What nobody has to look after any more: with letters to decide the bar is not full.
  const settled = issue.accepted + issue.skipped;
  return (
    <div className="progress-block">
      {audience > 0 && (
        <progress max={audience} value={settled} aria-label={`${settled} of ${audience} done`}>
          {settled} of {audience}
        </progress>
      )}
      <dl className="state-counts small">
        <div>
          <dt>audience</dt>
          <dd>{audience}</dd>
        </div>
        {deliveryStates.map((state) => (
          <div key={state} className={issue[state] === 0 ? "faint" : undefined}>
            <dt>{state}</dt>
            <dd>{issue[state]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
