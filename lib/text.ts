import { z } from "zod";
import { isDay } from "./days";

// C0 and C1 controls but tab and line feed; halves of characters, which the database refuses; the marks that reorder
// text around them; and the two that lib/developments/search.ts puts around found words.
const forbidden = /(?![\t\n])\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000\ue001]/u;
const lineBreaks = /[\t\n]/;

function text(label: string, max: number) {
  return z
    .string({ error: `${label} must be text.` })
    .max(max, { error: `${label} may have at most ${max} characters.` })
    .refine((value) => !forbidden.test(value), {
      error: `${label} holds a control or text-direction character. Paste it as plain text or type it again.`,
    });
}

/** One line of typed text, trimmed. */
export const line = (label: string, max: number) =>
  text(label, max)
    .refine((value) => !lineBreaks.test(value.trim()), { error: `${label} must be one line.` })
    .transform((value) => value.trim());

/** Text of several lines; Windows line ends become plain ones. */
export const paragraphs = (label: string, max: number) =>
  z.preprocess((value) => (typeof value === "string" ? value.replace(/\r\n?/g, "\n") : value), text(label, max));

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
