import { Day } from "@/components/ui/day";
import type { Stage } from "@/lib/bodies/queries";
import { sayStage } from "@/lib/labels";

/** The United States at one body: each stage with its date and the page that says so. */
export function Participation({ stages, note, today }: { stages: Stage[]; note: string | null; today: string }) {
  return (
    <>
      {stages.length > 0 ? (
        <ol className="track">
          {stages.map((stage) => (
            <li key={`${stage.stage} ${stage.date}`} className={stage.date && stage.date > today ? "todo" : "done"}>
              <b>{sayStage(stage.stage)}</b>
              {stage.date ? <Day value={stage.date} precision={stage.datePrecision} /> : <i>date not known</i>}
              {stage.date && stage.date > today && " (scheduled)"}
              {stage.sourceUrl && (
                <>
                  {" "}
                  <a href={stage.sourceUrl} rel="nofollow" aria-label={`Source: ${sayStage(stage.stage)}`}>
                    source
                  </a>
                </>
              )}
            </li>
          ))}
        </ol>
      ) : (
        <p className="soft">No stage is on record.</p>
      )}
      <dl className="rule-line">
        {stages
          .filter((stage) => stage.note)
          .map((stage) => (
            <div key={`${stage.stage} ${stage.date}`} style={{ display: "contents" }}>
              <dt>{sayStage(stage.stage)}</dt>
              <dd>{stage.note}</dd>
            </div>
          ))}
        {note && (
          <>
            <dt>Note</dt>
            <dd>{note}</dd>
          </>
        )}
      </dl>
    </>
  );
}
