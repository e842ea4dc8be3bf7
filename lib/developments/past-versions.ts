import { eachInBoth } from "./bits";
import { type List, type Listed, type Listing, MarkIndex } from "./mark-index";
import { everything } from "./marks";
import { grown, roomFor } from "./members";
import { keyOf, type Page, placeOfKey } from "./timeline-order";

/** A version that is not the known one any more, but was at the end of some day. */
export type PastVersion = Omit<Listed, "id"> & {
  developmentId: number;
  /** The first day at whose end it was not known any more; days are counted from 1970. */
  knownUntil: number;
};

/** No development has this id. */
const nobody = 0;

/**
 * The marks of all versions that were known at the end of a past day, held in memory as are those of what is listed now.
 * A development may have several: in columns and sets each stands under a number of its own.
 */
export class PastVersions {
  readonly index = new MarkIndex(0);
  #developments = new Uint32Array();
  #until = new Uint16Array();
  /** No number from it on was ever taken; of those below it some were given back. */
  #next = 1;
  readonly #free: number[] = [];
  /** The data version it stands for. */
  version = 0;

  /** Takes out what is held of these developments, and puts in what is to be held of them now. */
  replace(developmentIds: readonly number[], versions: readonly PastVersion[]): void {
    const changed = new Set(developmentIds);
    const gone: number[] = [];
    for (let number = 1; number < this.#next; number++) {
      if (changed.has(this.#developmentOf(number))) gone.push(number);
    }
    const come = versions.map((version) => ({ ...version, id: this.#take(version) }));
    this.index.replace([...gone, ...come.map(({ id }) => id)], come);
    for (const number of gone) this.#developments[number] = nobody;
    this.#free.push(...gone);
  }

  /** Puts in what was read of many developments at once: versions, and by mark the ids of their publications. */
  load(versions: readonly Omit<PastVersion, "marks">[], sets: Iterable<{ mark: string; ids: Uint32Array }>): void {
    const numbers = new Map<number, number>();
    for (const version of versions) {
      const id = this.#take(version);
      this.index.place({ ...version, id });
      numbers.set(version.publicationId, id);
    }
    this.index.join(everything, Uint32Array.from(numbers.values()).sort());
    for (const { mark, ids } of sets) this.index.join(mark, ids.map((id) => numbers.get(id) ?? 0).sort());
  }

  wasKnown = (number: number, day: number): boolean =>
    this.index.knownFrom(number) <= day && this.knownUntil(number) > day;

  knownUntil = (number: number): number => this.#until[number] ?? 0;

  /** Each development of a list, which holds no more than one version of it, with the number of that version. */
  *developmentsIn(list: List): Generator<[developmentId: number, number: number]> {
    const numbers: number[] = [];
    eachInBoth(list.bits, list.bits, (number) => numbers.push(number));
    for (const number of numbers) yield [this.#developmentOf(number), number];
  }

  /** A page of a list that holds no more than one version of a development. */
  page(list: List, { sort, after, limit }: Page): { places: Listing[]; total: number } {
    const sign = sort === "oldest" ? 1 : -1;
    const begin = after ? sign * keyOf(after) : Number.NEGATIVE_INFINITY;
    const numbers = new Map<number, number>();
    let last: number | null = null;
    for (const number of this.index.along(list, sort, after?.position ?? null)) {
      const position = this.index.positionOf(number);
      // Those of one position stand in the order of their numbers here, and not of their developments.
      if (numbers.size >= limit && position !== last) break;
      last = position;
      const key = sign * keyOf({ position, id: this.#developmentOf(number) });
      if (key > begin) numbers.set(key, number);
    }
    const keys = Float64Array.from(numbers.keys()).sort().subarray(0, limit);
    const places = Array.from(keys, (key) => {
      const publicationId = this.index.publicationOf(numbers.get(key) ?? 0);
      return { ...placeOfKey(sign * key), publicationId };
    });
    return { places, total: this.index.length(list) };
  }

  #developmentOf = (number: number): number => this.#developments[number] ?? nobody;

  #take({ developmentId, knownUntil }: Pick<PastVersion, "developmentId" | "knownUntil">): number {
    const number = this.#free.pop() ?? this.#next++;
    if (number >= this.#developments.length) {
      const length = roomFor(number + 1);
      this.#developments = grown(this.#developments, new Uint32Array(length));
      this.#until = grown(this.#until, new Uint16Array(length));
    }
    this.#developments[number] = developmentId;
    this.#until[number] = knownUntil;
    return number;
  }
}
