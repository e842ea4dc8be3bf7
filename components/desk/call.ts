import type { FieldErrors } from "@/lib/errors";

/** An answer of the desk's JSON, or what went wrong. */
export type Answer<Value> =
  | { ok: true; value: Value }
  | { ok: false; status: number; detail: string; errors: FieldErrors; conflict: unknown };

const patienceMs = 20_000;
const largestKeptAlive = 15_000;

/** Reads public JSON; null where it could not be read. */
export async function read<Value>(path: string): Promise<Value | null> {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(patienceMs) });
    return answer.ok ? ((await answer.json()) as Value) : null;
  } catch {
    return null;
  }
}

/** Sends JSON to the desk. Never throws: no connection is status 0. */
export async function call<Value>(path: string, body: unknown): Promise<Answer<Value>> {
  try {
    const text = JSON.stringify(body);
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: text,
      // Goes on when the page is left; browsers allow that for small bodies only.
      keepalive: text.length < largestKeptAlive,
      signal: AbortSignal.timeout(patienceMs),
    });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return { ok: true, value: json as Value };
    const { detail = "The site did not answer as expected.", errors = {}, conflict = null } = json;
    return { ok: false, status: answer.status, detail, errors, conflict };
  } catch {
    return { ok: false, status: 0, detail: "There is no connection to the site.", errors: {}, conflict: null };
  }
}
