import { useEffect, useRef } from "react";
import type { FieldErrors } from "@/lib/errors";

const targets: Record<string, string> = { when: "decidedOn", datePrecision: "decidedOn", takesEffectOn: "takesEffect" };

/** What stands in the way of sending, each with a link to its field. Takes the focus when it appears. */
export function ErrorSummary(props: { refused: { message: string; at: number }; errors: FieldErrors }) {
  const { refused, errors } = props;
  const { message } = refused;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused.at > 0) box.current?.focus();
  }, [refused]);
  if (!message) return null;
  return (
    <div className="msg err notice" role="alert" tabIndex={-1} ref={box}>
      <p>{message}</p>
      <ul>
        {onceEach(errors).map(([name, text]) => (
          <li key={name}>
            <a
              href={`#f-${targets[name] ?? name}`}
              onClick={(event) => {
                event.preventDefault();
                const field = document.getElementById(`f-${targets[name] ?? name}`);
                field?.scrollIntoView({ block: "center" });
                field?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Several rows may lack the same. */
function onceEach(errors: FieldErrors): [name: string, text: string][] {
  const seen = new Map<string, string>();
  for (const [name, text] of Object.entries(errors)) if (!seen.has(text)) seen.set(text, name);
  return [...seen].map(([text, name]) => [name, text]);
}
