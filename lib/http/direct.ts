import type { Context } from "@/lib/context";
import { type Captured, largestBytes, TooLarge, timely } from "./capture";
import { type PublicRoute, problemResponse } from "./route";

/**
 * Public JSON made without Next, which has no part in it and takes longer than most of these answers. Whatever is not
 * found here is left to Next: other methods, other spellings, what is there for one person only.
 */

/** By address, as the folders of routes are named; the last part may stand for a value. */
export type PublicRoutes = Readonly<Record<string, PublicRoute>>;

/** Null where none of the routes is meant. */
export function answerFrom(routes: PublicRoutes, address: string, context: () => Context): Promise<Captured> | null {
  const path = address.replace(/\?.*$/s, "");
  const found = findRoute(routes, path);
  return found && timely(address, makeAnswer(found, context, new URLSearchParams(address.slice(path.length))));
}

type Found = { route: PublicRoute; params: Record<string, string> };

function findRoute(routes: PublicRoutes, path: string): Found | null {
  const [, folder = "", value = ""] = /^([\w/.~-]*\/)([\w.~-]+)$/.exec(path) ?? [];
  const whole = value !== "" && Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (whole) return { route: whole, params: {} };
  for (const [pattern, route] of Object.entries(routes)) {
    const [, within, name] = /^(.*\/)\[(\w+)\]$/.exec(pattern) ?? [];
    if (name && within === folder && value !== "") return { route, params: { [name]: value } };
  }
  return null;
}

async function makeAnswer({ route, params }: Found, context: () => Context, query: URLSearchParams): Promise<Captured> {
  try {
    const body = Buffer.from(JSON.stringify(await route.answer(context(), query, params)));
    if (body.length > largestBytes) throw new TooLarge();
    return { status: 200, headers: { "content-type": "application/json" }, body, nonce: "", failed: null };
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    const problem = problemResponse(error);
    const body = Buffer.from(await problem.arrayBuffer());
    const headers = Object.fromEntries(problem.headers);
    return { status: problem.status, headers, body, nonce: "", failed: null };
  }
}
