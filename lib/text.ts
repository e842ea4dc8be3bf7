import { z } from "zod";
import { isDay } from "./days";

// C0 and C1 controls but tab and line feed; halves of characters, which the database refuses; what no character
// is, which XML refuses; marks that are not seen
// or reorder text around them, but the joiners and selectors some scripts and emoji need; the blank of braille; and the
// two marks that lib/developments/search.ts puts around found words.
const forbidden =
  /(?![\t\n])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}]|(?![\u200c\u200d]|\p{Variation_Selector})[\p{Cf}\p{Default_Ignorable_Code_Point}]|[\p{Zl}\p{Zp}\u2800\ue000\ue001]/u;
/** What is seen by itself: joiners, selectors, accents and spaces only change what stands beside them. */
const seen = /[^\p{Cc}\p{Cf}\p{M}\p{Z}]/u;
const lineBreaks = /[\t\n]/;

/** What pasted text brings along unseen (soft hyphens, zero-width spaces) goes without a word. */
const unseen = /[\u00ad\u200b\u2060\ufeff]/g;
const clean = (value: unknown) =>
  typeof value === "string" ? value.replace(unseen, "").replace(/\r\n?|[\u2028\u2029]/g, "\n") : value;

function text(label: string, max: number) {
  return z
    .string({ error: `${label} must be text.` })
    .max(max, { error: `${label} may have at most ${max} characters.` })
    .refine((value) => !forbidden.test(value), {
      error: `${label} holds an invisible or text-direction character. Paste it as plain text or type it again.`,
    });
}

/** Whether a text can be called by its words: signs alone name nothing. */
export const hasWords = (value: string) => /[\p{L}\p{N}]/u.test(value);

/** One line of typed text, trimmed; what cannot be seen is nothing. */
export const line = (label: string, max: number) =>
  z.preprocess(
    clean,
    text(label, max)
      .refine((value) => !lineBreaks.test(value.trim()), { error: `${label} must be one line.` })
      .transform((value) => (seen.test(value) ? value.trim() : "")),
  );

/** Text of several lines; Windows line ends become plain ones. */
export const paragraphs = (label: string, max: number) => z.preprocess(clean, text(label, max));

const mostLines = 300;
const deepest = 6;
const mostMarks = 400;
/** Each of these is compared with what stands before or after it, up to the ends; a long run nests like several. */
const marks = /\*{1,3}|_{1,3}|[[<]|`+/g;

/** Markdown that costs little to read: lists in lists in lists would keep the whole site waiting. */
export const markdown = (label: string, max: number) =>
  paragraphs(label, max)
    .refine((value) => value.split("\n").length <= mostLines, {
      error: `${label} may have at most ${mostLines} lines.`,
    })
    .refine((value) => value.split("\n").every((one) => depthOf(one) <= deepest), {
      error: `${label} may nest lists and quotes at most ${deepest} deep.`,
    })
    .refine((value) => (value.match(marks)?.length ?? 0) <= mostMarks, {
      error: `${label} may have at most ${mostMarks} of the marks * _ [ < and \`. Leave some of them out.`,
    });

const container = /^(\s*)(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))/;

/** How deep a line lies in lists and quotes: by its own marks, or as far as it is indented. */
function depthOf(text: string): number {
  let rest = text;
  let depth = Math.floor((/^\s*/.exec(text)?.[0].length ?? 0) / 4);
  for (let found = container.exec(rest); found && depth <= deepest; found = container.exec(rest)) {
    rest = rest.slice(found[0].length);
    depth += 1;
  }
  return depth;
}

/** An absolute http or https address without a name and password in it. */
export const webAddress = (label: string) =>
  line(label, 2000).refine(
    (value) => {
      if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false;
      const url = new URL(value);
      return url.username === "" && url.password === "" && url.hostname.includes(".");
    },
    { error: `${label} must be a full address that starts with http:// or https://.` },
  );

/** A calendar day, written YYYY-MM-DD. */
export const day = (label: string) =>
  z
    .string({ error: `${label} must be a date.` })
    .refine(isDay, { error: `${label} must be a date that exists, written YYYY-MM-DD.` })
    .refine((value) => value >= "1850-01-01" && value <= "2100-12-31", {
      error: `${label} must lie between 1850 and 2100.`,
    });
