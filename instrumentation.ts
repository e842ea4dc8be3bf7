import { isDatabaseAway } from "@/lib/http/problem";
import { noteFailedRender, renderHeader } from "@/lib/http/render-errors";

/** Next calls this for every error of a request, also where the answer says 200. */
export function onRequestError(error: unknown, request: { path: string; headers: NodeJS.Dict<string | string[]> }) {
  const id = request.headers[renderHeader];
  if (typeof id === "string") noteFailedRender(id, isDatabaseAway(error));
  console.error(request.path.split("?", 1)[0], error);
}

/** Next calls this once, before the first request: what answers need in memory is read while nobody waits for it. */
export async function register() {
  // biome-ignore lint/style/noProcessEnv: Next compiles this for its other runtime too, and leaves out what stands here
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { heldMarks } = await import("@/lib/developments/held-marks");
    const { listDevelopments } = await import("@/lib/developments/timeline");
    const { noFilters } = await import("@/lib/developments/filters");
    const { databases } = await import("@/lib/http/context");
    for (const db of databases()) {
      heldMarks(db)
        // The first list puts them in the order of the timeline.
        .then(() => listDevelopments({ db }, noFilters))
        .catch((error) => console.error("The marks could not be read yet:", error));
    }
  }
}
