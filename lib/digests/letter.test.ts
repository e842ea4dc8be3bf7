import { generateKeyPairSync } from "node:crypto";
import { HtmlValidate } from "html-validate";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import type { Ahead, Coverage, IssueEntry } from "@/db/issue";
import { fill, prepare, signDkim } from "@/lib/mail/raw";
import { chooseAhead } from "./ahead";
import { composeLetter, type Letter, type LetterEntry, sayAhead } from "./letter";

const entry = (n: number, changes: Partial<IssueEntry> = {}): LetterEntry => ({
  slug: `a-test-development-${n}`,
  title: `A test development, number ${n}`,
  lead: "The first sentence of a summary that was made up for this test and is longer than one line of a letter.",
  body: { slug: `body-${n % 3}`, name: `Test body ${n % 3}`, shortName: `TB${n % 3}` },
  decidedOn: "2026-11-24",
  datePrecision: "day",
  status: "adopted",
  type: "statement",
  link: n % 2 === 0 ? "direct" : "none",
  areas: [
    { slug: "encryption", name: "Encryption", direction: "negative", median: -1.5, scorers: 3 },
    { slug: "fragmentation", name: "Fragmentation", direction: "unscored", median: null, scorers: 0 },
  ],
  source: { url: `https://example.org/source/${n}`, title: "A test source", publisher: "Example", kind: "primary" },
  sources: 2,
  updated: n === 2,
  because: ["Encryption"],
  ...changes,
});

const letter = (changes: Partial<Letter> = {}): Letter => ({
  week: "2026-W48",
  introduction: "",
  contents: {
    ahead: [{ title: "A test date", date: "2026-12-01", datePrecision: "day", url: "https://example.org/date" }],
    coverage: { watched: 43, checked: 41, since: "2026-11-23", unreachable: ["A test page"], waiting: 6, published: 9 },
  },
  entries: [1, 2, 3].map((n) => entry(n)),
  corrections: [],
  elsewhere: 0,
  aheadChosen: false,
  subscriptions: ["Encryption"],
  baseUrl: "https://plenary.example.org",
  timeZone: "UTC",
  ...changes,
});

const words = {
  preferences: "https://plenary.example.org/subscriptions/AAEAAAAAAAEBhtaTIBKFSR14VtE2NR0j5Q",
  leave: "https://plenary.example.org/subscriptions/AAEAAAAAAAEC17BLqKGegLEKSpjHk5U2zQ/leave",
};
const headers: [string, string][] = [
  ["From", "Plenary <plenary@example.org>"],
  ["To", "ada@example.org"],
  ["List-Unsubscribe", `<${words.leave}>`],
  ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
];
const sent = (one: Letter) => fill(prepare(composeLetter(one)), headers, words);

const hostile = "<img src=x onerror=alert(1)> “déjà vu” \u0645\u0631\u062d\u0628\u0627 = & {{leave}}";

