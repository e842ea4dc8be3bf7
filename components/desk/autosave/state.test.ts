import { describe, expect, test } from "vitest";
import { emptyContent } from "@/db/content";
import type { Changes } from "@/lib/developments/schema";
import {
  acknowledge,
  type Base,
  change,
  changesToSend,
  choose,
  type DraftState,
  fieldErrors,
  meet,
  refuse,
  restore,
  send,
  startDraft,
  unsavedFields,
} from "./state";

const version = (revisionId: number, changes: Changes = {}): Base => ({
  revisionId,
  content: { ...emptyContent, title: "A test development", ...changes },
});
const open = (changes: Changes = {}) => startDraft("form", 7, version(1, changes));
const source = { url: "https://example.org/test", title: "", publisher: "", kind: "secondary" as const };

describe("what is sent", () => {
  test("only the fields that differ from what the server has", () => {
    const state = change(open(), { summary: "A test summary.", status: "adopted" });
    expect(changesToSend(state)).toEqual({ summary: "A test summary.", status: "adopted" });
  });

  test("nothing where the text says the same", () => {
    expect(changesToSend(change(open(), { title: " A test development " }))).toEqual({});
    expect(unsavedFields(change(open(), { title: "A test development " }))).toEqual([]);
  });

  test("a typed date as day, precision and the period that follows", () => {
    const state = change(open(), { when: { text: "16 December 2025", precision: "day" } });
    expect(changesToSend(state)).toEqual({ decidedOn: "2025-12-16", datePrecision: "day", period: "baseline" });
  });

  test("a date of which only the month is known with nothing finer", () => {
    const state = change(open(), { when: { text: "16 March 2026", precision: "month" } });
    expect(changesToSend(state)).toMatchObject({ decidedOn: "2026-03-01", datePrecision: "month" });
    expect(state.values.when.text).toBe("16 March 2026");
  });

  test("no period that followed from a date typed over", () => {
    const before = open({ decidedOn: "2026-01-08", datePrecision: "day", period: "after" });
    const state = change(before, { when: { text: "January 2026", precision: "month" } });
    expect(changesToSend(state)).toEqual({ decidedOn: "2026-01-01", datePrecision: "month", period: null });
  });

  test("nothing while a date is typed over and cannot be read yet: the period waits with it", () => {
    const before = open({ decidedOn: "2026-03-08", datePrecision: "day", period: "after" });
    const state = change(before, { when: { text: "31 Febr", precision: null } });
    expect(changesToSend(state)).toEqual({});
    expect(unsavedFields(state)).toEqual(["when"]);
  });

  test("no field that cannot be read, and all others", () => {
    const state = change(open(), { when: { text: "31 February 2026", precision: null }, status: "adopted" });
    expect(changesToSend(state)).toEqual({ status: "adopted" });
    expect(fieldErrors(state).when).toContain("There is no 31 February 2026");
    expect(unsavedFields(state)).toEqual(["when", "status"]);
  });

  test("sources once every address is one, with the error beside its row", () => {
    const rows = [
      { key: 1, ...source },
      { key: 2, ...source, url: "" },
      { key: 3, ...source, url: "javascript:alert(1)" },
    ];
    const state = change(open(), { sources: rows });
    expect(changesToSend(state)).toEqual({});
    expect(Object.keys(fieldErrors(state))).toEqual(["sources.2.url"]);
    expect(changesToSend(change(state, { sources: rows.slice(0, 2) }))).toEqual({ sources: [source] });
  });

  test("actors once each has a role", () => {
    const state = change(open(), { actors: [{ slug: "united-states", role: "" }] });
    expect(changesToSend(state)).toEqual({});
    expect(fieldErrors(state)).toHaveProperty("actors.0.role");
  });
});

describe("an answer", () => {
  test("leaves what was typed meanwhile to be sent next", () => {
    let state = send(change(open(), { title: "One" }));
    state = change(state, { title: "One and two" });
    state = acknowledge(state, 7, version(2, { title: "One" }));
    expect(state.values.title).toBe("One and two");
    expect(state.conflicts).toEqual({});
    expect(changesToSend(state)).toEqual({ title: "One and two" });
  });

  test("to a save that waited is awaited with the same payload", () => {
    let state = send(change(open(), { title: "One" }));
    state = send(change(state, { title: "Two" }));
    expect(state.pending).toEqual({ title: "One" });
  });

  test("keeps a date that became unreadable meanwhile", () => {
    let state = send(change(open(), { when: { text: "2025", precision: "year" } }));
    state = change(state, { when: { text: "2025-1", precision: null } });
    state = change(state, { when: { text: "2025-19", precision: null } });
    state = acknowledge(state, 7, version(2, { decidedOn: "2025-01-01", datePrecision: "year", period: "baseline" }));
    expect(state.values.when.text).toBe("2025-19");
    expect(state.conflicts).toEqual({});
  });

  test("brings what others changed in other fields, and says so", () => {
    let state = send(change(open(), { title: "Mine" }));
    state = acknowledge(state, 7, version(3, { title: "Mine", summary: "Theirs" }), ["Editor B"]);
    expect(state.values).toMatchObject({ title: "Mine", summary: "Theirs" });
    expect(state.merged).toEqual({ by: ["Editor B"], fields: ["summary"] });
    expect(unsavedFields(state)).toEqual([]);
  });

  test("that brings a change of a field being typed asks instead of overwriting either", () => {
    let state = send(change(open(), { title: "Mine" }));
    state = change(state, { summary: "Mine too" });
    state = acknowledge(state, 7, version(3, { title: "Mine", summary: "Theirs" }), ["Editor B"]);
    expect(state.values.summary).toBe("Mine too");
    expect(state.conflicts.summary).toEqual({ theirs: { summary: "Theirs" }, by: "Editor B" });
    expect(changesToSend(state)).toEqual({});
  });
});

