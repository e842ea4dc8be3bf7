import type { FieldChange, Piece } from "@/lib/developments/compare";

/** What differs between two versions, field by field; words marked inside text, entries inside lists. */
export function Changes({
  changes,
  sourcesOf,
}: {
  changes: FieldChange[];
  sourcesOf?: (field: string) => React.ReactNode;
}) {
  if (changes.length === 0) return <p className="soft">Nothing differs.</p>;
  return (
    <div className="diff">
      {changes.map(({ field, label, pieces }) => (
        <section key={field} className="diff-row" id={`field-${field}`} tabIndex={-1}>
          <div>
            <h2>{label}</h2>
            {sourcesOf?.(field)}
          </div>
          <div>
            {pieces.length === 1 ? (
              <p className={field === "summary" ? "text" : undefined}>
                <Pieces pieces={pieces[0] ?? []} />
              </p>
            ) : (
              <ul className="plain-list">
                {pieces.map((entry) => (
                  <li key={entry.map((piece) => piece.change + piece.text).join()}>
                    <Pieces pieces={entry} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </section>
      ))}
    </div>
  );
}

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
