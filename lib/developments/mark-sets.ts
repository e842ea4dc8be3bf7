import { addAll, type Bits, countBits, keepBoth, setBit } from "./bits";
import { type Part, partOf } from "./columns";
import type { Groups } from "./kept-tallies";
import { everything, isAskedFor } from "./marks";
import { grown, holds, idsAmong, idsIn, type Members, none, withMore, without } from "./members";

/** Who carries each mark. A set holds ids, as bits where many carry the mark, else sorted. */
export class MarkSets {
  readonly #sets = new Map<string, Members>();
  /** How long sets of bits are. */
  #words = 0;

  get words(): number {
    return this.#words;
  }

  /** So that each set of bits has so many words. */
  makeRoom(words: number): void {
    this.#words = words;
    for (const [mark, members] of this.#sets) {
      this.#keep(mark, "bits" in members ? { n: members.n, bits: grown(members.bits, this.empty()) } : members);
    }
  }

  /** Takes in a part that `parts` gave, where there is room; false where it is none of a set. */
  takePart(name: string, numbers: () => ArrayBuffer): boolean {
    const [, kind, mark = ""] = /^(bits|ids) (.*)$/s.exec(name) ?? [];
    if (!kind) return false;
    const values = new Uint32Array(numbers());
    this.#sets.set(mark, kind === "bits" ? { n: countBits(values), bits: values } : { n: values.length, ids: values });
    return true;
  }

  /** All sets apart from what was only asked for: a copy of each, made when it is asked for. */
  *parts(): Generator<Part> {
    for (const [mark, members] of this.#sets) {
      if (isAskedFor(mark)) continue;
      yield "bits" in members ? partOf(`bits ${mark}`, members.bits) : partOf(`ids ${mark}`, idsIn(members));
    }
  }

  marks = (): Iterable<string> => this.#sets.keys();
  of = (mark: string): Members => this.#sets.get(mark) ?? none;
  carries = (id: number, mark: string): boolean => holds(this.of(mark), id);

  idsOf(mark: string): Uint32Array {
    const members = this.of(mark);
    return "bits" in members ? idsAmong(members) : idsIn(members);
  }

  /** Puts in others, in their order, none of whom carries the mark yet. */
  add(mark: string, ids: Uint32Array): void {
    this.#keep(mark, withMore(this.of(mark), ids));
  }

  /** The same for a mark that nobody carries. */
  addBits(mark: string, bits: Bits): void {
    const fitted = bits.length === this.#words ? bits : grown(bits.subarray(0, this.#words), this.empty());
    this.#keep(mark, { n: countBits(fitted), bits: fitted });
  }

  drop(mark: string): void {
    this.#sets.delete(mark);
  }

  /** Takes ids, in their order, out of all sets. */
  takeOut(ids: Uint32Array): void {
    if (ids.length > 0) for (const [mark, members] of this.#sets) this.#keep(mark, without(members, ids));
  }

  empty = (): Bits => new Uint32Array(this.#words);

  /** Who carries at least one of these marks. */
  union(marks: readonly string[]): Bits {
    const union = this.empty();
    for (const mark of marks) {
      const members = this.of(mark);
      if ("bits" in members) addAll(union, members.bits);
      else for (const id of idsIn(members)) setBit(union, id);
    }
    return union;
  }

  /** Who carries at least one mark of each group. */
  select([first = [everything], ...others]: Groups): Bits {
    const bits = this.union(first);
    for (const marks of others) keepBoth(bits, this.union(marks));
    return bits;
  }

  #keep(mark: string, members: Members): void {
    if (members === this.#sets.get(mark)) return;
    if (members.n === 0) this.#sets.delete(mark);
    else this.#sets.set(mark, this.#fit(members));
  }

  /** As bits or as ids, whichever takes less room; with slack, so that one development does not turn it to and fro. */
  #fit(members: Members): Members {
    const { n } = members;
    if ("ids" in members && n > this.#words) {
      const bits = this.empty();
      for (const id of idsIn(members)) setBit(bits, id);
      return { n, bits };
    }
    return "bits" in members && n < this.#words / 2 ? { n, ids: idsAmong(members) } : members;
  }
}
