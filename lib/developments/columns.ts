import { type StageSpan, stageSpans } from "@/db/vocabulary";
import { type Bits, eachInBoth } from "./bits";
import { grown } from "./members";
import { keyOf, type Page, type Place, placeOfKey, TimelineOrder } from "./timeline-order";

/** What each listed development has exactly one of, by its id. */

export type Placed = {
  id: number;
  /** Under which it is listed. */
  publicationId: number;
  position: number;
  /** Between its stages, where both days are known. */
  days: Record<StageSpan, number | null>;
  /** 2026-02 or, where only the year is known, 2026. */
  month: string;
  body: string;
  /** The first day at whose end this version was the known one, counted from 1970. */
  knownFrom: number;
};

/** By id the place of a name. */
export type Named = { names: string[]; places: Map<string, number>; of: Uint16Array };

/** Beyond a page that is being picked. */
const sortedAtOnce = 1_000;

/** A piece of what is held, as bytes. */
export type Part = { name: string; bytes: Buffer };

const emptyNamed = (): Named => ({ names: [], places: new Map(), of: new Uint16Array() });

const sorted = (numbers: number[]): Int32Array => Int32Array.from(numbers).sort();

/** Of days that are not known. */
const unknown = -(2 ** 31);

export class Columns {
  months = emptyNamed();
  bodies = emptyNamed();
  #positions = new Int32Array();
  #publications = new Uint32Array();
  #knownFrom = new Uint16Array();
  #days: Record<StageSpan, Int32Array> = { "to-adoption": new Int32Array(), "to-effect": new Int32Array() };
  /** Put together when it is first asked for, which takes a moment. */
  #order: TimelineOrder | null = null;

  /** What `parts` gave. */
  static of(numbers: (name: string) => ArrayBuffer, text: (name: string) => string | undefined): Columns {
    const columns = new Columns();
    const named = (name: string): Named => {
      const names: string[] = JSON.parse(text(`${name} names`) ?? "[]");
      return { names, places: new Map(names.map((one, place) => [one, place])), of: new Uint16Array(numbers(name)) };
    };
    columns.months = named("months");
    columns.bodies = named("bodies");
    columns.#positions = new Int32Array(numbers("positions"));
    columns.#publications = new Uint32Array(numbers("publications"));
    columns.#knownFrom = new Uint16Array(numbers("known from"));
    for (const span of stageSpans) columns.#days[span] = new Int32Array(numbers(`days ${span}`));
    return columns;
  }

  /** Copies, which stay as they are. */
  parts(): Part[] {
    const named = (name: string, { names, of }: Named) => [
      partOf(name, of),
      { name: `${name} names`, bytes: Buffer.from(JSON.stringify(names)) },
    ];
    return [
      ...named("months", this.months),
      ...named("bodies", this.bodies),
      partOf("positions", this.#positions),
      partOf("publications", this.#publications),
      partOf("known from", this.#knownFrom),
      ...stageSpans.map((span) => partOf(`days ${span}`, this.#days[span])),
    ];
  }

  /** So that each id below `length` has a place. */
  makeRoom(length: number): void {
    this.#positions = grown(this.#positions, new Int32Array(length));
    this.#publications = grown(this.#publications, new Uint32Array(length));
    this.#knownFrom = grown(this.#knownFrom, new Uint16Array(length));
    for (const named of [this.months, this.bodies]) named.of = grown(named.of, new Uint16Array(length));
    for (const span of stageSpans) this.#days[span] = grown(this.#days[span], new Int32Array(length));
  }

  /** Takes developments out of the order of the timeline, before they are said anew. */
  leave(ids: Iterable<number>): void {
    this.#order?.leave(ids);
  }

  /** Puts them in, after they were said. */
  join(ids: Iterable<number>): void {
    this.#order?.join(ids);
  }

  say({ id, publicationId, position, days, month, body, knownFrom }: Placed): void {
    this.#positions[id] = position;
    this.#publications[id] = publicationId;
    this.#knownFrom[id] = knownFrom;
    this.months.of[id] = placeOfName(this.months, month);
    this.bodies.of[id] = placeOfName(this.bodies, body);
    for (const span of stageSpans) this.#days[span][id] = days[span] ?? unknown;
  }

  placeOf = (id: number): Place => ({ position: this.positionOf(id), id });
  positionOf = (id: number): number => this.#positions[id] ?? 0;
  publicationOf = (id: number): number => this.#publications[id] ?? 0;
  knownFrom = (id: number): number => this.#knownFrom[id] ?? 0;

  /** The days between two stages by body, where they are known, from the shortest to the longest. */
  daysByBody(list: Bits, span: StageSpan): ReadonlyMap<string, Int32Array> {
    const days: number[][] = this.bodies.names.map(() => []);
    eachInBoth(list, list, (id) => {
      const known = this.#days[span][id] ?? unknown;
      if (known !== unknown) days[this.bodies.of[id] ?? 0]?.push(known);
    });
    return new Map(days.flatMap((own, at) => (own.length > 0 ? [[this.bodies.names[at] ?? "", sorted(own)]] : [])));
  }

  /** The order of all that are listed. */
  order(all: () => Uint32Array): TimelineOrder {
    this.#order ??= new TimelineOrder(all(), this.positionOf);
    return this.#order;
  }

  /** A page of a list, whatever its length: each of the list is looked at. */
  pick(list: Bits, { sort, after, limit }: Page): Place[] {
    const sign = sort === "oldest" ? 1 : -1;
    const begin = after ? sign * keyOf(after) : Number.NEGATIVE_INFINITY;
    // The first so far, and others that may come before them until they are sorted again.
    const keys = new Float64Array(limit + sortedAtOnce);
    let [n, end] = [0, Number.POSITIVE_INFINITY];
    const settle = () => {
      keys.subarray(0, n).sort();
      n = Math.min(n, limit);
      if (n === limit) end = keys[n - 1] ?? end;
    };
    eachInBoth(list, list, (id) => {
      const key = sign * keyOf({ position: this.positionOf(id), id });
      if (key <= begin || key >= end) return;
      keys[n++] = key;
      if (n === keys.length) settle();
    });
    settle();
    return Array.from(keys.subarray(0, n), (key) => placeOfKey(sign * key));
  }
}

export const partOf = (name: string, { buffer, byteOffset, byteLength }: ArrayBufferView): Part => ({
  name,
  bytes: Buffer.from(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)),
});

function placeOfName({ names, places }: Named, name: string): number {
  const place = places.get(name) ?? names.push(name) - 1;
  places.set(name, place);
  return place;
}
