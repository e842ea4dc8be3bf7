import type { FieldErrors } from "@/lib/errors";

/** What of an address was not understood; the rest of it applies. */
export function Misunderstood({ errors }: { errors: FieldErrors }) {
  if (Object.keys(errors).length === 0) return null;
  return (
    <div className="msg notice" role="alert">
      <p>Part of this address is not understood and was left out.</p>
      <ul>
        {Object.entries(errors).map(([word, text]) => (
          <li key={word}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