describe("two people in the same field", () => {
  const disputed = (): DraftState =>
    meet(send(change(open(), { title: "Mine", status: "adopted" })), version(2, { title: "Theirs" }), ["Editor B"]);

  test("stops that field alone", () => {
    const state = disputed();
    expect(state.conflicts).toEqual({ title: { theirs: { title: "Theirs" }, by: "Editor B" } });
    expect(changesToSend(state)).toEqual({ status: "adopted" });
    expect(unsavedFields(state)).toContain("title");
  });

  test("mine is sent on the new base once chosen", () => {
    const state = choose(disputed(), "title", "mine");
    expect(changesToSend(state)).toEqual({ title: "Mine", status: "adopted" });
    expect(state.base.revisionId).toBe(2);
  });

  test("theirs replaces what was typed once chosen", () => {
    const state = choose(disputed(), "title", "theirs");
    expect(state.values.title).toBe("Theirs");
    expect(changesToSend(state)).toEqual({ status: "adopted" });
  });

  test("is over when both say the same", () => {
    expect(change(disputed(), { title: "Theirs" }).conflicts).toEqual({});
  });

  test("shows the newest of theirs", () => {
    const state = meet(disputed(), version(3, { title: "Theirs, again" }), ["Editor C"]);
    expect(state.conflicts.title).toEqual({ theirs: { title: "Theirs, again" }, by: "Editor C" });
  });

  test("the date and its precision are one choice", () => {
    const mine = change(open(), { when: { text: "2 November 2026", precision: "day" } });
    const state = meet(mine, version(2, { decidedOn: "2026-11-01", datePrecision: "month", period: "after" }), ["B"]);
    expect(Object.keys(state.conflicts)).toEqual(["when"]);
    expect(choose(state, "when", "theirs").values.when).toEqual({ text: "November 2026", precision: "month" });
  });
});

describe("what the server refused", () => {
  test("is not sent again until it changes; other fields are", () => {
    let state = send(change(open(), { bodySlug: "no-such-body", status: "adopted" }));
    state = refuse(state, { bodySlug: "There is no such body." });
    expect(changesToSend(state)).toEqual({ status: "adopted" });
    expect(fieldErrors(state)).toEqual({ bodySlug: "There is no such body." });
    state = change(state, { bodySlug: "itu" });
    expect(fieldErrors(state)).toEqual({});
    expect(changesToSend(state)).toEqual({ bodySlug: "itu", status: "adopted" });
  });
});

describe("what was kept on this device", () => {
  test("comes back and is sent", () => {
    const typed = send(change(open(), { title: "Typed" }));
    const state = restore(open(), typed, []);
    expect(state.values.title).toBe("Typed");
    expect(send(state).pending).toEqual({ title: "Typed" });
  });

  test("goes on with the form it was typed in", () => {
    const typed = change(startDraft("first form"), { title: "Typed" });
    expect(restore(startDraft("second form"), typed, []).formKey).toBe("first form");
  });

  test("knows its own save although the answer was lost", () => {
    const typed = change(send(change(open(), { title: "One", summary: "S" })), { title: "One and two" });
    const state = restore(startDraft("form", 7, version(2, { title: "One", summary: "S" })), typed, []);
    expect(state.conflicts).toEqual({});
    expect(changesToSend(state)).toEqual({ title: "One and two" });
  });

  test("asks where somebody changed the same field since", () => {
    const typed = change(open(), { title: "Typed", summary: "Typed too" });
    const state = restore(startDraft("form", 7, version(2, { title: "Theirs" })), typed, ["Editor B"]);
    expect(Object.keys(state.conflicts)).toEqual(["title"]);
    expect(changesToSend(state)).toEqual({ summary: "Typed too" });
  });

  test("still waits for a choice that was open", () => {
    const before = meet(change(open(), { title: "Mine" }), version(2, { title: "Theirs" }), ["Editor B"]);
    const state = restore(startDraft("form", 7, version(2, { title: "Theirs" })), before, []);
    expect(Object.keys(state.conflicts)).toEqual(["title"]);
    expect(changesToSend(state)).toEqual({});
  });
});
