import { expect, test } from "vitest";
import { isUnderWay, sayIssueState, sayQuestions } from "./issue-state";
import type { IssueCounts } from "./run";

const hour = new Date("2026-11-30T07:00:00Z");
const issue = (changes: Partial<IssueCounts>): IssueCounts => ({
  ...{ week: "2026-W48", state: "ready", audience: 10, held: null, sendsAt: hour, waits: null },
  ...{ queued: 0, sending: 0, retry: 0, accepted: 0, failed: 0, skipped: 0, uncertain: 0 },
  ...changes,
});
const at = (instant: string) => new Date(instant);

test("an issue says what it waits for: its hour, the mail server, or a person", () => {
  const early = issue({ queued: 10 });
  expect(sayIssueState(early, at("2026-11-30T06:59:00Z"))).toBe(
    "Frozen; it goes out from 30 November 2026, 07:00 UTC.",
  );
  expect(sayIssueState(early, hour)).toBe("Going out. It may take a minute to begin.");
  // Closed ahead of the clock, letters went out before the hour came.
  expect(sayIssueState(issue({ queued: 4, accepted: 6 }), at("2026-11-28T00:00:00Z"))).toContain("Going out");
  const away = issue({ queued: 9, retry: 1, waits: "connect ECONNREFUSED" });
  expect(sayIssueState(away, hour)).toBe(
    "Going out, but 10 letters wait for another try. The mail server: connect ECONNREFUSED",
  );
  expect(sayIssueState(issue({ state: "held", held: "Held by Ada." }), hour)).toBe("Held. Held by Ada.");
  expect(sayIssueState(issue({ state: "sent", accepted: 10 }), hour)).toBe("Sent.");
});

test("letters are under way while one is with the server, also where the rest is held", () => {
  expect([
    isUnderWay(issue({ queued: 1 })),
    isUnderWay(issue({ state: "held", sending: 2, queued: 5 })),
    isUnderWay(issue({ state: "held", queued: 5 })),
    isUnderWay(issue({ state: "sent" })),
  ]).toEqual([true, true, false, false]);
  expect(sayQuestions(issue({ uncertain: 2, failed: 1 }))).toBe("2 uncertain and 1 failed");
  expect(sayQuestions(issue({}))).toBe("");
});
