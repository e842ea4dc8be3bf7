/**
 * Which renders failed although they were answered with 200: an error under Suspense reaches only Next's
 * onRequestError. Next bundles its own copy of this module, so the set hangs on globalThis.
 */

/** Request header that names a render, so that it is known how it failed. */
export const renderHeader = "x-plenary-render";

const key = Symbol.for("plenary.failed-renders");
const shared = globalThis as typeof globalThis & { [key]?: Map<string, boolean> };
shared[key] ??= new Map();
const failed = shared[key];

/** `away`: it failed because the database could not be reached. */
export function noteFailedRender(id: string, away: boolean) {
  // Errors that come after their answer was judged are never asked for.
  if (failed.size > 1_000) failed.clear();
  failed.set(id, away);
}

/** Whether and why the render failed; asking forgets it. */
export function takeFailedRender(id: string): { away: boolean } | null {
  const away = failed.get(id);
  failed.delete(id);
  return away === undefined ? null : { away };
}
