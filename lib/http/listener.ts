import type { IncomingMessage, ServerResponse } from "node:http";
import { sessionCookieName } from "@/lib/auth/cookie-name";
import { beginWith } from "@/lib/begun";
import { dayIn } from "@/lib/days";
import type { Env } from "@/lib/env";
import { Overloaded, Turns } from "@/lib/turns";
import { isPersonal, isPublic, isStreamed, keptAddress } from "./address";
import { beforeHead } from "./before-head";
import { type Captured, capture, type Handle, newNonce, newRenderId } from "./capture";
import { chooseEncoding, compressResponse } from "./compress";
import { DatabaseAway, type DataVersion } from "./data-version";
import { type Answer, KeptAnswers } from "./kept";
import { broken, databaseAway, manyFiles, overloaded, sendPlain } from "./plain-answer";
import { isDatabaseAway } from "./problem";
import type { ReadCopy } from "./read-copy";
import { renderHeader, takeFailedRender } from "./render-errors";
import { isRead, readBody, refusal, settleAddress, settleHeaders, settleNavigation, withBody } from "./request-guard";
import { pagePolicy, securityHeaders } from "./security-headers";

/** How long kept answers stand in while the database cannot confirm that nothing changed. */
const standInMs = 60_000;

/** Answers for one reader, and changes: more at once would only wait for the database. */
const ownTurns = { atOnce: 24, maxWaiting: 400, longestWaitMs: 10_000 };
/** Files that are written while they are sent: how long each takes is up to its reader. */
const streamTurns = { atOnce: 8, maxWaiting: 16, longestWaitMs: 10_000 };
/** A body that is being read takes up to 1 MB of memory, for up to 30 seconds. */
const bodyTurns = { atOnce: 128, maxWaiting: 0, longestWaitMs: 0 };

/** Of an address that a page finds missing, Next leaves all it says to script; of one it knows no page for, it does not. */
const isBare = ({ status, body }: Captured) => status === 404 && body.includes('id="__next_error__"');
const missing = "/no-such-page";

const files = /^\/(?:_next\/static|fonts|icons)\/|^\/[\w.-]+\.(?:js|svg|ico|png|webmanifest)$/;

/**
 * Answers requests: guards them, serves public pages and JSON from memory while the record is unchanged (they are
 * the same for everybody who is not signed in), and hands everything else (the desk, changes) to Next.
 */
