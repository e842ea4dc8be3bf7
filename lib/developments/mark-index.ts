import { type StageSpan, stageSpans } from "@/db/vocabulary";
import {
  addAll,
  type Bits,
  bitOf,
  clearBit,
  countBits,
  countBoth,
  countByInBoth,
  eachInBoth,
  keepBoth,
  setBit,
} from "./bits";
import { foundMark } from "./marks";
import { grown, idsIn, type Members, none, withMore, without } from "./members";

/**
 * Which listed developments carry each mark, held in memory: whatever is asked of several marks is answered by laying
 * sets over each other. A set holds ids of developments, as bits where many carry the mark, else sorted.
 */

export type Placed = {
  id: number;
  position: number;
  /** Between its stages, where both days are known. */
  days: Record<StageSpan, number | null>;
  /** 2026-02 or, where only the year is known, 2026. */
  month: string;
  body: string;
};
export type Listed = Placed & { marks: readonly string[] };

/** Where a development stands in the timeline. */
export type Place = { position: number; id: number };
export type Page = { sort: "newest" | "oldest"; after: Place | null; limit: number };

export type Counts = ReadonlyMap<string, number>;

/** What each development has exactly one of: by id the place of its name. */
type Column = { names: string[]; places: Map<string, number>; of: Uint16Array };

/** A piece of what is held, as bytes. */
export type Part = { name: string; bytes: Buffer };

const emptyColumn = (): Column => ({ names: [], places: new Map(), of: new Uint16Array() });

const sorted = (numbers: number[]): Int32Array => Int32Array.from(numbers).sort();

/** Of days that are not known. */
const unknown = -(2 ** 31);

