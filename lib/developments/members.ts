import { type Bits, bitOf, clearBit, eachInBoth, setBit } from "./bits";

/** Who is in a set: as bits where many are, else as sorted ids. Behind the first `n` ids there may be room for more. */
export type Members = { n: number; bits: Bits } | { n: number; ids: Uint32Array };

export const none: Members = { n: 0, ids: new Uint32Array() };

export const idsIn = ({ n, ids }: Extract<Members, { ids: Uint32Array }>): Uint32Array => ids.subarray(0, n);

export const holds = (members: Members, id: number): boolean =>
  "bits" in members ? bitOf(members.bits, id) === 1 : idsIn(members)[placeOf(idsIn(members), id)] === id;

/** In the order of their ids. */
function eachMember(members: Members, call: (id: number) => void): void {
  if ("bits" in members) eachInBoth(members.bits, members.bits, call);
  else for (const id of idsIn(members)) call(id);
}

/** In a list of their own. */
export function idsAmong(members: Members): Uint32Array {
  const ids = new Uint32Array(members.n);
  let at = 0;
  eachMember(members, (id) => {
    ids[at++] = id;
  });
  return ids;
}

/** Room for so many and some more, so that not each that comes makes all of them move. */
export const roomFor = (n: number): number => Math.ceil(n + Math.min(n / 4, 8_192));

export function grown<Values extends Uint32Array | Int32Array | Uint16Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}

export function without(members: Members, gone: Uint32Array): Members {
  if ("bits" in members) {
    const { bits } = members;
    const leaving = gone.filter((id) => bitOf(bits, id) === 1);
    if (leaving.length === 0) return members;
    for (const id of leaving) clearBit(bits, id);
    return { n: members.n - leaving.length, bits };
  }
  const ids = idsIn(members);
  const leaving = new Set(gone.filter((id) => ids[placeOf(ids, id)] === id));
  if (leaving.size === 0) return members;
  const kept = ids.filter((id) => !leaving.has(id));
  return { n: kept.length, ids: kept };
}

/** None of those who come carries the mark already. */
export function withMore(members: Members, more: Uint32Array): Members {
  const n = members.n + more.length;
  if ("bits" in members) {
    for (const id of more) setBit(members.bits, id);
    return { n, bits: members.bits };
  }
  const ids = n <= members.ids.length ? members.ids : grown(idsIn(members), new Uint32Array(roomFor(n)));
  ids.set(more, members.n);
  if ((ids[members.n - 1] ?? -1) >= (more[0] ?? 0)) ids.subarray(0, n).sort();
  return { n, ids };
}

/** Where an id stands in sorted ones, or would stand. */
function placeOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
