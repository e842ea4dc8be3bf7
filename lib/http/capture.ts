import { randomBytes } from "node:crypto";
import { IncomingMessage, type OutgoingHttpHeader, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Writable } from "node:stream";
import { beforeHead } from "@/lib/http/before-head";
import { renderHeader, takeFailedRender } from "@/lib/http/render-errors";
import { pagePolicy } from "@/lib/http/security-headers";
import { Overloaded } from "@/lib/turns";

/** Next's request handler, or anything like it. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type Captured = {
  status: number;
  headers: Record<string, OutgoingHttpHeader>;
  body: Buffer;
  /** The nonce of its inline scripts. */
  nonce: string;
  /** It holds an error, whatever its status says; `away` where the database could not be reached. */
  failed: { away: boolean } | null;
};

/** The answer outgrew what may be held in memory. */
export class TooLarge extends Error {}
/** The answer did not come in time. */
class TooSlow extends Overloaded {}

export const largestBytes = 4 * 1024 * 1024;
const longestMs = 30_000;

export const newNonce = () => randomBytes(18).toString("base64");
export const newRenderId = () => randomBytes(9).toString("base64url");

/**
 * Answers a public address into memory, for no reader in particular: no cookie, no network address, nothing that
 * differs between readers, and no connection that could break half-way.
 */
export async function capture(handle: Handle, address: string, site: URL): Promise<Captured> {
  const nonce = newNonce();
  const id = newRenderId();
  const request = new IncomingMessage(new Socket());
  request.method = "GET";
  request.url = address;
  const headers = {
    host: site.host,
    "x-forwarded-host": site.host,
    "x-forwarded-proto": site.protocol.slice(0, -1),
    // Next asks for one, to decide whether the title may come after the page (see next.config.mjs).
    "user-agent": "plenary",
    "content-security-policy": pagePolicy(address, [`'nonce-${nonce}'`]),
    "x-plenary-nonce": nonce,
    [renderHeader]: id,
  };
  request.headers = headers;
  request.rawHeaders = Object.entries(headers).flat();
  request.complete = true;
  request.push(null);

  const response = new CapturedResponse(request);
  // Headers given to writeHead would be sent without being remembered.
  beforeHead(response, () => {});
  // Not awaited alone: after giving up nothing more is expected from the handler.
  const done = Promise.race([Promise.all([handle(request, response), response.done]), response.done]);
  await timely(address, done, (slow) => response.giveUp(slow));
  // Next reports an error a few turns after it happened.
  await new Promise((resolve) => setImmediate(resolve));
  return {
    status: response.statusCode,
    headers: { ...response.getHeaders() } as Captured["headers"],
    body: Buffer.concat(response.chunks),
    nonce,
    failed: takeFailedRender(id),
  };
}

/** What an answer comes to, unless it takes too long. */
export async function timely<Value>(
  address: string,
  answer: Promise<Value>,
  giveUp: (slow: Error) => void = () => {},
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const slow = new TooSlow(`${address} took longer than ${longestMs} ms.`);
      console.error(slow.message);
      giveUp(slow);
      reject(slow);
    }, longestMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A response whose bytes stay here. */
class CapturedResponse extends ServerResponse {
  readonly chunks: Buffer[] = [];
  readonly done: Promise<void>;
  #size = 0;
  #reason: Error | null = null;

  constructor(request: IncomingMessage) {
    super(request);
    // Node finishes a response only on a connection, so it gets one that leads nowhere.
    // It is never full: nobody would announce that it drained.
    const nowhere = new Writable({
      highWaterMark: 2 * largestBytes,
      write: (_chunk, _encoding, callback) => callback(),
    });
    this.assignSocket(nowhere as Socket);
    this.done = new Promise((resolve, reject) => {
      this.once("finish", () => {
        resolve();
        this.destroy();
      });
      this.once("close", () => reject(this.#reason ?? new Error("The answer broke off.")));
    });
    this.done.catch(() => {});
  }

  giveUp(reason: Error) {
    this.#reason = reason;
    this.destroy();
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#take(chunk, rest[0]);
    super.write(chunk, ...(rest as []));
    return true;
  }

  override end(...rest: unknown[]): this {
    if (rest[0] !== null && typeof rest[0] !== "function") this.#take(rest[0], rest[1]);
    return super.end(...(rest as []));
  }

  #take(chunk: unknown, encoding: unknown) {
    if (chunk === undefined) return;
    const bytes =
      typeof chunk === "string"
        ? Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8")
        : Buffer.from(chunk as Uint8Array);
    this.#size += bytes.length;
    if (this.#size > largestBytes) this.giveUp(new TooLarge());
    else this.chunks.push(bytes);
  }
}
