import { IncomingMessage, type ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import { type Plain, sendPlain } from "@/lib/http/plain-answer";

/** What is settled about a request before anything of the product sees it. */

const readMethods = ["GET", "HEAD"];
const methods = [...readMethods, "POST", "PUT", "PATCH", "DELETE"];
const longestUrl = 8_000;
/** Ours have some hundred characters; a deep one takes long to read. */
const longestRouterState = 4_000;

export const isRead = (request: IncomingMessage) => readMethods.includes(request.method ?? "");

/**
 * Taken from anywhere: their token or signature says who asks, and no cookie matters. Mail programs post to the first
 * (RFC 8058), mail providers to the second.
 */
const fromMailPrograms = /^\/(?:subscriptions\/[\w-]+\/leave|api\/mail\/reports)$/;

/** The page and the request to leave share one address; the request is answered by the API. */
export function settleAddress(request: IncomingMessage) {
  const { url = "" } = request;
  if (request.method === "POST" && /^\/subscriptions\/[\w-]+\/leave$/.test(url)) request.url = `/api${url}`;
}

/** Why a request is not taken, or null. */
export function refusal(request: IncomingMessage, site: URL): Plain | null {
  const { method = "", url = "" } = request;
  if (!methods.includes(method)) {
    const headers = { Allow: methods.join(", ") };
    return { status: 405, title: "Method not allowed", detail: `This site answers ${methods.join(", ")}.`, headers };
  }
  if (url.length > longestUrl) {
    return { status: 414, title: "Address too long", detail: `An address may have ${longestUrl} characters.` };
  }
  if (!isReadable(url)) {
    return { status: 400, title: "Unreadable address", detail: "The address holds characters that cannot be read." };
  }
  // Next loses this one word on the way, so nothing behind could say that it means nothing.
  if (new URLSearchParams(url.replace(/^[^?]*/, "")).has("__proto__")) {
    return { status: 400, title: "Unknown word", detail: "“__proto__” is no word of an address here." };
  }
  if (!isRead(request) && !fromMailPrograms.test(url) && !comesFromHere(request, site)) {
    const detail = `Changes are taken only from pages of this site. Open it as ${site.origin} and try again; a program sends the header Origin: ${site.origin}.`;
    return { status: 403, title: "Not from this site", detail };
  }
  return null;
}

/** A path of ours, in which nothing decodes to a control character, and words that are text. */
function isReadable(url: string): boolean {
  if (!/^\/[^\\]*$/.test(url.split("?", 1)[0] ?? "")) return false;
  // What stands in place of bytes that are no text, unless it was typed.
  const words = url.replace(/^[^?]*/, "");
  if (/%EF%BF%BD/.test(`${new URLSearchParams(words)}`) && !/%EF%BF%BD|\uFFFD/i.test(words)) return false;
  try {
    const path = decodeURIComponent(url.split("?", 1)[0] ?? "");
    // Browsers send no "..": what is under /embed/ by its letters is to be there.
    return !/\p{Cc}/u.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path);
  } catch {
    return false;
  }
}

/**
 * Whether a change was asked for by a page of this site. Browsers send Origin with every such request, so one of
 * another site, or a missing one, is refused. "null" stands for a sandboxed frame or a redirect from elsewhere, but
 * also for a form of ours under a strict referrer policy; only then, and where a browser leaves Origin out, does
 * Sec-Fetch-Site decide, which no page can set.
 */
function comesFromHere(request: IncomingMessage, site: URL): boolean {
  const { origin, "sec-fetch-site": fetchSite } = request.headers;
  return origin === undefined || origin === "null" ? fetchSite === "same-origin" : origin === site.origin;
}

/**
 * Takes away what only a proxy or this server may say, and names the site and the reader's network. Links are made
 * from BASE_URL, so whatever reads the Host header gets that.
 */
