import { expect, test } from "vitest";
import { type Listed, MarkIndex } from "./mark-index";

const listed = (id: number, ...marks: string[]): Listed => ({
  ...{
    id,
    publicationId: id,
    position: id,
    days: { "to-adoption": null, "to-effect": null },
    month: "2026-02",
    body: "itu",
  },
  marks: ["everything", ...marks],
});
const told = (index: MarkIndex) =>
  Object.fromEntries([...index.marksOfFew("scope:comparison")].map(([id, marks]) => [id, [...marks].sort()]));

test("what few carry is known by each of them, also after they change, come or go", () => {
  const index = new MarkIndex(100);
  index.replace(
    [1, 2, 3],
    [listed(1, "scope:comparison", "type:law"), listed(2, "scope:internet"), listed(3, "scope:comparison")],
  );
  const first = { 1: ["everything", "scope:comparison", "type:law"], 3: ["everything", "scope:comparison"] };
  expect(told(index)).toEqual(first);
  // Of others nothing is asked anew.
  const before = index.marksOfFew("scope:comparison");
  index.replace([2], [listed(2, "scope:internet", "type:law")]);
  index.join("found:words", Uint32Array.from([1, 2]));
  expect(index.marksOfFew("scope:comparison")).toBe(before);
  index.replace([1], [listed(1, "scope:comparison", "type:treaty")]);
  expect(told(index)).toEqual({ ...first, 1: ["everything", "scope:comparison", "type:treaty"] });
  index.replace([2], [listed(2, "scope:comparison")]);
  index.replace([3], []);
  expect(Object.keys(told(index))).toEqual(["1", "2"]);
});
