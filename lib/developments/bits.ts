/** Sets of small numbers as one bit for each, 32 to a word. Two sets that meet have the same length. */
export type Bits = Uint32Array;

/** 1 or 0. */
export const bitOf = (bits: Bits, at: number): number => ((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1;

/** As long as the greatest number needs. */
export function bitsOf(numbers: Uint32Array | number[]): Bits {
  let last = 0;
  for (const number of numbers) last = Math.max(last, number);
  const bits = new Uint32Array((last >>> 5) + 1);
  for (const number of numbers) setBit(bits, number);
  return bits;
}

export function setBit(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

export function clearBit(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) & ~(1 << (at & 31));
}

export function keepBoth(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
}

export function addAll(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (others[word] ?? 0);
}

export function takeAll(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & ~(others[word] ?? 0);
}

export function countBits(bits: Bits): number {
  let n = 0;
  for (const word of bits) n += bitsIn(word);
  return n;
}

export function countBoth(bits: Bits, others: Bits): number {
  let n = 0;
  for (let word = 0; word < bits.length; word++) n += bitsIn((bits[word] ?? 0) & (others[word] ?? 0));
  return n;
}

/** Calls for each number in both sets, in order. */
export function eachInBoth(bits: Bits, others: Bits, call: (at: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    for (let left = (bits[word] ?? 0) & (others[word] ?? 0); left !== 0; left &= left - 1) {
      call(word * 32 + 31 - Math.clz32(left & -left));
    }
  }
}

/** Counts the numbers in both sets by a value of each: the same without a call for each. */
export function countByInBoth(bits: Bits, others: Bits, of: Uint16Array, counts: Uint32Array): void {
  for (let word = 0; word < bits.length; word++) {
    for (let left = (bits[word] ?? 0) & (others[word] ?? 0); left !== 0; left &= left - 1) {
      const value = of[word * 32 + 31 - Math.clz32(left & -left)] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
}

/** The same for some numbers of which others are in the set; all together where they have no values. */
export function countByAmong(numbers: Uint32Array, bits: Bits, of: Uint16Array | null, counts: Uint32Array): void {
  let n = 0;
  // Not one by one from the list itself, which takes twice as long.
  for (let place = 0; place < numbers.length; place++) {
    const at = numbers[place] ?? 0;
    const isIn = bitOf(bits, at);
    if (of) counts[of[at] ?? 0] = (counts[of[at] ?? 0] ?? 0) + isIn;
    else n += isIn;
  }
  if (!of) counts[0] = n;
}

/** By adding neighbours up: pairs, fours, bytes. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
