import { LRUCache } from "lru-cache";
import type { StageSpan } from "@/db/vocabulary";
import { type Bits, clearBit, setBit } from "./bits";

/** A list by its marks: of each group a development carries at least one. */
export type Groups = readonly (readonly string[])[];

/** What a list is told apart by: its months (2026-02 or, where only the year is known, 2026) or the slugs of bodies. */
export type Parts = "months" | "bodies";

/** By mark how many of a list carry it: one number, or one for each month or body, in the order of their names. */
export type Tallies = Map<string, number[]>;

/** What an index knows of one development. */
type Known = { id: number; carries: (mark: string) => boolean; partOf: (parts: Parts) => number };

/** The days between two stages by body. */
type Days = Map<StageSpan, ReadonlyMap<string, Int32Array>>;

type KeptList = {
  groups: Groups;
  /** Who is in it, where that was asked for. */
  bits: Bits | null;
  days: Days;
  tallies: Record<Parts | "whole", Tallies>;
};

/** Of a million developments each takes up to 250 kB. */
const mostLists = 64;

/**
 * Counts that were asked for, kept right while developments come, change and go: to count a list takes a look at the sets
 * of all its marks, to keep a count takes a look at one development.
 */
export class KeptTallies {
  readonly #lists = new LRUCache<string, KeptList>({ max: mostLists });

  /** What is kept of a list, to be added to. */
  of(groups: Groups): Pick<KeptList, "bits" | "days" | "tallies"> {
    const key = JSON.stringify(groups);
    const empty = { whole: new Map(), months: new Map(), bodies: new Map() };
    const list = this.#lists.get(key) ?? { groups, bits: null, days: new Map(), tallies: empty };
    this.#lists.set(key, list);
    return list;
  }

  /** Counts one development that has come (1), or that is about to go (-1). */
  count(sign: 1 | -1, { id, carries, partOf }: Known): void {
    for (const { groups, bits, days, tallies } of this.#lists.values()) {
      if (!groups.every((marks) => marks.some(carries))) continue;
      if (bits) (sign === 1 ? setBit : clearBit)(bits, id);
      days.clear();
      for (const [parts, kept] of Object.entries(tallies)) {
        const part = parts === "whole" ? 0 : partOf(parts as Parts);
        for (const [mark, tally] of kept) if (carries(mark)) tally[part] = (tally[part] ?? 0) + sign;
      }
    }
  }

  /** Forgets all lists that a mark makes. */
  forget(mark: string): void {
    for (const [key, { groups }] of this.#lists)
      if (groups.some((marks) => marks.includes(mark))) this.#lists.delete(key);
  }

  clear(): void {
    this.#lists.clear();
  }
}
