/** What can go wrong in the domain, each told apart by class. lib/http turns them into answers. */

export type FieldErrors = Record<string, string>;

/** Says what is wrong with a field whose name somebody else chose: assigning to "__proto__" would be lost. */
export function addError(errors: FieldErrors, field: string, message: string): void {
  Object.defineProperty(errors, field, { value: message, enumerable: true, writable: true, configurable: true });
}

export class NotFound extends Error {
  constructor(what = "This page or record does not exist.") {
    super(what);
  }
}

/** It stands elsewhere now, for ever. */
export class Moved extends Error {
  readonly href: string;
  constructor(href: string) {
    super(`This is at ${href} now.`);
    this.href = href;
  }
}

export class Forbidden extends Error {}

/** Nobody is signed in, or no more. */
export class SignedOut extends Error {}

/** Input that cannot be taken: each message names its field and what is allowed. */
export class Invalid extends Error {
  readonly fields: FieldErrors;
  constructor(fields: FieldErrors, message = Object.values(fields).join(" ")) {
    super(message);
    this.fields = fields;
  }
}

/** The row moved on since the caller read it. `detail` is what they need to decide. */
export class Conflict<Detail = unknown> extends Error {
  readonly detail: Detail;
  constructor(message: string, detail: Detail) {
    super(message);
    this.detail = detail;
  }
}

export class TooMany extends Error {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What lies at the bottom of an error, without the query around it: its values may be addresses. */
export function rootMessage(error: unknown): string {
  let root = error;
  for (let depth = 0; depth < 8 && root instanceof Error && root.cause instanceof Error; depth += 1) root = root.cause;
  return root instanceof Error ? root.message : String(root);
}
