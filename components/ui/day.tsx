import type { DatePrecision } from "@/db/vocabulary";
import { sayDay, shortenDay } from "@/lib/days";

/** A day of the record with no more than is known of it. */
export function Day({ value, precision = "day" }: { value: string; precision?: DatePrecision | null }) {
  const known = precision ?? "day";
  return <time dateTime={shortenDay(value, known)}>{sayDay(value, known)}</time>;
}

/** The instant something became known here, as a day in UTC. */
export function Since({ at }: { at: string | Date }) {
  const iso = typeof at === "string" ? at : at.toISOString();
  return <time dateTime={iso}>{sayDay(iso.slice(0, 10))}</time>;
}
