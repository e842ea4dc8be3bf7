/** Alpha is 1 for perfect agreement, 0 for what chance would give. */
export type Agreement = { alpha: number | null; pairs: number };

/**
 * Krippendorff's alpha for ordinal data: how far people who scored the same things agree, 1 for perfectly and 0 for no
 * better than chance. Each unit holds the values given to one thing; units with fewer than two values say nothing.
 * `pairs` is the number of pairs of values that stand in the same unit. Alpha is null where there is no pair, or where
 * all values are the same, so that chance cannot be told.
 *
 * `times` says how many units hold the same values, where they are counted rather than listed.
 *
 * After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section E.
 */
export function ordinalAlpha(units: readonly (readonly number[])[], times: readonly number[] = []): Agreement {
  const paired = units
    .map((values, index) => ({ values, n: times[index] ?? 1 }))
    .filter(({ values }) => values.length > 1);
  const pairs = paired.reduce((sum, { values: { length }, n }) => sum + (n * length * (length - 1)) / 2, 0);
  const scale = [...new Set(paired.flatMap(({ values }) => values))].sort((a, b) => a - b);
  const coincidences = scale.map(() => scale.map(() => 0));
  for (const { values, n } of paired) {
    for (const [i, one] of values.entries()) {
      for (const [j, other] of values.entries()) {
        if (i !== j) add(coincidences, scale.indexOf(one), scale.indexOf(other), n / (values.length - 1));
      }
    }
  }
  const marginals = coincidences.map((row) => row.reduce((sum, n) => sum + n, 0));
  const all = marginals.reduce((sum, n) => sum + n, 0);
  let observed = 0;
  let expected = 0;
  for (const [c, row] of coincidences.entries()) {
    for (const [k, n] of row.entries()) {
      const apart = distance(marginals, c, k);
      observed += n * apart;
      expected += ((marginals[c] ?? 0) * (marginals[k] ?? 0) * apart) / (all - 1);
    }
  }
  return { alpha: pairs === 0 || expected === 0 ? null : 1 - observed / expected, pairs };
}

function add(matrix: number[][], row: number, column: number, weight: number) {
  const cells = matrix[row];
  if (cells) cells[column] = (cells[column] ?? 0) + weight;
}

/** How far two ranks lie apart: by how many values lie between them, those of both ends counted half. Squared. */
function distance(marginals: number[], one: number, other: number): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  const between = marginals.slice(low, high + 1).reduce((sum, n) => sum + n, 0);
  return (between - ((marginals[low] ?? 0) + (marginals[high] ?? 0)) / 2) ** 2;
}
