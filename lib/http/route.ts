import type { NextRequest } from "next/server";
import type { z } from "zod";
import type { Context, PersonContext } from "@/lib/context";
import { addError, type FieldErrors, Invalid, Moved } from "@/lib/errors";
import { deskContext, requestContext } from "./context";
import { type Problem, toProblem } from "./problem";

type Params = Record<string, string>;
type Route = (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response>;

type PublicAnswer = (ctx: Context, query: URLSearchParams, params: Params) => Promise<unknown>;
/** Can be answered without Next, too (see direct.ts). */
export type PublicRoute = Route & { answer: PublicAnswer };

/** A GET of the public API: the same answer for everybody who does not score. */
export function publicRoute(answer: PublicAnswer): PublicRoute {
  const route: Route = async (request, { params }) => {
    try {
      return Response.json(await answer(await requestContext(), request.nextUrl.searchParams, await params));
    } catch (error) {
      return problemResponse(error);
    }
  };
  return Object.assign(route, { answer });
}

export type File = { type: string; body: string | Uint8Array<ArrayBuffer>; name: string };

/** A file of the public record, to be saved or shown in another page. */
export function publicFile(answer: (ctx: Context, query: URLSearchParams, params: Params) => Promise<File>): Route {
  return async (request, { params }) => {
    try {
      const { type, body, name } = await answer(await requestContext(), request.nextUrl.searchParams, await params);
      // A picture may stand in other people's pages; it is opened by itself only as a file.
      const shown = type === "image/png" ? "inline" : "attachment";
      return new Response(body, {
        headers: { "Content-Type": type, "Content-Disposition": `${shown}; filename="${name}"` },
      });
    } catch (error) {
      return problemResponse(error);
    }
  };
}

/** A file that is written while it is sent: who reads slowly holds up nobody, who goes away ends it. */
export function publicStream(
  answer: (
    ctx: Context,
    query: URLSearchParams,
    params: Params,
  ) => Promise<{ type: string; name: string; parts: AsyncGenerator<string> }>,
): Route {
  return async (request, { params }) => {
    try {
      const { type, name, parts } = await answer(await requestContext(), request.nextUrl.searchParams, await params);
      return new Response(asStream(parts), {
        headers: {
          "Content-Type": type,
          "Content-Disposition": `attachment; filename="${name}"`,
          "Cache-Control": "no-store",
        },
      });
    } catch (error) {
      return problemResponse(error);
    }
  };
}

/** Each part is made when the reader has room for it. */
function asStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void parts.return(undefined),
  });
}

/** A JSON request of the desk: somebody is signed in, and the body has exactly the shape that is named. */
export function deskRoute<Body>(
  shape: z.ZodType<Body>,
  answer: (ctx: PersonContext, body: Body, params: Params) => Promise<unknown>,
): Route {
  return async (request, { params }) => {
    try {
      const ctx = await deskContext();
      if (!request.headers.get("content-type")?.startsWith("application/json")) {
        throw new Invalid({ body: "Send JSON with the content type application/json." });
      }
      const body = parseShape(shape, await readJson(request));
      return Response.json(await answer(ctx, body, await params), { headers: { "Cache-Control": "no-store" } });
    } catch (error) {
      return problemResponse(error);
    }
  };
}

async function readJson(request: NextRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new Invalid({ body: "The body is not JSON." });
  }
}

/** Parses input of the border. Throws Invalid with a message for each field. */
export function parseShape<Value>(shape: z.ZodType<Value>, input: unknown): Value {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const path = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        addError(errors, [path, key].filter(Boolean).join("."), `There is no field “${key.slice(0, 60)}”.`);
    } else errors[path || "body"] ??= issue.message;
  }
  throw new Invalid(errors);
}

export function problemResponse(error: unknown): Response {
  if (error instanceof Moved) return new Response(null, { status: 308, headers: { Location: error.href } });
  const problem = toProblem(error);
  if (problem.status === 500) console.error(error);
  return respond(problem);
}

function respond({ retryAfterSeconds, ...problem }: Problem): Response {
  const headers = new Headers({ "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  if (retryAfterSeconds !== undefined) headers.set("Retry-After", String(retryAfterSeconds));
  return new Response(JSON.stringify({ type: "about:blank", ...problem }), { status: problem.status, headers });
}

/** Throws Invalid for any query word, where none means anything. */
export function noWords(query: URLSearchParams): void {
  const errors: FieldErrors = {};
  for (const word of query.keys())
    addError(errors, word, `“${word.slice(0, 60)}” is not known here: there are no filters.`);
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
}
