/** Texts cut to a length, between words where there is one, and never within a character. */

export function cutAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = firstCharacters(text, longest - 1);
  const words = cut.replace(/\s+\S*$/u, "");
  return `${(words.length > longest / 2 ? words : cut).trimEnd()}…`;
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whole characters as a reader sees them, together at most so long. */
function firstCharacters(text: string, longest: number): string {
  let end = 0;
  for (const { index, segment } of characters.segment(text)) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
