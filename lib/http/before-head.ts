import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

/**
 * Calls `settle` once, when whoever answers has set status and headers but nothing was sent. Returns a function that
 * brings the moment forward, for those who replace write and end.
 */
export function beforeHead(response: ServerResponse, settle: () => void): () => void {
  let settled = false;
  const settleOnce = () => {
    if (settled) return;
    settled = true;
    settle();
  };
  const writeHead = response.writeHead.bind(response);
  // Every way to send a head (write, end, flushHeaders) comes through writeHead.
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = typeof rest[0] === "string" ? rest[1] : rest[0];
    response.statusCode = status;
    if (typeof rest[0] === "string") response.statusMessage = rest[0];
    for (const [name, value] of pairs(headers)) if (value !== undefined) response.setHeader(name, value);
    settleOnce();
    return writeHead(response.statusCode);
  };
  return settleOnce;
}

function pairs(headers: unknown): [string, OutgoingHttpHeader | undefined][] {
  if (!headers || typeof headers !== "object") return [];
  if (!Array.isArray(headers)) return Object.entries(headers as OutgoingHttpHeaders);
  return headers.flatMap((name, at) => (at % 2 === 0 ? [[String(name), headers[at + 1]] as [string, string]] : []));
}