export class MarkIndex {
  readonly #sets = new Map<string, Members>();
  readonly #byMonth = new Map<string, Counts>();
  readonly #byBody = new Map<string, Counts>();
  readonly #few = new Map<string, ReadonlyMap<number, ReadonlySet<string>>>();
  #words = 0;
  /** By id. */
  #positions = new Int32Array();
  #days: Record<StageSpan, Int32Array> = { "to-adoption": new Int32Array(), "to-effect": new Int32Array() };
  #months = emptyColumn();
  #bodies = emptyColumn();

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
    const column = (name: string): Column => {
      const names: string[] = JSON.parse(given.get(`${name} names`)?.toString() ?? "[]");
      return { names, places: new Map(names.map((one, place) => [one, place])), of: new Uint16Array(numbers(name)) };
    };
    index.#positions = new Int32Array(numbers("positions"));
    for (const span of stageSpans) index.#days[span] = new Int32Array(numbers(`days ${span}`));
    index.#months = column("months");
    index.#bodies = column("bodies");
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
    const part = (name: string, { buffer, byteOffset, byteLength }: ArrayBufferView) => ({
      ...{ name, bytes: Buffer.from(Buffer.from(buffer, byteOffset, byteLength)) },
    });
    const column = (name: string, { names, of }: Column) => [
      part(name, of),
      { name: `${name} names`, bytes: Buffer.from(JSON.stringify(names)) },
    ];
    const sets = [...this.#sets].filter(([mark]) => !mark.startsWith(foundMark("")));
    return {
      words: this.#words,
      parts: [
        part("positions", this.#positions),
        ...stageSpans.map((span) => part(`days ${span}`, this.#days[span])),
        ...column("months", this.#months),
        ...column("bodies", this.#bodies),
        ...sets.map(([mark, members]) =>
          "bits" in members ? part(`bits ${mark}`, members.bits) : part(`ids ${mark}`, idsIn(members)),
        ),
      ],
    };
  }

  /** Takes these developments out, and puts in what is listed of them now. */
  replace(changed: readonly number[], listed: readonly Listed[]): void {
    for (const [mark, told] of this.#few) {
      const touched = changed.some((id) => told.has(id)) || listed.some(({ marks }) => marks.includes(mark));
      if (touched) this.#few.delete(mark);
    }
    const gone = Uint32Array.from(new Set(changed)).sort();
    this.#makeRoom(listed.reduce((most, { id }) => Math.max(most, id), gone.at(-1) ?? 0));
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
  }

  /** Says what a development is that joins or has joined sets. */
  place({ id, position, days, month, body }: Placed): void {
    this.#makeRoom(id);
    this.#positions[id] = position;
    this.#months.of[id] = placeOfName(this.#months, month);
    this.#bodies.of[id] = placeOfName(this.#bodies, body);
    for (const span of stageSpans) this.#days[span][id] = days[span] ?? unknown;
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
  selectBetween(list: Bits, { from, to }: { from: number; to: number }): Bits {
    const between = list.slice();
    eachInBoth(list, list, (id) => {
      const position = this.#positions[id] ?? 0;
      if (position < from || position > to) clearBit(between, id);
    });
    return between;
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
  countByMonth = (list: Bits, mark: string): Counts => this.#countBy(this.#months, list, mark);

  /** How many of a list carry a mark, by the slug of the body. */
  countByBody = (list: Bits, mark: string): Counts => this.#countBy(this.#bodies, list, mark);

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
  monthOf = (id: number): string => this.#months.names[this.#months.of[id] ?? 0] ?? "";

  /** The days between two stages by body, where they are known, from the shortest to the longest. */
  daysByBody(list: Bits, span: StageSpan): ReadonlyMap<string, Int32Array> {
    const days: number[][] = this.#bodies.names.map(() => []);
    eachInBoth(list, list, (id) => {
      const known = this.#days[span][id] ?? unknown;
      if (known !== unknown) days[this.#bodies.of[id] ?? 0]?.push(known);
    });
    return new Map(days.flatMap((own, at) => (own.length > 0 ? [[this.#bodies.names[at] ?? "", sorted(own)]] : [])));
  }

  /** The first of a list in the order of the timeline, or of those that come after a place in it. */
  page(list: Bits, { sort, after, limit }: Page): Place[] {
    const sign = sort === "oldest" ? 1 : -1;
    const first: Place[] = [];
    const comesBefore = (one: Place, other: Place) => (one.position - other.position || one.id - other.id) * sign < 0;
    eachInBoth(list, list, (id) => {
      const place = { position: this.#positions[id] ?? 0, id };
      const last = first[limit - 1];
      if ((last && !comesBefore(place, last)) || (after && !comesBefore(after, place))) return;
      let at = Math.min(first.length, limit - 1);
      while (at > 0 && comesBefore(place, first[at - 1] ?? place)) at -= 1;
      first.splice(at, 0, place);
      if (first.length > limit) first.pop();
    });
    return first;
  }

  #kept(counts: Map<string, Counts>, mark: string, count: () => Counts): Counts {
    const known = counts.get(mark) ?? count();
    counts.set(mark, known);
    return known;
  }

  #countBy({ names, of }: Column, list: Bits, mark: string): Counts {
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
    if ("bits" in members && n < this.#words / 2) {
      const ids: number[] = [];
      eachInBoth(members.bits, members.bits, (id) => ids.push(id));
      return { n, ids: Uint32Array.from(ids) };
    }
    return members;
  }

  #makeRoom(lastId: number): void {
    if (lastId < this.#words * 32) return;
    this.#words = Math.ceil(((lastId + 1) * 1.25) / 32);
    this.#positions = grown(this.#positions, new Int32Array(this.#words * 32));
    for (const column of [this.#months, this.#bodies]) {
      column.of = grown(column.of, new Uint16Array(this.#words * 32));
    }
    for (const span of stageSpans) this.#days[span] = grown(this.#days[span], new Int32Array(this.#words * 32));
    for (const [mark, members] of this.#sets) {
      this.#keep(mark, "bits" in members ? { n: members.n, bits: grown(members.bits, this.#empty()) } : members);
    }
  }
}

function placeOfName({ names, places }: Column, name: string): number {
  const place = places.get(name) ?? names.push(name) - 1;
  places.set(name, place);
  return place;
}