export function makeListener(options: {
  handle: Handle;
  settings: Env;
  version: DataVersion;
  keep: boolean;
  /** Whether a session cookie is one that this site gave. */
  isSession: (token: string) => Promise<boolean>;
  /** What is made without Next; null for all other addresses. */
  direct?: (address: string) => Promise<Captured> | null;
  /** From which public answers are made, where there is one. */
  copy?: Pick<ReadCopy, "capture"> | null;
}) {
  const { handle, settings, version, keep, isSession, direct = () => null, copy } = options;
  const sessionCookie = sessionCookieName(settings.baseUrl);
  const site = new URL(settings.baseUrl);
  const headers = securityHeaders(site);
  const render = async (address: string) => {
    const make = async () => {
      const data = await direct(address);
      if (data) return data;
      const made = await capture(handle, address, site);
      return isBare(made) ? capture(handle, missing, site) : made;
    };
    return (copy && (await copy.capture(await version.read(), make))) ?? (await make());
  };
  const pages = new KeptAnswers({ render, statuses: [200, 404, 307, 308] });
  const statics = new KeptAnswers({ render, statuses: [200], forGood: true, maxBytes: 32 * 1024 * 1024 });
  const [turns, streams, bodies] = [new Turns(ownTurns), new Turns(streamTurns), new Turns(bodyTurns)];

  return (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) return response.destroy();
      if (error instanceof Overloaded) {
        return sendPlain(request, response, isStreamed(request.url ?? "/") ? manyFiles : overloaded);
      }
      if (error instanceof DatabaseAway || isDatabaseAway(error)) return sendPlain(request, response, databaseAway);
      console.error(error);
      sendPlain(request, response, broken);
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of headers) response.setHeader(name, value);
    const refused = refusal(request, site);
    if (refused) return sendPlain(request, response, refused);
    settleHeaders(request, site, settings.trustProxy);
    settleAddress(request);
    if (!isRead(request)) {
      const body = await bodies.take(() => readBody(request, response));
      if (body) await forward(withBody(request, body), response, isPersonal(request.url ?? "/"));
      return;
    }
    // Whoever scores is not shown what everybody else is: the signed in get their own page.
    const own = isPersonal(request.url ?? "/") || (await isSignedIn(request));
    const found = keep && !own ? await findKept(request) : null;
    if (found) return sendAnswer(request, response, found.kept, found.address, found.answer);
    if (!own) delete request.headers.cookie;
    return forward(request, response, own);
  }

  /** A cookie that anybody can make up must not get them past what is kept. */
  async function isSignedIn(request: IncomingMessage): Promise<boolean> {
    const url = request.url ?? "/";
    if (!request.headers.cookie || url.startsWith("/_next/") || files.test(url)) return false;
    const token = readCookie(request.headers.cookie, sessionCookie);
    return token !== null && isSession(token);
  }

  async function findKept(request: IncomingMessage) {
    const url = request.url ?? "/";
    if (files.test(url)) return keptIn(statics, "", url);
    // Readers' pages are reached by plain links: Next's own navigation gets the page, too, and goes there.
    if (!isPublic(url)) return null;
    const address = keptAddress(url);
    if (address === null) return once(url);
    const { name, begun } = await epoch(address);
    return beginWith(begun, () => (settings.keepAnswers ? keptIn(pages, name, address) : once(url)));
  }

  async function once(url: string) {
    const answer = await pages.once(url);
    return answer && { kept: pages, address: url, answer };
  }

  async function keptIn(kept: KeptAnswers, epochNow: string, address: string) {
    const answer = kept.find(epochNow, address) ?? (await kept.get(epochNow, address));
    return answer && { kept, address, answer };
  }

  /** What kept answers belong to: the version of the data, and the day, which moves "this week" and dates ahead. */
  async function epoch(address: string): Promise<{ name: string; begun: number }> {
    const day = dayIn(settings.timeZone, new Date());
    const of = (begun: number) => ({ name: `${begun} ${day}`, begun });
    try {
      return of(await version.read());
    } catch (error) {
      const { last } = version;
      const standIn = last && Date.now() - last.confirmedAt < standInMs ? of(last.version) : null;
      if (standIn && pages.find(standIn.name, address)) return standIn;
      throw error;
    }
  }

  /** `own`: the answer is for one reader only, so that no cache may hold it. */
  function forward(request: IncomingMessage, response: ServerResponse, own: boolean): Promise<void> {
    // A full desk is no reason for a proxy to send readers elsewhere.
    if (request.url === "/api/health") return handOver(request, response, own);
    return (isStreamed(request.url ?? "/") ? streams : turns).take(async () => {
      // Whoever left while they waited is not answered; a change was asked for all the same.
      if (isRead(request)) {
        if (!response.closed) await Promise.race([handOver(request, response, own), leftHalfway(response)]);
      } else await handOver(request, response, own);
    });
  }

  async function handOver(request: IncomingMessage, response: ServerResponse, own: boolean) {
    // What the database cannot answer is said at once, not after each page has waited for it.
    const begun = request.url?.startsWith("/_next/") ? null : await version.read();
    settleNavigation(request);
    const nonce = newNonce();
    const policy = pagePolicy(request.url ?? "/", [`'nonce-${nonce}'`], !keep);
    request.headers["content-security-policy"] = policy;
    request.headers["x-plenary-nonce"] = nonce;
    response.setHeader("Content-Security-Policy", policy);
    const id = newRenderId();
    request.headers[renderHeader] = id;
    response.once("close", () => takeFailedRender(id));
    beforeHead(response, () => {
      if (own) response.setHeader("Cache-Control", "private, no-store");
      // The database went away while the page was made: no fault of ours, and worth another try.
      if (response.statusCode === 500 && takeFailedRender(id)?.away) {
        response.statusCode = databaseAway.status;
        response.setHeader("Retry-After", "5");
      }
    });
    if (keep) compressResponse(request, response);
    await (isRead(request) && begun !== null
      ? beginWith(begun, () => handle(request, response))
      : handle(request, response));
  }
}

/**
 * Next waits for ever to go on with an answer whose reader left with some of it. Before anything was sent it is still at
 * work for them, and keeps its turn.
 */
const leftHalfway = (response: ServerResponse) =>
  new Promise<void>((resolve) => response.once("close", () => response.headersSent && resolve()));

async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  kept: KeptAnswers,
  address: string,
  answer: Answer,
) {
  const encoding = answer.compressible ? chooseEncoding(request.headers["accept-encoding"]) : null;
  const etag = encoding ? answer.etag.replace(/"$/, `-${encoding}"`) : answer.etag;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.compressible) response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("ETag", etag);
  if (!address.startsWith("/_next/static/")) {
    // Asked for again each time, answered with 304 while nothing changed.
    response.setHeader("Cache-Control", answer.keep ? "public, no-cache" : "no-store");
  }
  if (answer.status === 200 && matches(request.headers["if-none-match"], etag)) {
    response.writeHead(304).end();
    return;
  }
  const body = encoding ? await kept.pack(address, answer, encoding) : answer.body;
  if (encoding) response.setHeader("Content-Encoding", encoding);
  response.setHeader("Content-Length", body.length);
  response.writeHead(answer.status);
  response.end(request.method === "HEAD" ? undefined : body);
}

function readCookie(header: string, name: string): string | null {
  const pair = header.split(";").find((part) => part.trim().startsWith(`${name}=`));
  return pair ? pair.trim().slice(name.length + 1) : null;
}

const matches = (header: string | undefined, etag: string) =>
  header?.split(",").some((tag) => tag.trim() === etag || tag.trim() === "*") ?? false;