describe("a letter", () => {
  test("says the same in text and in HTML: developments, dates, links", async () => {
    const { text = "", html } = await simpleParser(sent(letter()));
    if (!html) throw new Error("There is no HTML.");
    for (const one of letter().entries) {
      for (const part of [one.title, `/developments/${one.slug}`, one.source.url, "24 November 2026"]) {
        expect(text).toContain(part);
        expect(html).toContain(part);
      }
    }
    const links = (body: string) => new Set(body.match(/https:\/\/[^\s"<]+/g)?.map((link) => link.replace(/#.*$/, "")));
    const only = [...links(html)].filter((link) => !links(text).has(link));
    expect(only).toEqual(["https://plenary.example.org/"]);
    for (const word of Object.values(words)) expect([text, html].every((body) => body.includes(word))).toBe(true);
  });

  test("has lines of at most 72 columns in its text, but for addresses", () => {
    const { text } = composeLetter(letter({ introduction: "Long words. ".repeat(40) }));
    const long = text.split("\n").filter((line) => line.length > 72 && !/^\s*https?:\/\/\S+$/.test(line));
    expect(long).toEqual([]);
  });

  test("is valid HTML with language, direction, roles, a captioned table, and no picture or script", async () => {
    const { html } = composeLetter(letter({ introduction: "An introduction." }));
    const report = await new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: {
        "no-inline-style": "off",
        "require-sri": "off",
        "element-required-attributes": "error",
        "long-title": "off",
      },
    }).validateString(html);
    const errors = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect(errors).toEqual([]);
    expect(html).toMatch(/<html lang="en" dir="ltr">/);
    expect(html).toContain('role="presentation"');
    expect(html).toContain("<caption>");
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).not.toMatch(/<img|<script|src=|url\(/);
  });

  test("of many long corrections stays under 100 kB, too: each side is cut, and the rest is on the web", async () => {
    const corrections = Array.from({ length: 40 }, (_, n) => ({
      ...{ developmentId: n, slug: `corrected-${n}`, title: `Corrected ${n}`, reasons: ["It was wrong."] },
      ...{ material: true, retracted: false, restored: false, decidedAt: new Date("2026-11-25T00:00:00Z") },
      changes: [{ label: "Summary", before: "before this ".repeat(800), after: "after this ".repeat(800) }],
    }));
    const source = sent(letter({ corrections }));
    expect(source.length).toBeLessThan(100_000);
    const { text = "", html } = await simpleParser(source);
    for (const body of [text, String(html)]) {
      expect(body).toContain("25 more corrections on the web");
      expect(body).toContain(words.leave);
    }
  });

  test("of two hundred developments stays under 100 kB: the first in full, then names, then their number", async () => {
    const long =
      "A title as long as titles of decisions often are, with the names of two bodies and a year in it, number";
    const entries = Array.from({ length: 200 }, (_, n) => entry(n, { title: `${long} ${n}` }));
    const { html } = composeLetter(letter({ entries }));
    expect(sent(letter({ entries })).length).toBeLessThan(100_000);
    expect(html.match(/<h3/g)).toHaveLength(30);
    expect(html).toContain(`${long} 149<`);
    expect(html).toContain("50 more on the web");
  });

  test("carries whatever a title holds as text only", async () => {
    const mail = await simpleParser(sent(letter({ entries: [entry(1, { title: hostile })], introduction: hostile })));
    expect(mail.subject).toBe(`Week 48: ${hostile}`);
    expect(mail.text).toContain("<img src=x onerror=alert(1)>");
    expect(mail.html).not.toContain("<img");
    expect(mail.html).toContain("&#60;img src=x onerror=alert(1)&#62;");
  });

  test("has one subject line and no other header, whatever the first title holds", async () => {
    const mail = await simpleParser(sent(letter({ entries: [entry(1, { title: "Hello\r\nBcc: eve@example.org" })] })));
    expect(mail.headers.has("bcc")).toBe(false);
    const long = await simpleParser(sent(letter({ entries: [entry(1, { title: "Long ".repeat(40) }), entry(2)] })));
    expect(long.subject?.length).toBeLessThanOrEqual(122);
    expect(long.subject).toMatch(/…, and 1 more$/);
  });

  test("is signed together with the headers by which one leaves: whoever changes one of them breaks the signature", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const published = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
    const verify = async (raw: Buffer | string) => {
      const { results } = await dkimVerify(raw, {
        resolver: async (name, type) => {
          expect([name, type]).toEqual(["test._domainkey.example.org", "TXT"]);
          return [[published]];
        },
      });
      return results.map(({ status }) => status.result);
    };
    const raw = await signDkim(sent(letter()), { domain: "example.org", selector: "test", privateKey: pem });
    expect(await verify(raw)).toEqual(["pass"]);
    const text = raw.toString("latin1");
    for (const [was, is] of [
      [/^List-Unsubscribe: <[^>]+>/m, "List-Unsubscribe: <https://evil.example/>"],
      [/^List-Unsubscribe-Post: .*$/m, "List-Unsubscribe-Post: Something=Else"],
      [/^Subject: /m, "Subject: Not "],
      [/Encryption/, "Decryption"],
    ] as const) {
      expect(text).toMatch(was);
      expect(await verify(Buffer.from(text.replace(was, is), "latin1"))).not.toEqual(["pass"]);
    }
  });
});

