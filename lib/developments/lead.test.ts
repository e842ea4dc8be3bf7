import { expect, test } from "vitest";
import { firstSentence, plainSummary } from "./lead";

const leadOf = (markdown: string) => firstSentence(plainSummary(markdown));

test("the lead is the first sentence without markup", () => {
  expect(leadOf("The **Council** adopted [a position](https://example.org/a). It applies later.")).toBe(
    "The Council adopted a position.",
  );
});

test("typed HTML stays text", () => {
  expect(plainSummary("A <script>alert(1)</script> b")).toContain("alert(1)");
});

test("an empty summary has an empty lead", () => {
  expect(leadOf("")).toBe("");
});
