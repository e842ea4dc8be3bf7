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

/** Full stops that end no sentence: "Podchasov v. Russia", "No. 5", "U.S.", an initial. */
const abbreviation = /(?:^|[\s(.])(?:v|vs|no|nos|art|arts|para|paras|cf|dr|mr|mrs|ms|st|\p{Lu})\.\s*$/iu;

/** The first sentence of a text without markup. */
export function firstSentence(text: string): string {
  let lead = "";
  for (const { segment } of sentences.segment(text)) {
    lead += segment;
    if (!abbreviation.test(lead)) break;
  }
  return lead.trim();
}
