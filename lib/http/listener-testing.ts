import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, vi } from "vitest";
import { parseEnv } from "@/lib/env";
import { DataVersion } from "./data-version";
import { makeListener } from "./listener";
import { noteFailedRender } from "./render-errors";

export const settings = parseEnv({ BASE_URL: "https://plenary.example.org" });
export const here = { origin: "https://plenary.example.org" };

export type Got = { status: number; headers: IncomingMessage["headers"]; body: Buffer };

/** A site behind the listener of the product, for all tests of a file; each begins on the same morning with version 1. */
export function listenerWorld() {
  /** What stands in for Next notes what it was asked. */
  const asked: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  /** The record as the database has it. */
  const record = { version: 1, away: false };
  let server: Server;
  let version: DataVersion;
  let waiting: (() => void)[] | null = null;

  /** It answers every address. */
  async function page(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    asked.push({ method, url, headers: { ...headers }, body: Buffer.concat(chunks).toString() });
    if (url.startsWith("/broken")) throw new Error("A test of what breaks.");
    if (url.startsWith("/desk/failed")) {
      noteFailedRender(String(headers["x-plenary-render"]), url.endsWith("away"));
      response.statusCode = 500;
    }
    if (url.startsWith("/missing")) response.statusCode = 404;
    if (url.startsWith("/moved")) {
      response.writeHead(308, { location: "/timeline" }).end();
      return;
    }
    if (url.startsWith("/api/")) {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ version: record.version }));
      return;
    }
    if (url.startsWith("/_next/static/")) {
      response.setHeader("Content-Type", "application/javascript");
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.end("//".padEnd(3_000, "x"));
      return;
    }
    if (url.startsWith("/cookie")) response.setHeader("Set-Cookie", "mine=1");
    // What a page says by mistake must not open it to caches.
    if (url.startsWith("/desk")) response.setHeader("Cache-Control", "public, max-age=60");
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.write(`<script nonce="${headers["x-plenary-nonce"]}">start()</script>`);
    response.end(`<p>Version ${record.version}</p>${" ".repeat(2_000)}`);
  }

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T08:00:00Z") });
    Object.assign(record, { version: 1, away: false });
    asked.length = 0;
    waiting = null;
    const read = async () => {
      if (record.away) throw new Error("ECONNREFUSED");
      return record.version;
    };
    version = new DataVersion(() => ({ read, close: async () => {} }), { probeEveryMs: 5 });
    const handle = async (request: IncomingMessage, response: ServerResponse) => {
      const line = waiting;
      if (line) await new Promise<void>((resolve) => line.push(resolve));
      await page(request, response);
    };
    const isSession = async (token: string) => token === "signed";
    server = createServer(makeListener({ handle, settings, version, keep: true, isSession }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    await version.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function get(path: string, headers: Record<string, string> = {}, method = "GET", body?: string): Promise<Got> {
    return new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const sent = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  return {
    asked,
    record,
    get,
    times: (url: string) => asked.filter((one) => one.url === url).length,
    hear: (heard: number) => version.hear(heard),
    onRequest: (call: () => void) => server.on("request", call),
    /** From now on whatever is rendered waits in this line. */
    hold: () => {
      waiting = [];
      return waiting;
    },
    /** Nothing waits any more. */
    letGo: () => {
      const line = waiting ?? [];
      waiting = null;
      for (const go of line) go();
    },
  };
}
