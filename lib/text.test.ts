import { expect, test } from "vitest";
import { hasWords, line, markdown, paragraphs, webAddress } from "./text";

test.each(["http://example.org", "https://example.org/a?b=c#d", " https://example.org/é "])(
  "%s is an address",
  (value) => {
    expect(webAddress("Address").safeParse(value).success).toBe(true);
  },
);

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "ftp://example.org",
  "//example.org",
  "example.org",
  "https://",
  "https://localhost",
  "https://user:pass@example.org",
  "https://example.org/\u202egnp.exe",
  "https://example.org/\nSet-Cookie: x",
])("%j is refused", (value) => {
  expect(webAddress("Address").safeParse(value).success).toBe(false);
});

test.each([
  "a\u0000b",
  "a\u202eb",
  "a\u2066b",
  "a\u001bb",
  "a\u200fb",
  "a\ud800b",
  "a\ue000b",
  "a\u3164b",
  "a\u{e0041}b",
  "a\u034fb",
  "a\u17b4b",
  "a\u17b5b",
  "a\u2800b",
  "a\ufff0b",
  "a\uffffb",
  "a\ufdd0b",
])("%j is refused in any text", (value) => {
  expect(line("Title", 50).safeParse(value).success).toBe(false);
  expect(paragraphs("Summary", 50).safeParse(value).success).toBe(false);
});

test("letters of every script and joiners inside words are welcome", () => {
  const text = "می‌خواهم 東京 葛\u{e0100}城 Ünïcode e\u0301 क्‍ष ᠠ\u180b 👩‍👩‍👧 ❤️";
  expect(line("Title", 50).parse(text)).toBe(text);
});

test.each(["\u200d", " \u200c ", "\ufe0f", "\u0301", "\u00a0", "\u3000\u200d"])("%j alone is nothing", (value) => {
  expect(line("Title", 50).parse(value)).toBe("");
});

test.each(["!", "…", "👩‍👩‍👧", "- -", ""])("%j has no words", (value) => expect(hasWords(value)).toBe(false));

test.each(["東京", "م", "ⅷ", "7", "«é»"])("%j has words", (value) => expect(hasWords(value)).toBe(true));

test("line ends of Windows become plain ones", () => {
  expect(paragraphs("Summary", 50).parse("a\r\nb\rc")).toBe("a\nb\nc");
});

test("the message names the field and what is allowed", () => {
  expect(line("Title", 3).safeParse("abcd").error?.issues[0]?.message).toBe("Title may have at most 3 characters.");
});

test("what pasted text brings along unseen goes", () => {
  expect(line("Title", 50).parse("soft\u00adhyphen \u200b\ufeff")).toBe("softhyphen");
  expect(paragraphs("Summary", 50).parse("a\u2028b")).toBe("a\nb");
});

test.each([
  ["lists in lists", "- ".repeat(12)],
  ["quotes in quotes", ">".repeat(12)],
  ["an indent without end", `${" ".repeat(60)}- a`],
  ["very many lines", "a\n".repeat(400)],
  ["emphasis that never ends", "*a_".repeat(3333)],
  ["emphasis in emphasis", `${"*".repeat(4000)}a${"*".repeat(4000)}`],
  ["pictures in pictures", `${"![".repeat(2500)}${"](a)".repeat(1200)}`],
  ["code that never ends", "``\\".repeat(3000)],
  ["tags that never end", `a${"<!--a>".repeat(1500)}`],
])("markdown that would keep the site waiting is refused: %s", (_, value) => {
  expect(markdown("Summary", 10_000).safeParse(`${value}a`).success).toBe(false);
});

test("too many marks are refused with what to do about them", () => {
  expect(markdown("Summary", 10_000).parse("*a_".repeat(200))).toHaveLength(600);
  expect(markdown("Summary", 10_000).safeParse("*a_".repeat(201)).error?.issues[0]?.message).toBe(
    "Summary may have at most 400 of the marks * _ [ < and `. Leave some of them out.",
  );
});

test("markdown as people write it is welcome", () => {
  const text = "A *first* line.\n\n- one\n  - two\n    - three\n\n> quoted\n\n1. step - with a dash\n";
  const list = `* **Term**: see [its page](https://example.org/a_b) and \`code\`\n`.repeat(40);
  expect(markdown("Summary", 10_000).parse(list)).toBe(list);
  expect(markdown("Summary", 10_000).parse(text)).toBe(text);
});
