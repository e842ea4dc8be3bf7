import { Conflict, type FieldErrors, Forbidden, Invalid, NotFound, SignedOut, TooMany } from "@/lib/errors";

/** What went wrong, for a program (RFC 9457) and for a person. */
export type Problem = {
  status: number;
  title: string;
  detail: string;
  /** What is wrong with each field, by its name. */
  errors?: FieldErrors;
  /** What the caller needs to decide. */
  conflict?: unknown;
  retryAfterSeconds?: number;
};

/** The one place where an error of the domain becomes a status. Anything else is our own fault. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Invalid) {
    return { status: 400, title: "Not taken", detail: error.message, errors: error.fields };
  }
  if (error instanceof SignedOut) return { status: 401, title: "Signed out", detail: error.message };
  if (error instanceof Forbidden) return { status: 403, title: "Not allowed", detail: error.message };
  if (error instanceof NotFound) return { status: 404, title: "Not found", detail: error.message };
  if (error instanceof Conflict) {
    return { status: 409, title: "Changed meanwhile", detail: error.message, conflict: error.detail };
  }
  if (error instanceof TooMany) {
    const { message, retryAfterSeconds } = error;
    return { status: 429, title: "Too many tries", detail: message, retryAfterSeconds };
  }
  if (isDatabaseAway(error)) {
    return {
      status: 503,
      title: "The record cannot be reached",
      detail: "The database does not answer at the moment. Nothing was stored; please try again in a few seconds.",
      retryAfterSeconds: 5,
    };
  }
  if (hasCode(error, inEachOthersWay)) {
    return {
      status: 503,
      title: "Somebody else was at it",
      detail: "Somebody else changed the same at this moment. Nothing was stored; please try again.",
      retryAfterSeconds: 1,
    };
  }
  return {
    status: 500,
    title: "Something went wrong here",
    detail: "This could not be done. Nothing was stored; the error is in the log of this site.",
  };
}

const away = /^(OVERLOADED|CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[1-3]|53[123]00|57014)/;

/** Connection lost or refused, shutting down, out of connections, disk or memory, or a statement at its limit or too long in its line. */
export const isDatabaseAway = (error: unknown): boolean => hasCode(error, away);

/** Two transactions that would wait for each other for ever: the database ends one of them. */
const inEachOthersWay = /^40(P01|001)$/;

function hasCode(error: unknown, pattern: RegExp): boolean {
  // Whoever passes an error on wraps it: the query, the transaction, the page. No deeper, or a circle has no end.
  let cause = error;
  for (let depth = 0; depth < 8 && typeof cause === "object" && cause !== null; depth++) {
    if ("code" in cause && typeof cause.code === "string" && pattern.test(cause.code)) return true;
    cause = "cause" in cause ? cause.cause : null;
  }
  return false;
}
