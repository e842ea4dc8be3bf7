import { addAll, type Bits, bitOf, countBits, countBoth, countByInBoth, eachInBoth, keepBoth, setBit } from "./bits";
import { Columns, type Named, type Part, type Placed, partOf } from "./columns";
import { everything, foundMark } from "./marks";
import { grown, idsIn, type Members, none, withMore, without } from "./members";
import type { Between, Page, Place, TimelineOrder } from "./timeline-order";

/**
 * Which listed developments carry each mark, held in memory: whatever is asked of several marks is answered by laying
 * sets over each other. A set holds ids of developments, as bits where many carry the mark, else sorted.
 */

export type Listed = Placed & { marks: readonly string[] };

/** Where a development stands, and the publication under which it does. */
export type Listing = Place & { publicationId: number };

export type Counts = ReadonlyMap<string, number>;

export class MarkIndex {
  readonly #sets = new Map<string, Members>();
  readonly #byMonth = new Map<string, Counts>();
  readonly #byBody = new Map<string, Counts>();
  readonly #few = new Map<string, ReadonlyMap<number, ReadonlySet<string>>>();
  #words = 0;
  #columns = new Columns();
  /** The data version it stands for, and the one with which anything last changed that has a name here. */
  version = 0;
  names = 0;

  /** Has room for ids up to one, and makes more when it is needed. */
  constructor(lastId: number) {
    this.#makeRoom(lastId);
  }

  /** What `parts` gave. */
  static of(words: number, parts: readonly Part[]): MarkIndex {
    const index = new MarkIndex(0);
    index.#words = words;
    const given = new Map(parts.map(({ name, bytes }) => [name, bytes]));
    // A copy of their own: what the driver gives lies anywhere in a larger buffer.
    const numbers = (name: string) => Uint8Array.from(given.get(name) ?? Buffer.alloc(0)).buffer;
    index.#columns = Columns.of(numbers, (name) => given.get(name)?.toString());
    for (const name of given.keys()) {
      const [, kind, mark = ""] = /^(bits|ids) (.*)$/s.exec(name) ?? [];
      const values = kind ? new Uint32Array(numbers(name)) : new Uint32Array();
      if (kind === "bits") index.#sets.set(mark, { n: countBits(values), bits: values });
      if (kind === "ids") index.#sets.set(mark, { n: values.length, ids: values });
    }
    return index;
  }

