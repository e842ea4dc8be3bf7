import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as plainText } from "mdast-util-to-string";

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });

/** The text of a markdown summary without its markup; paragraphs and entries of lists are joined by a space. */
export function plainSummary(markdown: string): string {
  return leaves(fromMarkdown(markdown))
    .map((block) => plainText(block))
    .filter(Boolean)
    .join(" ");
}

type Block = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>["children"][number];

/** The innermost blocks: those that hold text, not other blocks. */
function leaves(block: Block): Block[] {
  const holdsBlocks =
    block.type === "root" || block.type === "list" || block.type === "listItem" || block.type === "blockquote";
  return holdsBlocks ? (block.children as Block[]).flatMap(leaves) : [block];
}

/** Full stops that end no sentence: "Podchasov v. Russia", "No. 5", "U.S.", an initial. */
const abbreviation = /(?:^|[\s(.])(?:v|vs|no|nos|art|arts|para|paras|cf|dr|mr|mrs|ms|st|\p{Lu})\.$/iu;
/** More than the longest of them: a lead of many initials is not read again from its start for each. */
const enough = 10;

/** The first sentence of a text without markup. */
export function firstSentence(text: string): string {
  let lead = "";
  for (const { segment } of sentences.segment(text)) {
    lead += segment;
    if (!abbreviation.test(lead.trimEnd().slice(-enough))) break;
  }
  return lead.trim();
}