describe("a week without a development", () => {
  const empty = (coverage: Partial<Coverage>, elsewhere = 0) => {
    const { contents } = letter();
    const all = { ...contents.coverage, published: 0, ...coverage };
    const { subject, text } = composeLetter(
      letter({ entries: [], elsewhere, contents: { ...contents, coverage: all } }),
    );
    return { subject, text: text.replaceAll(/\s+/g, " ") };
  };

  test("is quiet where somebody looked, and says how many pages were looked at", () => {
    expect(empty({}).subject).toBe("Week 48: a quiet week");
    expect(empty({}).text).toContain(
      "No development was published from 23 to 29 November 2026. 41 of 43 watched sources were looked at",
    );
  });

  test("is not called quiet where nobody looked", () => {
    expect(empty({ checked: 0 }).subject).toBe("Week 48: nothing published, nothing checked");
    expect(empty({ checked: 0 }).text).toContain("nothing is said of what the bodies did");
  });

  test("on what one chose says what else there was", () => {
    const { subject, text } = empty({ published: 9 }, 9);
    expect(subject).toBe("Week 48: nothing on what you chose");
    expect(text).toContain(
      "A quiet week for what you chose (Encryption): from 23 to 29 November 2026 nothing was published on it. 9 developments on other matters were.",
    );
  });
});

test("a date ahead says all of its days, no more than is known, and where nobody has a page for it", () => {
  const day = {
    title: "A test date",
    date: "2026-12-07",
    datePrecision: "day" as const,
    url: "https://example.org/date",
  };
  expect(sayAhead({ ...day, endDate: "2026-12-11" })).toBe("7 to 11 December 2026");
  expect(sayAhead({ ...day, endDate: null })).toBe("7 December 2026");
  expect(sayAhead({ ...day, datePrecision: "year" })).toBe("Some day in 2026");
  const { contents } = letter();
  const { text } = composeLetter(letter({ contents: { ...contents, ahead: [{ ...day, url: null }] } }));
  expect(text).toContain("A test date (no source yet)");
});

test("dates ahead of what was chosen are said to be only those, also where there is none", () => {
  const { contents } = letter();
  const chosen = composeLetter(letter({ aheadChosen: true }));
  const none = composeLetter(letter({ aheadChosen: true, contents: { ...contents, ahead: [] } }));
  for (const part of ["text", "html"] as const) {
    expect(chosen[part].replace(/\s+/g, " ")).toContain("Listed are only dates of the bodies and areas you chose;");
    expect(none[part].replace(/\s+/g, " ")).toContain("No date ahead is of the bodies and areas you chose;");
    expect(none[part]).toContain("https://plenary.example.org/#ahead");
    expect(none[part]).toMatch(/dates ahead/i);
  }
});

test("dates of an issue made before they carried marks are all listed, whatever was chosen", () => {
  const { ahead } = letter().contents;
  expect(chooseAhead(ahead, ["area=encryption"])).toBeNull();
  expect(chooseAhead([{ ...ahead[0], marks: [] } as Ahead], ["area=encryption"])).toEqual([]);
});

test("however many views somebody has, and however long, the letter stays short", () => {
  const views = Array.from({ length: 30 }, (_, n) => `View ${n} ${"of one more word ".repeat(80)}`);
  const entries = Array.from({ length: 30 }, (_, n) => ({ ...entry(n + 1), because: views }));
  const { html, text } = composeLetter(letter({ entries, subscriptions: views }));
  expect(html.length).toBeLessThan(100_000);
  expect(text).toContain("27 more");
});

test("a subject is cut between characters", () => {
  for (const title of [`a${"😀".repeat(80)}`, "👩‍👩‍👧".repeat(40)]) {
    const { subject } = composeLetter(letter({ entries: [entry(1, { title })] }));
    expect(subject).toMatch(/^Week 48: .+…$/u);
    expect(subject).not.toMatch(/\p{Cs}|\u200d…/u);
  }
});

test("a subject is cut between words", () => {
  const title = "Words of a title that goes on for longer than a subject may be ".repeat(3);
  expect(composeLetter(letter({ entries: [entry(1, { title }), entry(2)] })).subject).toMatch(
    /^Week 48: .{60,100} (Words|of|a|title|that|goes|on|for|longer|than|subject|may|be)…, and 1 more$/,
  );
});