  /** All that is held, apart from what searches found: copies, which stay as they are. */
  parts(): { words: number; parts: Part[] } {
    const sets = [...this.#sets].filter(([mark]) => !mark.startsWith(foundMark("")));
    const partsOfSets = sets.map(([mark, members]) =>
      "bits" in members ? partOf(`bits ${mark}`, members.bits) : partOf(`ids ${mark}`, idsIn(members)),
    );
    return { words: this.#words, parts: [...this.#columns.parts(), ...partsOfSets] };
  }

  /** Takes these developments out, and puts in what is listed of them now. */
  replace(changed: readonly number[], listed: readonly Listed[]): void {
    for (const [mark, told] of this.#few) {
      const touched = changed.some((id) => told.has(id)) || listed.some(({ marks }) => marks.includes(mark));
      if (touched) this.#few.delete(mark);
    }
    const gone = Uint32Array.from(new Set(changed)).sort();
    this.#makeRoom(listed.reduce((most, { id }) => Math.max(most, id), gone.at(-1) ?? 0));
    this.#columns.leave(gone);
    if (gone.length > 0) for (const [mark, members] of this.#sets) this.#keep(mark, without(members, gone));
    const added = new Map<string, number[]>();
    for (const { marks, ...one } of listed) {
      this.place(one);
      for (const mark of marks) {
        const ids = added.get(mark);
        if (ids) ids.push(one.id);
        else added.set(mark, [one.id]);
      }
    }
    for (const [mark, ids] of added) this.join(mark, Uint32Array.from(ids).sort());
    this.#columns.join(listed.map(({ id }) => id));
  }

  /** Says what a development is that joins or has joined sets. */
  place(placed: Placed): void {
    this.#makeRoom(placed.id);
    this.#columns.say(placed);
  }

  /** Puts developments, in the order of their ids, into the set of a mark that none of them is in. */
  join(mark: string, ids: Uint32Array): void {
    this.#keep(mark, withMore(this.#sets.get(mark) ?? none, ids));
  }

  /** Forgets who carries a mark. */
  drop(mark: string): void {
    this.#keep(mark, none);
  }

  /** All marks that anybody carries. */
  marks(): Iterable<string> {
    return this.#sets.keys();
  }

  /** How many carry a mark. */
  total(mark: string): number {
    return this.#sets.get(mark)?.n ?? 0;
  }

  /** Who carries at least one mark of each group; only until the index changes. */
  select(groups: readonly (readonly string[])[]): Bits {
    const [first = this.#empty(), ...others] = groups.map((marks) => this.#union(marks));
    for (const other of others) keepBoth(first, other);
    return first;
  }

  /** Those of a list that stand between two positions. */
  selectBetween(list: Bits, between: Between): Bits {
    return this.#order().select(list, between);
  }

  /** Those of a list that carry a mark. */
  selectOf(list: Bits, mark: string): Bits {
    const carrying = this.#union([mark]);
    keepBoth(carrying, list);
    return carrying;
  }

  /** How many of a list carry a mark. */
  count(list: Bits, mark: string): number {
    const members = this.#sets.get(mark);
    if (!members) return 0;
    if ("bits" in members) return countBoth(members.bits, list);
    const { ids } = members;
    let n = 0;
    for (let at = 0; at < members.n; at++) n += bitOf(list, ids[at] ?? 0);
    return n;
  }

  /** How many of a list carry at least one of these marks. */
  countAny(list: Bits, marks: readonly string[]): number {
    return countBoth(this.#union(marks), list);
  }

  /** How many of all carry a mark, by month or by body; kept until somebody begins or ceases to carry it. */
  byMonth = (mark: string): Counts =>
    this.#kept(this.#byMonth, mark, () => this.countByMonth(this.#union([mark]), mark));
  byBody = (mark: string): Counts => this.#kept(this.#byBody, mark, () => this.countByBody(this.#union([mark]), mark));

  /** How many of a list carry a mark, by month: 2026-02 or, where only the year is known, 2026. */
  countByMonth = (list: Bits, mark: string): Counts => this.#countBy(this.#columns.months, list, mark);

  /** How many of a list carry a mark, by the slug of the body. */
  countByBody = (list: Bits, mark: string): Counts => this.#countBy(this.#columns.bodies, list, mark);

  /** All marks of each of the few that carry one; kept until one of them changes, or another joins them. */
  marksOfFew(mark: string): ReadonlyMap<number, ReadonlySet<string>> {
    const known = this.#few.get(mark);
    if (known) return known;
    const few = this.#union([mark]);
    const told = new Map<number, Set<string>>();
    eachInBoth(few, few, (id) => told.set(id, new Set()));
    for (const other of this.#sets.keys()) {
      // What a search finds comes and goes without any of them changing.
      if (!other.startsWith(foundMark(""))) this.#each(few, other, (id) => told.get(id)?.add(other));
    }
    this.#few.set(mark, told);
    return told;
  }

  /** 2026-02 or, where only the year is known, 2026. */
  monthOf: Columns["monthOf"] = (id) => this.#columns.monthOf(id);

  /** The days between two stages by body, where they are known, from the shortest to the longest. */
  daysByBody: Columns["daysByBody"] = (list, span) => this.#columns.daysByBody(list, span);

  /** A page of a list that lies between two positions or anywhere, in the order of the timeline, and how long the list is. */
  page(list: Bits, page: Page, between: Between | null): { places: Listing[]; total: number } {
    const total = countBits(list);
    // Each takes long where the other is short: the way along all others, and the look at each of the list.
    const ids = this.#order().walk(list, page, between, list.length + 4 * total);
    const places = ids?.map(this.#columns.placeOf) ?? this.#columns.pick(list, page);
    return {
      places: places.map((place) => ({ ...place, publicationId: this.#columns.publicationOf(place.id) })),
      total,
    };
  }

  #order = (): TimelineOrder => this.#columns.order(() => this.#idsOf(everything));

  #kept(counts: Map<string, Counts>, mark: string, count: () => Counts): Counts {
    const known = counts.get(mark) ?? count();
    counts.set(mark, known);
    return known;
  }

  #countBy({ names, of }: Named, list: Bits, mark: string): Counts {
    const counts = new Uint32Array(names.length);
    const members = this.#sets.get(mark) ?? none;
    if ("bits" in members) countByInBoth(members.bits, list, of, counts);
    else {
      this.#each(list, mark, (id) => {
        const at = of[id] ?? 0;
        counts[at] = (counts[at] ?? 0) + 1;
      });
    }
    const found = new Map<string, number>();
    for (const [at, n] of counts.entries()) if (n > 0) found.set(names[at] ?? "", n);
    return found;
  }

  #each(list: Bits, mark: string, call: (id: number) => void): void {
    const members = this.#sets.get(mark) ?? none;
    if ("bits" in members) eachInBoth(members.bits, list, call);
    else {
      for (let at = 0; at < members.n; at++) {
        const id = members.ids[at] ?? 0;
        if (bitOf(list, id) === 1) call(id);
      }
    }
  }

  #empty = (): Bits => new Uint32Array(this.#words);

  #union(marks: readonly string[]): Bits {
    const union = this.#empty();
    for (const mark of marks) {
      const members = this.#sets.get(mark) ?? none;
      if ("bits" in members) addAll(union, members.bits);
      else for (const id of idsIn(members)) setBit(union, id);
    }
    return union;
  }

  #keep(mark: string, members: Members): void {
    if (members === this.#sets.get(mark)) return;
    this.#byMonth.delete(mark);
    this.#byBody.delete(mark);
    if (members.n === 0) this.#sets.delete(mark);
    else this.#sets.set(mark, this.#fit(members));
  }

  /** As bits or as ids, whichever takes less room; with slack, so that one development does not turn it to and fro. */
  #fit(members: Members): Members {
    const { n } = members;
    if ("ids" in members && n > this.#words) {
      const bits = this.#empty();
      for (const id of idsIn(members)) setBit(bits, id);
      return { n, bits };
    }
    return "bits" in members && n < this.#words / 2 ? { n, ids: idsAmong(members) } : members;
  }

  #idsOf(mark: string): Uint32Array {
    const members = this.#sets.get(mark) ?? none;
    return "bits" in members ? idsAmong(members) : idsIn(members);
  }

  #makeRoom(lastId: number): void {
    if (lastId < this.#words * 32) return;
    this.#words = Math.ceil(((lastId + 1) * 1.25) / 32);
    this.#columns.makeRoom(this.#words * 32);
    for (const [mark, members] of this.#sets) {
      this.#keep(mark, "bits" in members ? { n: members.n, bits: grown(members.bits, this.#empty()) } : members);
    }
  }
}

function idsAmong({ n, bits }: Extract<Members, { bits: Bits }>): Uint32Array {
  const ids = new Uint32Array(n);
  let at = 0;
  eachInBoth(bits, bits, (id) => {
    ids[at++] = id;
  });
  return ids;
}
