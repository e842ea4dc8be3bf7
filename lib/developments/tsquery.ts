/** A search as the database asks it, taken apart: words, beginnings of words, and how they are joined. */
export type TextQuery = { word: string; isBeginning: boolean } | { not: TextQuery } | { all: Parts } | { any: Parts };
type Parts = [TextQuery, ...TextQuery[]];

export type Word = Extract<TextQuery, { word: string }>;

/** Each with its sign: a quoted word, an operator, or a bracket. */
const token = /\s*(?:'(?<word>(?:[^'\\]|''|\\.)*)'(?<after>:[A-D*]+)?|(?<sign>[&|!()]))\s*/suy;

/** Null for what asks more than which words a text holds: phrases and weights, or nothing at all. */
export function readTextQuery(text: string): TextQuery | null {
  const tokens = tokensOf(text);
  if (tokens === null || tokens.length === 0) return null;
  let at = 0;
  const takes = (sign: string) => {
    const taken = tokens[at] === sign;
    if (taken) at += 1;
    return taken;
  };
  const joined = (sign: string, part: () => TextQuery): Parts => {
    const parts: Parts = [part()];
    while (takes(sign)) parts.push(part());
    return parts;
  };
  const any = (): TextQuery => {
    const parts = joined("|", all);
    return parts.length === 1 ? parts[0] : { any: parts };
  };
  const all = (): TextQuery => {
    const parts = joined("&", single);
    return parts.length === 1 ? parts[0] : { all: parts };
  };
  const single = (): TextQuery => {
    if (takes("!")) return { not: single() };
    if (takes("(")) {
      const inside = any();
      if (!takes(")")) throw new Error(`A bracket is not closed: ${text}`);
      return inside;
    }
    const word = tokens[at++];
    if (word === undefined || typeof word === "string") throw new Error(`A word is missing: ${text}`);
    return word;
  };
  const query = any();
  if (at < tokens.length) throw new Error(`Something follows: ${text}`);
  return query;
}

function tokensOf(text: string): (Word | string)[] | null {
  const tokens: (Word | string)[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const { word, after, sign } = token.exec(text)?.groups ?? {};
    if (sign !== undefined) tokens.push(sign);
    else if (word === undefined || (after !== undefined && after !== ":*")) return null;
    else
      tokens.push({
        word: word.replace(/''|\\(.)/gsu, (pair, escaped) => escaped ?? pair[0]),
        isBeginning: after !== undefined,
      });
  }
  return tokens;
}

/** All words of it, each once. */
export function wordsOf(query: TextQuery): Word[] {
  const words = new Map<string, Word>();
  const visit = (part: TextQuery): void => {
    if ("word" in part) words.set(`${part.isBeginning} ${part.word}`, part);
    else if ("not" in part) visit(part.not);
    else for (const one of "all" in part ? part.all : part.any) visit(one);
  };
  visit(query);
  return [...words.values()];
}