export function settleHeaders(request: IncomingMessage, site: URL, trustProxy: boolean) {
  const { headers } = request;
  const network = rememberedNetwork(readerAddress(request, trustProxy));
  for (const name of Object.keys(headers)) {
    if (
      /^(?:x-forwarded-.*|forwarded|x-plenary-(?:network|nonce|render)|content-security-policy.*|x-middleware-.*)$/.test(
        name,
      )
    )
      delete headers[name];
  }
  headers.host = site.host;
  headers["x-forwarded-host"] = site.host;
  headers["x-forwarded-proto"] = site.protocol.slice(0, -1);
  headers["x-plenary-network"] = network;
}

/**
 * Takes away what Next's navigation says of the page before where it cannot be read: Next would fail over it, and gives
 * the whole page without it.
 */
export function settleNavigation({ headers }: IncomingMessage) {
  if (isReadableState(headers["next-router-state-tree"])) return;
  for (const name of Object.keys(headers)) {
    if (/^(?:rsc|next-router-.*)$/.test(name)) delete headers[name];
  }
}

function isReadableState(state: string | string[] | undefined): boolean {
  if (state && state.length > longestRouterState) return false;
  try {
    parseAndValidateFlightRouterState(state);
    return true;
  } catch {
    return false;
  }
}

/** The address of whoever connects; behind a proxy the one it saw, which is the last it added. */
function readerAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers["x-forwarded-for"] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.join(",") : forwarded)?.split(",").at(-1)?.trim();
  return last || (request.socket.remoteAddress ?? "");
}

const networks = new LRUCache<string, string>({ max: 5_000 });

/** The same reader asks again and again. */
function rememberedNetwork(address: string): string {
  const network = networks.get(address) ?? networkOf(address);
  networks.set(address, network);
  return network;
}

/** What one household or host is limited by: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(address: string): string {
  // Some proxies write the port behind it: 192.0.2.1:5555, [2001:db8::1]:5555.
  const plain = address.replace(/^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/, "$1$2").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain || "unknown";
  const [head = "", tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split("::");
  const start = head === "" ? [] : head.split(":");
  const end = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - start.length - end.length;
  const groups = [...start, ...Array<string>(zeros).fill("0"), ...end].map((group) => Number.parseInt(group, 16));
  const mapped = groups.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (mapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

export const largestBody = 1024 * 1024;

const bodyTooLarge: Plain = {
  status: 413,
  title: "Too much at once",
  detail: "A request may carry 1 MB. Shorten the text or split it.",
  headers: { Connection: "close" },
};

/** The whole body, or null (answered with 413) when it is too large. Rejects when the sender goes away. */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = Number(request.headers["content-length"] ?? 0);
  if (size <= largestBody) {
    size = 0;
    // Not for await: leaving that early destroys the connection before it can be answered.
    await new Promise<void>((resolve, reject) => {
      request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= largestBody) chunks.push(chunk);
        else resolve();
      });
      request.once("end", resolve);
      request.once("error", reject);
      request.once("close", () => reject(new Error("The sender went away.")));
    });
  }
  if (size <= largestBody) return Buffer.concat(chunks);
  await refuseBody(request, response);
  return null;
}

/** Answers first, then listens a little longer: a sender cut off while sending would not see the answer. */
async function refuseBody(request: IncomingMessage, response: ServerResponse) {
  request.removeAllListeners("data");
  request.resume();
  sendPlain(request, response, bodyTooLarge);
  await wait(1_000, undefined, { ref: false });
  request.destroy();
}

/** The same request with a body that is all there. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  whole.method = request.method;
  whole.url = request.url;
  whole.httpVersionMajor = request.httpVersionMajor;
  whole.httpVersionMinor = request.httpVersionMinor;
  whole.httpVersion = request.httpVersion;
  whole.rawHeaders = request.rawHeaders;
  whole.headers = request.headers;
  whole.complete = true;
  if (body.length > 0) whole.push(body);
  whole.push(null);
  return whole;
}
