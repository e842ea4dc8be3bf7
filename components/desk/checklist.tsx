import { Check, CircleAlert, CircleHelp, Clock } from "lucide-react";
import type { FieldErrors } from "@/lib/errors";

/** What stands between this draft and the public, always in view. */
export function Checklist({ lacking, doubts }: { lacking: FieldErrors; doubts: string[] }) {
  const open = [...new Set(Object.values(lacking))];
  return (
    <section className="note">
      <h2>Before it can be published</h2>
      <ul className="small checklist">
        {open.length === 0 && (
          <li>
            <Check className="i" aria-hidden="true" /> All it needs is there.
          </li>
        )}
        {open.map((text) => (
          <li key={text} className="need">
            <CircleAlert className="i" aria-hidden="true" /> {text}
          </li>
        ))}
        {doubts.map((text) => (
          <li key={text}>
            <CircleHelp className="i" aria-hidden="true" /> Look again: {text}
          </li>
        ))}
        <li className="faint">
          <Clock className="i" aria-hidden="true" /> A second person’s yes.
        </li>
      </ul>
    </section>
  );
}
