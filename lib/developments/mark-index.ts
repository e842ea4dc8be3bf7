import type { StageSpan } from "@/db/vocabulary";
import { type Bits, countBits, countBoth, countByAmong, countByInBoth, eachInBoth, setBit } from "./bits";
import { Columns, type Part, type Placed } from "./columns";
import { type Groups, KeptTallies, type Parts, type Tallies } from "./kept-tallies";
import { MarkSets } from "./mark-sets";
import { everything } from "./marks";
import { idsAmong, idsIn, roomFor } from "./members";
import type { Between, Page, Place, TimelineOrder } from "./timeline-order";

/**
 * Which listed developments carry each mark, held in memory: whatever is asked of several marks is answered by laying
 * sets over each other.
 */

export type Listed = Placed & { marks: readonly string[] };

/** Where a development stands, and the publication under which it does. */
export type Listing = Place & { publicationId: number };

export type Counts = ReadonlyMap<string, number>;

/** Counts are made anew after more changes at once. */
const mostCountedChanges = 500;

/** Of what is listed those who carry at least one mark of each group and stand between two positions, if any are given. */
export class List {
  #bits: Bits | null = null;
  #few: Uint32Array | null | undefined;

  constructor(
    readonly groups: Groups,
    readonly between: Between | null,
    private readonly select: (list: List) => Bits,
  ) {}

  get bits(): Bits {
    this.#bits ??= this.select(this);
    return this.#bits;
  }

  /** Its ids, where it is so short that to look for each among bits is quicker than to lay bits over each other. */
  get few(): Uint32Array | null {
    if (this.#few === undefined) {
      const n = countBits(this.bits);
      this.#few = n * 8 <= this.bits.length ? idsAmong({ n, bits: this.bits }) : null;
    }
    return this.#few;
  }
}

export class MarkIndex {
  readonly #sets = new MarkSets();
  readonly #tallies = new KeptTallies();
  #columns = new Columns();
  /** The data version it stands for, and the one with which anything last changed that has a name here. */
  version = 0;
  names = 0;

  /** Has room for ids up to one, and makes more when it is needed. */
  /** How often something was replaced: as long as it stays the same, so does what is held. */
  replaced = 0;

  constructor(lastId: number) {
    this.#makeRoom(lastId);
  }

  /** What `parts` gave. */
  static async of(words: number, parts: Iterable<Part> | AsyncIterable<Part>): Promise<MarkIndex> {
    const index = new MarkIndex(0);
    index.#sets.makeRoom(words);
    // A copy of their own: what the driver gives lies anywhere in a larger buffer.
    const numbers = (bytes: Uint8Array = new Uint8Array()) => Uint8Array.from(bytes).buffer;
    const columns = new Map<string, Buffer>();
    for await (const { name, bytes } of parts) {
      if (!index.#sets.takePart(name, () => numbers(bytes))) columns.set(name, bytes);
    }
    index.#columns = Columns.of(
      (name) => numbers(columns.get(name)),
      (name) => columns.get(name)?.toString(),
    );
    return index;
  }

  /** How long its sets of bits are. */
  get words(): number {
    return this.#sets.words;
  }

  /** All that is held, apart from what was only asked for: a copy of each part, made when it is asked for. */
  *parts(): Generator<Part> {
    yield* this.#columns.parts();
    yield* this.#sets.parts();
  }

