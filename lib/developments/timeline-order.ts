import { type Bits, bitOf, clearBit, setBit } from "./bits";
import { grown, roomFor } from "./members";

/** Where a development stands in the timeline. */
export type Place = { position: number; id: number };

/** Positions, both of them included. */
export type Between = { from: number; to: number };

/** Which part of a list is asked for: so many of those that come after a place. */
export type Page = { sort: "newest" | "oldest"; after: Place | null; limit: number };

export const compare = (one: Place, other: Place): number => one.position - other.position || one.id - other.id;

/** Ids are below it, and with the days of some thousand years before them a number still holds each exactly. */
const idsBelow = 2 ** 31;

/** One number for a place, in the order of places: sorted without a call for each pair. */
export const keyOf = ({ position, id }: Place): number => position * idsBelow + id;

export function placeOfKey(key: number): Place {
  const position = Math.floor(key / idsBelow);
  return { position, id: key - position * idsBelow };
}

/** The ids of developments in the order of the timeline, the oldest first. */
export class TimelineOrder {
  /** Behind the first `n` there may be room for more. */
  #ids: Int32Array;
  #n: number;

  /** `positionOf` must say of each what it said when it was put in, until it is taken out. */
  constructor(
    ids: Uint32Array,
    private readonly positionOf: (id: number) => number,
  ) {
    const keys = Float64Array.from(ids, (id) => keyOf({ position: positionOf(id), id })).sort();
    this.#ids = Int32Array.from(keys, (key) => placeOfKey(key).id);
    this.#n = ids.length;
  }

  /** Takes out those that are in it. */
  leave(ids: Iterable<number>): void {
    const places: number[] = [];
    for (const id of ids) {
      const place = this.#placeOf(this.#at(id));
      if (place < this.#n && this.#ids[place] === id) places.push(place);
    }
    places.sort((a, b) => a - b);
    let into = places[0] ?? this.#n;
    for (const [which, place] of places.entries()) {
      const end = places[which + 1] ?? this.#n;
      this.#ids.copyWithin(into, place + 1, end);
      into += end - place - 1;
    }
    this.#n = into;
  }

  /** Puts in others. */
  join(ids: Iterable<number>): void {
    const added = Array.from(ids, (id) => this.#at(id)).sort(compare);
    const n = this.#n + added.length;
    if (n > this.#ids.length) this.#ids = grown(this.#ids.subarray(0, this.#n), new Int32Array(roomFor(n)));
    // From the last, so that each of those behind it moves once.
    let end = this.#n;
    for (let left = added.length; left > 0; left--) {
      const one = added[left - 1] as Place;
      const place = this.#placeOf(one, end);
      this.#ids.copyWithin(place + left, place, end);
      this.#ids[place + left - 1] = one.id;
      end = place;
    }
    this.#n = n;
  }

  /** Those of a list that stand between two positions. */
  select(list: Bits, between: Between): Bits {
    const { first, end } = this.#range(between);
    const isMost = end - first > this.#n / 2;
    const kept = isMost ? list.slice() : new Uint32Array(list.length);
    if (isMost) {
      for (let place = 0; place < first; place++) clearBit(kept, this.#ids[place] ?? 0);
      for (let place = end; place < this.#n; place++) clearBit(kept, this.#ids[place] ?? 0);
    } else {
      for (let place = first; place < end; place++) {
        const id = this.#ids[place] ?? 0;
        if (bitOf(list, id) === 1) setBit(kept, id);
      }
    }
    return kept;
  }

  /**
   * The ids of a page of a list that has nothing outside of what it is said to lie between, found along the timeline; null
   * where that takes more steps than are allowed.
   */
  walk(list: Bits, { sort, after, limit }: Page, between: Between | null, mostSteps: number): number[] | null {
    const { first, end } = this.#range(between);
    const step = sort === "oldest" ? 1 : -1;
    let place = sort === "oldest" ? first : end - 1;
    if (after) {
      const own = this.#placeOf(after);
      if (sort === "newest") place = Math.min(place, own - 1);
      // Whoever stood there may have moved on since, and still stand behind all that were before.
      else
        place = Math.max(place, own < this.#n && compare(this.#at(this.#ids[own] ?? 0), after) === 0 ? own + 1 : own);
    }
    const found: number[] = [];
    for (let steps = 0; place >= first && place < end && found.length < limit; place += step) {
      if (++steps > mostSteps) return null;
      const id = this.#ids[place] ?? 0;
      if (bitOf(list, id) === 1) found.push(id);
    }
    return found;
  }

  /** All ids of a list along the timeline; with a position, from those that stand there on. */
  *along(list: Bits, sort: Page["sort"], from: number | null): Generator<number> {
    const step = sort === "oldest" ? 1 : -1;
    const between = from === null ? null : { from, to: from };
    const { first, end } = this.#range(between);
    for (let place = sort === "oldest" ? first : end - 1; place >= 0 && place < this.#n; place += step) {
      const id = this.#ids[place] ?? 0;
      if (bitOf(list, id) === 1) yield id;
    }
  }

  #range = (between: Between | null): { first: number; end: number } => ({
    first: between ? this.#placeOf({ position: between.from, id: 0 }) : 0,
    end: between ? this.#placeOf({ position: between.to + 1, id: 0 }) : this.#n,
  });

  #at = (id: number): Place => ({ position: this.positionOf(id), id });

  /** Where one stands among the first `n`, or would stand. */
  #placeOf(one: Place, n = this.#n): number {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#at(this.#ids[middle] ?? 0), one) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
