import { expect, test } from "vitest";
import { type Listed, MarkIndex } from "./mark-index";

/** The same numbers each time. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const months = ["2025-12", "2026-01", "2026"];
const types = ["type:law", "type:treaty"];
const areas = ["area:access", "area:encryption", "area:privacy"];
const marks = ["everything", ...types, ...areas];
const lists = [[], [["type:law"]], [["type:law", "type:treaty"], ["area:access"]], [["area:access", "area:privacy"]]];

function told(index: MarkIndex) {
  return lists.map((groups) => {
    const list = index.list(groups);
    return {
      length: index.length(list),
      each: index.countEach(list, marks),
      byMonth: index.countEachBy("months", list, marks),
      byBody: index.countEachBy("bodies", index.within(list, "area:access"), marks),
      days: index.daysByBody(list, "to-effect"),
      page: index.page(list, { sort: "newest", after: null, limit: 5 }),
    };
  });
}

test("what is told of lists after some came, changed and went is what is told by who begins anew", () => {
  const next = numbers(3);
  const one = (id: number): Listed => ({
    ...{ id, publicationId: 1_000 + next(1_000), position: next(50), knownFrom: 0 },
    days: { "to-adoption": null, "to-effect": next(2) === 0 ? null : next(30) },
    month: months[next(3)] ?? "",
    body: next(3) === 0 ? "itu" : "icann",
    marks: ["everything", types[next(2)] ?? "", ...areas.filter(() => next(2) === 0)],
  });
  const listed = new Map(Array.from({ length: 300 }, (_, n) => [n + 1, one(n + 1)]));
  const index = new MarkIndex(320);
  index.replace([...listed.keys()], [...listed.values()]);
  told(index);
  for (let turn = 0; turn < 30; turn++) {
    // Few of them, as where somebody publishes; in one turn so many that all is counted again.
    const changed = Array.from({ length: turn === 20 ? 600 : 1 + next(6) }, () => 1 + next(400));
    for (const id of changed) {
      if (next(3) === 0) listed.delete(id);
      else listed.set(id, one(id));
    }
    index.replace(
      changed,
      [...new Set(changed)].flatMap((id) => listed.get(id) ?? []),
    );
    const anew = new MarkIndex(10);
    anew.replace([...listed.keys()], [...listed.values()]);
    expect(told(index)).toEqual(told(anew));
  }
});

test("a list that a search makes is told anew after the search found something else", () => {
  const index = new MarkIndex(100);
  const plain = {
    days: { "to-adoption": null, "to-effect": null },
    month: "2026-02",
    body: "itu",
    position: 1,
    knownFrom: 0,
  };
  const all = [1, 2, 3].map((id): Listed => ({ id, publicationId: id, ...plain, marks: ["everything", "type:law"] }));
  index.replace([1, 2, 3], all);
  const found = () => index.countEach(index.list([["found:rights"]]), ["type:law"]).get("type:law") ?? 0;
  index.join("found:rights", Uint32Array.from([1, 2]));
  expect(found()).toBe(2);
  index.drop("found:rights");
  expect(found()).toBe(0);
  index.join("found:rights", Uint32Array.from([3]));
  expect(found()).toBe(1);
});
