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

test("the full stop of an abbreviation or an initial ends no sentence", () => {
  expect(leadOf("In Podchasov v. Russia the Court decided. More.")).toBe("In Podchasov v. Russia the Court decided.");
  expect(leadOf("Resolution No. 5 was adopted. More.")).toBe("Resolution No. 5 was adopted.");
  expect(leadOf("A vote of the U.S. Senate followed. More.")).toBe("A vote of the U.S. Senate followed.");
});

test("entries of a list stay words of their own", () => {
  expect(plainSummary("A list:\n\n- first\n- second\n\n> quoted")).toBe("A list: first second quoted");
});