  /** Takes these developments out, and puts in what is listed of them now. */
  replace(changed: readonly number[], listed: readonly Listed[]): void {
    this.replaced += 1;
    // What is listed for the first time is in no set yet.
    const gone = Uint32Array.from(new Set(changed))
      .filter((id) => this.#sets.carries(id, everything))
      .sort();
    this.#makeRoom(listed.reduce((most, { id }) => Math.max(most, id), 0));
    const areFew = changed.length <= mostCountedChanges;
    if (areFew) for (const id of gone) this.#tallies.count(-1, this.#known(id));
    else this.#tallies.clear();
    this.#columns.leave(gone);
    this.#sets.takeOut(gone);
    const added = new Map<string, number[]>();
    for (const { marks, ...one } of listed) {
      this.place(one);
      for (const mark of marks) {
        const ids = added.get(mark);
        if (ids) ids.push(one.id);
        else added.set(mark, [one.id]);
      }
    }
    for (const [mark, ids] of added) this.#sets.add(mark, Uint32Array.from(ids).sort());
    if (areFew) for (const { id } of listed) this.#tallies.count(1, this.#known(id));
    this.#columns.join(listed.map(({ id }) => id));
  }

  /** Says what a development is that joins or has joined sets. */
  place(placed: Placed): void {
    this.#makeRoom(placed.id);
    this.#columns.say(placed);
  }

  /** Puts developments, in the order of their ids, into the set of a mark that none of them is in. */
  join(mark: string, ids: Uint32Array): void {
    this.#tallies.forget(mark);
    this.#sets.add(mark, ids);
  }

  /** Forgets who carries a mark. */
  drop(mark: string): void {
    this.#tallies.forget(mark);
    this.#sets.drop(mark);
  }

  /** All marks that anybody carries. */
  marks = (): Iterable<string> => this.#sets.marks();

  /** How many carry a mark. */
  total = (mark: string): number => this.#sets.of(mark).n;

  /** To be used until the index changes; all that is listed where no group is given. */
  list(groups: Groups, between: Between | null = null): List {
    return new List(groups, between, ({ groups, between }) => {
      const kept = this.#tallies.of(groups);
      kept.bits ??= this.#sets.select(groups);
      return between ? this.#order().select(kept.bits, between) : kept.bits;
    });
  }

  /** Those of a list that carry a mark. */
  within = ({ groups, between }: List, mark: string): List => this.list([...groups, [mark]], between);

  length = (list: List): number => this.#tally(list, [everything], null).get(everything)?.[0] ?? 0;

  /** How many of a list carry each of some marks; those that nobody in it carries are missing. */
  countEach(list: List, marks: readonly string[]): Counts {
    const tallies = this.#tally(list, marks, null);
    const counts = new Map<string, number>();
    for (const mark of marks) {
      const [n = 0] = tallies.get(mark) ?? [];
      if (n > 0) counts.set(mark, n);
    }
    return counts;
  }

  /** The same by month or by body. */
  countEachBy(parts: Parts, list: List, marks: readonly string[]): ReadonlyMap<string, Counts> {
    const { names } = this.#columns[parts];
    const tallies = this.#tally(list, marks, parts);
    const counts = new Map<string, Counts>();
    for (const mark of marks) {
      const named = new Map<string, number>();
      for (const [part, n] of (tallies.get(mark) ?? []).entries()) if (n > 0) named.set(names[part] ?? "", n);
      if (named.size > 0) counts.set(mark, named);
    }
    return counts;
  }

  /** How many of a list carry at least one of these marks. */
  countAny(list: List, marks: readonly string[]): number {
    return countBoth(this.#sets.union(marks), list.bits);
  }

  /** Marks those that are listed and of whom something holds, with a mark that none of them carries. */
  markWhere(mark: string, holds: (id: number) => boolean): void {
    const bits = this.#sets.empty();
    const all = this.list([]).bits;
    eachInBoth(all, all, (id) => {
      if (holds(id)) setBit(bits, id);
    });
    this.mark(mark, bits);
  }

  /** Gives those of these bits a mark that nobody carries. */
  mark(mark: string, bits: Bits): void {
    this.#tallies.forget(mark);
    this.#sets.addBits(mark, bits);
  }

  knownFrom = (id: number): number => this.#columns.knownFrom(id);
  publicationOf = (id: number): number => this.#columns.publicationOf(id);
  positionOf = (id: number): number => this.#columns.positionOf(id);

  /** The days between two stages by body, where they are known, from the shortest to the longest. */
  daysByBody(list: List, span: StageSpan): ReadonlyMap<string, Int32Array> {
    const kept = list.between ? null : this.#tallies.of(list.groups).days;
    const days = kept?.get(span) ?? this.#columns.daysByBody(list.bits, span);
    kept?.set(span, days);
    return days;
  }

  /** A page of a list in the order of the timeline, and how long the list is. */
  page(list: List, page: Page): { places: Listing[]; total: number } {
    const total = this.length(list);
    // Each takes long where the other is short: the way along all others, and the look at each of the list.
    const mostSteps = list.bits.length + 4 * total;
    const isNear = list.between !== null || (page.limit / total) * this.total(everything) <= mostSteps;
    const ids = isNear ? this.#order().walk(list.bits, page, list.between, mostSteps) : null;
    const places = ids?.map(this.#columns.placeOf) ?? this.#columns.pick(list.bits, page);
    return {
      places: places.map((place) => ({ ...place, publicationId: this.publicationOf(place.id) })),
      total,
    };
  }

  /** All ids of a list along the timeline; with a position, from those that stand there on. */
  along = (list: List, sort: Page["sort"], from: number | null): Iterable<number> =>
    this.#order().along(list.bits, sort, from);

  #order = (): TimelineOrder => this.#columns.order(() => this.#sets.idsOf(everything));

  /** The numbers of some marks: kept, unless dates are asked for, of which there are too many. */
  #tally(list: List, marks: readonly string[], parts: Parts | null): Tallies {
    const tallies = list.between
      ? new Map<string, number[]>()
      : this.#tallies.of(list.groups).tallies[parts ?? "whole"];
    const isAll = list.groups.length === 0 && !list.between && !parts;
    const count = (mark: string) => (isAll ? [this.total(mark)] : Array.from(this.#across(list, mark, parts)));
    for (const mark of marks) if (!tallies.has(mark)) tallies.set(mark, count(mark));
    return tallies;
  }

  #across(list: List, mark: string, parts: Parts | null): Uint32Array {
    const members = this.#sets.of(mark);
    const { names, of } = parts ? this.#columns[parts] : { names: [""], of: null };
    const counts = new Uint32Array(names.length);
    if ("ids" in members) countByAmong(idsIn(members), list.bits, of, counts);
    else if (list.few) countByAmong(list.few, members.bits, of, counts);
    else if (of) countByInBoth(members.bits, list.bits, of, counts);
    else counts[0] = countBoth(members.bits, list.bits);
    return counts;
  }

  #known = (id: number) => ({
    id,
    carries: (mark: string) => this.#sets.carries(id, mark),
    partOf: (parts: Parts) => this.#columns[parts].of[id] ?? 0,
  });

  #makeRoom(lastId: number): void {
    if (lastId < this.words * 32) return;
    const words = Math.ceil(roomFor(lastId + 1) / 32);
    this.#tallies.clear();
    this.#columns.makeRoom(words * 32);
    this.#sets.makeRoom(words);
  }
}
