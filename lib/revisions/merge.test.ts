import { expect, test } from "vitest";
import { emptyContent } from "@/db/content";
import { changedFields, mergeChanges } from "./merge";

const base = {
  ...emptyContent,
  title: "Title",
  summary: "Summary",
  decidedOn: "2026-02-01",
  datePrecision: "day" as const,
};

test("different fields of two people are merged", () => {
  const theirs = { ...base, summary: "Their summary" };
  const { merged, conflicts } = mergeChanges(base, theirs, { title: "My title" });
  expect(conflicts).toEqual({});
  expect(merged).toEqual({ ...base, title: "My title", summary: "Their summary" });
});

test("the same field with different values is a conflict that shows all three", () => {
  const theirs = { ...base, title: "Their title" };
  const { merged, conflicts } = mergeChanges(base, theirs, { title: "My title" });
  expect(conflicts).toEqual({ title: { base: "Title", theirs: "Their title", mine: "My title" } });
  expect(merged.title).toBe("Their title");
});

test("the same value from both is no conflict", () => {
  const theirs = { ...base, title: "Same" };
  expect(mergeChanges(base, theirs, { title: "Same" })).toEqual({ merged: theirs, conflicts: {} });
});

test("a field sent unchanged does not undo what the other person did", () => {
  const theirs = { ...base, title: "Their title" };
  expect(mergeChanges(base, theirs, { title: "Title" }).merged.title).toBe("Their title");
});

test("a date and its precision are one fact", () => {
  const theirs = { ...base, datePrecision: "month" as const };
  const { conflicts } = mergeChanges(base, theirs, { decidedOn: "2026-03-05" });
  expect(Object.keys(conflicts)).toEqual(["decidedOn"]);
});

test("lists are compared by what they hold", () => {
  const theirs = { ...base, areaSlugs: ["encryption"] };
  expect(Object.keys(mergeChanges(base, theirs, { areaSlugs: ["cybersecurity"] }).conflicts)).toEqual(["areaSlugs"]);
  expect(mergeChanges(base, theirs, { areaSlugs: ["encryption"] }).conflicts).toEqual({});
});

test("changedFields names what differs", () => {
  expect(changedFields(base, { ...base, title: "Other", linkToWithdrawal: "direct" })).toEqual([
    "title",
    "linkToWithdrawal",
  ]);
});
