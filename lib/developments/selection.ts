import type { Database } from "@/db/client";
import type { StageSpan } from "@/db/vocabulary";
import { type Chosen, chosenMarks } from "./conditions";
import type { Filters } from "./filters";
import { heldFor } from "./held-marks";
import type { Parts } from "./kept-tallies";
import { positionsBetween } from "./lists";
import type { Counts, List, Listing, MarkIndex } from "./mark-index";
import { everything, foundMark, knownMark } from "./marks";
import type { PastVersions } from "./past-versions";
import { compare, type Page } from "./timeline-order";

/** The developments of a list. To be used before anything else is awaited: then the sets behind it may change. */
export async function select(db: Database, filters: Filters, chosen?: Chosen[]): Promise<Selection> {
  const { now, past, known, between } = await chooseFrom(db, filters, chosen);
  return new Selection(
    { index: now, list: now.list(known, between) },
    filters.asof && past ? { versions: past, index: past.index, list: past.index.list(known, between) } : null,
  );
}

/** What is held and, as groups of marks, what filters choose from it: today, and as known on the day they name. */
export async function chooseFrom(db: Database, filters: Filters, chosen?: Chosen[]) {
  const { q, asof } = filters;
  const marks = (chosen ?? (await chosenMarks(db, filters))).map(({ marks }) => marks);
  const groups = [...marks, ...(q ? [[foundMark(q)]] : [])];
  const known = asof ? [...groups, [knownMark(asof)]] : groups;
  return { ...(await heldFor(db, filters)), groups, known, between: positionsBetween(filters) };
}

type Part = { index: MarkIndex; list: List };

/**
 * A list of today or of a past day. That of a past day has two parts: what was known then and still is, and the versions
 * that others have followed since; no development is in both.
 */
export class Selection {
  readonly #parts: readonly Part[];

  constructor(
    private readonly now: Part,
    private readonly past: (Part & { versions: PastVersions }) | null,
  ) {
    this.#parts = past ? [now, past] : [now];
  }

  /** Which version of names goes with it. */
  get names(): number {
    return this.now.index.names;
  }

  get length(): number {
    return this.countEach([everything]).get(everything) ?? 0;
  }

  /** All marks that anybody carries, in this list or beside it. */
  marks(): Iterable<string> {
    if (!this.past) return this.now.index.marks();
    return new Set([...this.now.index.marks(), ...this.past.index.marks()]);
  }

  /** Those that carry a mark. */
  within(mark: string): Selection {
    const [now, past] = [within(this.now, mark), this.past];
    return new Selection(now, past && { ...past, ...within(past, mark) });
  }

  /** How many carry each of some marks; those that nobody in the list carries are missing. */
  countEach(marks: readonly string[]): Counts {
    return sumUp(this.#parts.map(({ index, list }) => index.countEach(list, marks)));
  }

  /** The same by month or by body. */
  countEachBy(parts: Parts, marks: readonly string[]): ReadonlyMap<string, Counts> {
    const counted = this.#parts.map(({ index, list }) => index.countEachBy(parts, list, marks));
    const [first = new Map<string, Counts>(), ...more] = counted;
    if (more.length === 0) return first;
    const all = marks.map((mark): [string, Counts] => [mark, sumUp(counted.flatMap((one) => one.get(mark) ?? []))]);
    return new Map(all.filter(([, counts]) => counts.size > 0));
  }

  /** How many carry at least one of these marks. */
  countAny = (marks: readonly string[]): number =>
    this.#parts.reduce((sum, { index, list }) => sum + index.countAny(list, marks), 0);

  /** The days between two stages by body, where they are known, from the shortest to the longest. */
  daysByBody(span: StageSpan): ReadonlyMap<string, Int32Array> {
    const [first = new Map<string, Int32Array>(), second] = this.#parts.map(({ index, list }) =>
      index.daysByBody(list, span),
    );
    if (!second) return first;
    const all = new Map(first);
    for (const [body, days] of second) all.set(body, merged(first.get(body) ?? new Int32Array(), days));
    return all;
  }

  /** A page in the order of the timeline, and how long the list is. */
  page(page: Page): { places: Listing[]; total: number } {
    const { index, list } = this.now;
    const now = index.page(list, page);
    if (!this.past) return now;
    const then = this.past.versions.page(this.past.list, page);
    const sign = page.sort === "oldest" ? 1 : -1;
    const places = [...now.places, ...then.places].sort((one, other) => sign * compare(one, other));
    return { places: places.slice(0, page.limit), total: now.total + then.total };
  }
}

/** Two sorted lists as one: to sort them again would take longer than all else of a chart. */
function merged(one: Int32Array, other: Int32Array): Int32Array {
  const all = new Int32Array(one.length + other.length);
  for (let [at, first, second] = [0, 0, 0]; at < all.length; at++) {
    const isFirst = first < one.length && (second === other.length || (one[first] ?? 0) <= (other[second] ?? 0));
    all[at] = (isFirst ? one[first++] : other[second++]) ?? 0;
  }
  return all;
}

const within = ({ index, list }: Part, mark: string): Part => ({ index, list: index.within(list, mark) });

function sumUp(counts: readonly Counts[]): Counts {
  const [first = new Map<string, number>(), ...more] = counts;
  if (more.length === 0) return first;
  const sums = new Map(first);
  for (const other of more) for (const [name, n] of other) sums.set(name, (sums.get(name) ?? 0) + n);
  return sums;
}
