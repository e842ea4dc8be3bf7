/** Scores of several developments taken together. */
export type Opinion = {
  /** Developments with a score. */
  n: number;
  scorers: Set<string>;
  median: number | null;
  low: number | null;
  high: number | null;
  /** `n` developments of which so many people gave each direction from -2 to +2. */
  add: (numbers: number[], n: number) => void;
};

export function opinionOf(): Opinion {
  const sums = [0, 0, 0, 0, 0];
  /** The direction that the k-th of all scores in order gave. */
  const at = (k: number) => {
    let passed = 0;
    for (const [index, sum] of sums.entries()) {
      passed += sum;
      if (k < passed) return index - 2;
    }
    return 0;
  };
  const total = () => sums.reduce((sum, n) => sum + n, 0);
  return {
    n: 0,
    scorers: new Set(),
    get median() {
      const scores = total();
      return scores === 0 ? null : (at(Math.floor((scores - 1) / 2)) + at(Math.floor(scores / 2))) / 2;
    },
    get low() {
      return total() === 0 ? null : at(0);
    },
    get high() {
      return total() === 0 ? null : at(total() - 1);
    },
    add(numbers, n) {
      this.n += n;
      for (const [index, people] of numbers.entries()) sums[index] = (sums[index] ?? 0) + people * n;
    },
  };
}
