import { expect, test } from "vitest";
import { setBit } from "./bits";
import { compare, type Page, TimelineOrder } from "./timeline-order";

/** The same numbers each time. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("pages and parts of the timeline are those of a sorted list, whatever came, went or moved before", () => {
  const next = numbers(7);
  const length = 640;
  const positions = new Map<number, number>();
  const positionOf = (id: number) => positions.get(id) ?? 0;
  for (let id = 1; id < 300; id++) positions.set(id, next(80) - 40);
  const order = new TimelineOrder(Uint32Array.from(positions.keys()), positionOf);
  for (let turn = 0; turn < 60; turn++) {
    // Some that are in it and some that are not; what moves goes and comes again.
    const gone = new Set(Array.from({ length: next(9) }, () => next(length - 1) + 1));
    order.leave(gone);
    for (const id of gone) positions.delete(id);
    const come = [...gone].filter(() => next(4) > 0);
    for (const id of come) positions.set(id, next(80) - 40);
    order.join(come);

    const all = [...positions].map(([id, position]) => ({ id, position })).sort(compare);
    const chosen = all.filter(() => next(3) > 0);
    const list = new Uint32Array(length / 32);
    for (const { id } of chosen) setBit(list, id);
    const from = next(80) - 50;
    const between = { from, to: from + next(60) };
    const among = chosen.filter(({ position }) => position >= between.from && position <= between.to);
    const part = new Uint32Array(length / 32);
    for (const { id } of among) setBit(part, id);
    expect(order.select(list, between)).toEqual(part);

    const after = { position: next(80) - 40, id: next(length) };
    // Of one that stood earlier, as a page may name it that was given before it moved.
    const moved = chosen[next(chosen.length)];
    const before = moved ? { ...moved, position: moved.position - 1 } : null;
    for (const sort of ["oldest", "newest"] as const) {
      for (const place of [null, after, before, chosen[next(chosen.length)] ?? null]) {
        const page: Page = { sort, after: place, limit: 1 + next(20) };
        const inOrder = (rows: typeof all) =>
          (sort === "oldest" ? rows : rows.toReversed())
            .filter((row) => !place || compare(row, place) * (sort === "oldest" ? 1 : -1) > 0)
            .slice(0, page.limit)
            .map(({ id }) => id);
        expect(order.walk(list, page, null, 10_000)).toEqual(inOrder(chosen));
        expect(order.walk(part, page, between, 10_000)).toEqual(inOrder(among));
      }
    }
  }
  expect(order.walk(new Uint32Array(length / 32), { sort: "newest", after: null, limit: 1 }, null, 20)).toBeNull();
});
