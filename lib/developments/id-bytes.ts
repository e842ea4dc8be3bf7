import { type Bits, bitsOf } from "./bits";

/** Ids that the database wrote one after another, four bytes each (int4send), in their order. */
export function idsIn(bytes: Buffer): Uint32Array {
  const ids = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < ids.length; at++) ids[at] = bytes.readUInt32BE(at * 4);
  return ids.sort();
}

/** The same as bits. To sort the ids would take longer. */
export function bitsIn(bytes: Buffer): Bits {
  const ids = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < ids.length; at++) ids[at] = bytes.readUInt32BE(at * 4);
  return bitsOf(ids);
}
