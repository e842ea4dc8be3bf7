/**
 * Which renders failed although they were answered with 200: an error under Suspense reaches only Next's
 * onRequestError. Next bundles its own copy of this module, so the set hangs on globalThis.
 */

/** Request header that names a render whose answer may be kept. */
export const renderHeader = "x-plenary-render";

const key = Symbol.for("plenary.failed-renders");
const shared = globalThis as typeof globalThis & { [key]?: Set<string> };
shared[key] ??= new Set();
const failed = shared[key];

export function noteFailedRender(id: string) {
  // Errors that come after their answer was judged are never asked for.
  if (failed.size > 1_000) failed.clear();
  failed.add(id);
}

/** Whether the render failed; asking forgets it. */
export const takeFailedRender = (id: string) => failed.delete(id);
