/** Scores of several developments taken together. */
export class Opinion {
  /** Developments with a score. */
  n = 0;
  readonly scorers = new Set<string>();
  /** People by the direction they gave, from -2 to +2. */
  readonly #sums = [0, 0, 0, 0, 0];

  /** `n` developments of which so many people gave each direction from -2 to +2. */
  add(numbers: number[], n: number): void {
    this.n += n;
    for (const [index, people] of numbers.entries()) this.#sums[index] = (this.#sums[index] ?? 0) + people * n;
  }

  get median(): number | null {
    const scores = this.#scores;
    return scores === 0 ? null : (this.#at(Math.floor((scores - 1) / 2)) + this.#at(Math.floor(scores / 2))) / 2;
  }

  get low(): number | null {
    return this.#scores === 0 ? null : this.#at(0);
  }

  get high(): number | null {
    return this.#scores === 0 ? null : this.#at(this.#scores - 1);
  }

  get #scores(): number {
    return this.#sums.reduce((sum, n) => sum + n, 0);
  }

  /** The direction that the k-th of all scores in order gave. */
  #at(k: number): number {
    let passed = 0;
    for (const [index, sum] of this.#sums.entries()) {
      passed += sum;
      if (k < passed) return index - 2;
    }
    return 0;
  }
}
