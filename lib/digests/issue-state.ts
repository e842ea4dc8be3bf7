import { sayDay } from "@/lib/days";
import type { IssueCounts } from "./run";

/** How an issue stands, in words: at the desk and on the command line. */

/** Whether letters of it go out, or could. */
export const isUnderWay = ({ state, queued, sending, retry }: IssueCounts): boolean =>
  sending > 0 || (state === "ready" && queued + retry > 0);

export function sayIssueState(issue: IssueCounts, now: Date): string {
  const { state, held, sendsAt, waits, queued, retry, accepted } = issue;
  const left = queued + retry;
  if (state === "held") return `Held. ${held ?? ""}`.trim();
  if (state === "open") return "Not closed yet.";
  if (state === "sent") return "Sent.";
  const notYet = sendsAt !== null && sendsAt > now && accepted === 0;
  if (notYet) return `Frozen; it goes out from ${sayInstant(sendsAt)}.`;
  if (left > 0 && waits) {
    return `Going out, but ${left} ${left === 1 ? "letter waits" : "letters wait"} for another try. The mail server: ${waits}`;
  }
  return "Going out. It may take a minute to begin.";
}

const sayInstant = (at: Date): string => {
  const [day = "", time = ""] = at.toISOString().split("T");
  return `${sayDay(day)}, ${time.slice(0, 5)} UTC`;
};

/** What a person has to settle; empty where nothing. */
export const sayQuestions = ({ uncertain, failed }: IssueCounts): string =>
  [...(uncertain > 0 ? [`${uncertain} uncertain`] : []), ...(failed > 0 ? [`${failed} failed`] : [])].join(" and ");
