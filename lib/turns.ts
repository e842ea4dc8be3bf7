/** More is asked for than can be done soon. The code is for who has another copy of this module. */
export class Overloaded extends Error {
  readonly code = "OVERLOADED";
}

type Waiting = { go: () => void; late: NodeJS.Timeout };

/** Lets a few at a time do something, some others in the order they came, and sends the rest away. */
export class Turns {
  #free: number;
  #waiting: Waiting[] = [];
  readonly #maxWaiting: number;
  readonly #longestWaitMs: number;

  constructor({ atOnce, maxWaiting, longestWaitMs }: { atOnce: number; maxWaiting: number; longestWaitMs: number }) {
    this.#free = atOnce;
    this.#maxWaiting = maxWaiting;
    this.#longestWaitMs = longestWaitMs;
  }

  /** Throws Overloaded where too many wait, at once, or where the turn does not come in time. */
  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) {
        clearTimeout(next.late);
        next.go();
      } else this.#free += 1;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) throw new Overloaded();
    return new Promise((go, reject) => {
      const late = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(new Overloaded());
      }, this.#longestWaitMs);
      const waiting = { go, late };
      this.#waiting.push(waiting);
    });
  }
}
