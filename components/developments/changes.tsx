import type { FieldChange, Piece } from "@/lib/developments/compare";

/** What differs between two versions, field by field; words marked inside text, entries inside lists. */
export function Changes({ changes }: { changes: FieldChange[] }) {
  if (changes.length === 0) return <p className="soft">Nothing differs.</p>;
  return (
    <div className="diff">
      {changes.map((change) => (
        <section key={change.field} className="diff-row" id={`field-${change.field}`} tabIndex={-1}>
          <h2>{change.label}</h2>
          {"pieces" in change ? (
            <p className={change.field === "summary" ? "text lines" : "lines"} dir="auto">
              <Pieces pieces={change.pieces} />
            </p>
          ) : (
            <Entries {...change} />
          )}
        </section>
      ))}
    </div>
  );
}

function Entries({ added, removed, unchanged }: { added: string[]; removed: string[]; unchanged: number }) {
  const moved = added.length === 0 && removed.length === 0;
  return (
    <div>
      <ul className="entries">
        {added.map((text) => (
          <li key={text} className="plus" dir="auto">
            <ins>
              <span className="vh">added: </span>
              {text}
            </ins>
          </li>
        ))}
        {removed.map((text) => (
          <li key={text} className="minus" dir="auto">
            <del>
              <span className="vh">removed: </span>
              {text}
            </del>
          </li>
        ))}
      </ul>
      {moved ? (
        <p className="small soft">The same entries in another order.</p>
      ) : (
        unchanged > 0 && <p className="small faint">{unchanged} more unchanged</p>
      )}
    </div>
  );
}

/** A text with what came and went marked, for eyes and ears. */
export function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map(({ text, change }, place) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: the pieces of one text, in their order
    if (change === "added") {
      return (
        <ins key={place}>
          <span className="vh"> added: </span>
          {text}
        </ins>
      );
    }
    if (change === "removed") {
      return (
        <del key={place}>
          <span className="vh"> removed: </span>
          {text}
        </del>
      );
    }
    return <span key={place}>{text}</span>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: the pieces of one text, in their order
  });
}
