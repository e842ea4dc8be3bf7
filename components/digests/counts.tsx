import { deliveryStates } from "@/db/vocabulary";
import type { IssueCounts } from "@/lib/digests/run";

/** How far an issue is: a bar of what is settled, and the number in each state. */
export function Counts({ issue }: { issue: IssueCounts }) {
  const audience = issue.audience ?? 0;
  const settled = issue.accepted + issue.failed + issue.skipped + issue.uncertain;
  return (
    <div className="progress-block">
      {audience > 0 && (
        <progress max={audience} value={settled} aria-label={`${settled} of ${audience} settled`}>
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
