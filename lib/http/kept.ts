import { createHash } from "node:crypto";
import type { OutgoingHttpHeader } from "node:http";
import { LRUCache } from "lru-cache";
import { type Captured, TooLarge } from "@/lib/http/capture";
import { compress, type Encoding, isCompressible } from "@/lib/http/compress";
import { DatabaseAway } from "@/lib/http/data-version";
import { dataPolicy, hashScripts, isPage, pagePolicy } from "@/lib/http/security-headers";
import { Turns } from "@/lib/turns";

/** An answer as it is sent to any number of readers. */
export type Answer = {
  status: number;
  headers: [name: string, value: string][];
  etag: string;
  body: Buffer;
  compressible: boolean;
  /** It may be used again until the next version. */
  keep: boolean;
  packed: Partial<Record<Encoding, Promise<Buffer>>>;
  packedBytes: number;
};

type Settings = {
  render: (address: string) => Promise<Captured>;
  /** Which statuses hold until the next version. */
  statuses: readonly number[];
  /** Files never change while the process runs. */
  forGood?: boolean;
  maxBytes?: number;
  rendersAtOnce?: number;
  maxWaiting?: number;
  longestWaitMs?: number;
};

const defaults = {
  forGood: false,
  maxBytes: 20 * 1024 * 1024,
  rendersAtOnce: 6,
  maxWaiting: 400,
  longestWaitMs: 10_000,
};

const bookkeepingBytes = 1_024;

/** Answers by address, all of one epoch: when it changes they are gone. */
export class KeptAnswers {
  #settings: Required<Settings>;
  #epoch = "";
  #answers: LRUCache<string, Answer>;
  /** Renders under way, which later readers of the same address join. */
  #flights = new Map<string, Promise<Answer | null>>();
  /** Addresses whose answers are too large or personal, although they look public. */
  #passed = new LRUCache<string, true>({ max: 1_000 });
  #turns: Turns;

  constructor(settings: Settings) {
    this.#settings = { ...defaults, ...settings };
    this.#answers = new LRUCache({ maxSize: this.#settings.maxBytes, sizeCalculation: sizeOf });
    const { rendersAtOnce: atOnce, maxWaiting, longestWaitMs } = this.#settings;
    this.#turns = new Turns({ atOnce, maxWaiting, longestWaitMs });
  }

  /** What is kept already; undefined when nothing is. */
  find(epoch: string, address: string): Answer | undefined {
    return epoch === this.#epoch ? this.#answers.get(address) : undefined;
  }

  /**
   * The kept answer, or one rendered now. Null when each reader must be answered separately. `epoch` must have been
   * read before the call: what is rendered may be newer than it, never older.
   */
  async get(epoch: string, address: string): Promise<Answer | null> {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#answers.clear();
      this.#flights = new Map();
      this.#passed.clear();
    }
    const kept = this.#answers.get(address);
    if (kept) return kept;
    if (this.#passed.has(address)) return null;
    const flights = this.#flights;
    let flight = flights.get(address);
    if (!flight) {
      flight = this.#render(epoch, address).finally(() => flights.delete(address));
      flights.set(address, flight);
    }
    return flight;
  }

  /** An answer that is not kept, made in its turn like all others. Null when each reader must be answered separately. */
  once(address: string): Promise<Answer | null> {
    return this.#render(null, address);
  }

  async pack(address: string, answer: Answer, encoding: Encoding): Promise<Buffer> {
    const { forGood } = this.#settings;
    const under = answer.packed[encoding];
    if (under) return under;
    const packing = compress(answer.body, encoding, forGood ? "for good" : answer.keep ? "kept" : "once");
    answer.packed[encoding] = packing;
    const packed = await packing;
    answer.packedBytes += packed.length;
    if (this.#answers.peek(address) === answer) {
      // A size is taken only of what is not there yet.
      this.#answers.delete(address);
      this.#answers.set(address, answer);
    }
    return packed;
  }

  async #render(epoch: string | null, address: string): Promise<Answer | null> {
    let captured: Captured;
    try {
      captured = await this.#turns.take(() => this.#settings.render(address));
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      this.#passed.set(address, true);
      return null;
    }
    if (captured.headers["set-cookie"] !== undefined) {
      this.#passed.set(address, true);
      return null;
    }
    if (captured.failed?.away) throw new DatabaseAway("The database went away while the page was made.");
    const keep = epoch !== null && this.#settings.statuses.includes(captured.status) && !captured.failed;
    const answer = toAnswer(address, captured, keep);
    if (keep && epoch === this.#epoch) this.#answers.set(address, answer);
    return answer;
  }
}

const sizeOf = (answer: Answer) => answer.body.length + answer.packedBytes + bookkeepingBytes;

/** Headers that belong to one connection, that we set ourselves, or that concern only Next. */
const left =
  /^(?:connection|keep-alive|transfer-encoding|content-length|date|etag|vary|last-modified|accept-ranges|x-nextjs-.*|x-plenary-.*)$/;

function toAnswer(address: string, captured: Captured, keep: boolean): Answer {
  const type = text(captured.headers["content-type"]);
  let body = captured.body;
  let policy = dataPolicy;
  if (isPage(type)) {
    const { page, hashes } = hashScripts(body, captured.nonce, captured.headers["x-nextjs-prerender"] !== undefined);
    body = page;
    policy = pagePolicy(address, hashes);
  }
  const headers = Object.entries(captured.headers)
    .filter(([name]) => !left.test(name))
    .map(([name, value]): [string, string] => [name, text(value) ?? ""]);
  headers.push(["Content-Security-Policy", policy]);
  return {
    status: captured.status,
    headers,
    body,
    keep,
    etag: `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    compressible: isCompressible(type, body.length),
    packed: {},
    packedBytes: 0,
  };
}

function text(value: OutgoingHttpHeader | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value?.toString();
}
