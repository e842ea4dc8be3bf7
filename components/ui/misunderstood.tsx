import { blindWords } from "@/lib/developments/blind-words";
import type { FieldErrors } from "@/lib/errors";

/** What of an address was left out, not understood or not to be seen yet; the rest of it applies. */
export function Misunderstood({ errors }: { errors: FieldErrors }) {
  const isKept = ([, text]: [string, string]) => text === blindWords;
  const kept = Object.entries(errors).find(isKept);
  const wrong = Object.entries(errors).filter((one) => !isKept(one));
  return (
    <>
      {wrong.length > 0 && (
        <div className="msg notice" role="alert">
          <p>Part of this address is not understood and was left out.</p>
          <ul>
            {wrong.map(([word, text]) => (
              <li key={word}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {kept && (
        <div className="msg notice" role="alert">
          <p>
            “{kept[0]}” was left out. {kept[1]} <a href="/desk/scores">Score</a>
          </p>
        </div>
      )}
    </>
  );
}
