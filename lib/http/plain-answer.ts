import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What the server itself says when a request does not reach a page. */
export type Plain = { status: number; title: string; detail: string; headers?: Record<string, string> };

const style =
  "body{font:1.0625rem/1.6 Georgia,serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1f1c18;background:#faf7f1}" +
  "@media(prefers-color-scheme:dark){body{color:#ece6da;background:#191714}}";
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Problem details (RFC 9457) for the API, a small page for the rest. */
export function sendPlain(request: IncomingMessage, response: ServerResponse, plain: Plain) {
  const wantsJson = request.url?.startsWith("/api/") ?? false;
  const body = Buffer.from(
    wantsJson
      ? JSON.stringify({ type: "about:blank", title: plain.title, status: plain.status, detail: plain.detail })
      : `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${plain.title}</title><style>${style}</style></head><body><main><h1>${plain.title}</h1><p>${plain.detail}</p></main></body></html>`,
  );
  response.writeHead(plain.status, {
    "Content-Type": wantsJson ? "application/problem+json" : "text/html; charset=utf-8",
    "Content-Length": body.length,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    ...plain.headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

export const databaseAway: Plain = {
  status: 503,
  title: "The record cannot be reached",
  detail: "The database does not answer at the moment. Nothing is lost; please try again in a few seconds.",
  headers: { "Retry-After": "5" },
};

export const overloaded: Plain = {
  status: 503,
  title: "Too many readers at once",
  detail: "The site is answering as many requests as it can. Please try again in a moment.",
  headers: { "Retry-After": "2" },
};

export const manyFiles: Plain = {
  status: 503,
  title: "Too many files at once",
  detail: "The site is writing as many files as it can. Please try again in a minute.",
  headers: { "Retry-After": "60" },
};

export const broken: Plain = {
  status: 500,
  title: "Something went wrong here",
  detail: "The page could not be made. The error is in the log of this site.",
};
