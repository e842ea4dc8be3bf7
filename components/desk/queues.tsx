import { Day, Since } from "@/components/ui/day";
import type { DeskRow } from "@/lib/developments/desk";
import type { WaitingRow } from "@/lib/reviews/queries";

/** Requests for review, each with what it would change. */
export function ReviewQueue({ rows, empty }: { rows: WaitingRow[]; empty: string }) {
  if (rows.length === 0) return <p className="empty soft">{empty}</p>;
  return (
    <ul className="queue">
      {rows.map((row, index) => (
        <li key={row.id}>
          <div>
            <a className="t" href={`/desk/reviews/${row.id}`} data-key={index === 0 ? "r" : undefined} dir="auto">
              {row.title}
            </a>
            <p>
              {sayWhat(row)}, sent by {row.submittedBy}
            </p>
          </div>
          <span className="when">
            <Since at={row.submittedAt} />, {row.submittedAt.toISOString().slice(11, 16)} UTC
          </span>
        </li>
      ))}
    </ul>
  );
}

function sayWhat({ what, fields }: WaitingRow): string {
  if (what === "retraction") return "Retraction";
  const n = `${fields} ${fields === 1 ? "field" : "fields"}`;
  return what === "new" ? `New, ${n} filled` : `${n} changed`;
}

/** Drafts, each with what it still needs. */
export function DraftQueue({ rows, empty }: { rows: DeskRow[]; empty: string }) {
  if (rows.length === 0) return <p className="empty soft">{empty}</p>;
  return (
    <ul className="queue">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <a className="t" href={`/desk/developments/${row.id}`} dir="auto">
              {row.title || "Without a title yet"}
            </a>
            {row.sentBack ? (
              <p className="need">Sent back: {row.sentBack}</p>
            ) : (
              (row.lacking[0] ?? row.note) && <p className="need">{row.lacking[0] ?? row.note}</p>
            )}
            <p>
              {row.state === "published" && "Unsent changes to what is published. "}
              {row.body && `${row.body}. `}Revision {row.number} by {row.author}, <Since at={row.savedAt} />
            </p>
          </div>
          {row.decidedOn && (
            <span className="when">
              <Day value={row.decidedOn} precision={row.datePrecision} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
