import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as plainText } from "mdast-util-to-string";

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });

/** The text of a markdown summary without its markup, paragraphs joined by a space. */
export function plainSummary(markdown: string): string {
  return fromMarkdown(markdown)
    .children.map((block) => plainText(block))
    .filter(Boolean)
    .join(" ");
}

/** The first sentence of a text without markup. */
export function firstSentence(text: string): string {
  const [first] = sentences.segment(text);
  return first?.segment.trim() ?? "";
}
