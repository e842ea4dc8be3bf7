import type { IncomingMessage, ServerResponse } from "node:http";
import { type Plain, sendPlain } from "./plain-answer";

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const longestWaitMs = 15_000;
const mostWaiting = 500;

/**
 * Takes requests while a process starts, which is a few seconds after its port is open, and hands them on once it can
 * answer: a restart behind a proxy drops nobody. Health checks are told at once, so that a proxy may send readers
 * elsewhere.
 */
export class Starting {
  #listener: Listener | null = null;
  readonly #waiting = new Map<ServerResponse, () => void>();

  readonly listen: Listener = (request, response) => {
    if (this.#listener) return this.#listener(request, response);
    if (request.url?.startsWith("/api/health") || this.#waiting.size >= mostWaiting) {
      return sendPlain(request, response, starting);
    }
    const late = setTimeout(() => {
      this.#waiting.delete(response);
      sendPlain(request, response, starting);
    }, longestWaitMs);
    this.#waiting.set(response, () => {
      clearTimeout(late);
      this.#listener?.(request, response);
    });
    response.once("close", () => {
      clearTimeout(late);
      this.#waiting.delete(response);
    });
  };

  ready(listener: Listener): void {
    this.#listener = listener;
    for (const go of this.#waiting.values()) go();
    this.#waiting.clear();
  }
}

const starting: Plain = {
  status: 503,
  title: "Starting",
  detail: "The site is starting. Please try again in a few seconds.",
  headers: { "Retry-After": "5" },
};
