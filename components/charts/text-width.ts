/** About how wide a text is, where no browser lays it out: rather too wide than too narrow. */
export const widthOf = (text: string, size = 13): number =>
  size * [...text].reduce((sum, letter) => sum + (widths.find(([letters]) => letters.test(letter))?.[1] ?? 0.6), 0);

const widths: [RegExp, number][] = [
  [/[iljI.,:;'’|!()[\]]/, 0.32],
  [/[ftr\s/-]/, 0.42],
  [/[mwMW%@—…]/, 0.92],
  [/[A-Z&]/, 0.72],
  [/[\u1100-\uffff]/u, 1.05],
];

/** Lines no wider than that; words are not cut unless one is wider than a line. */
export function wrap(text: string, width: number, size = 13): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((one) => split(one, width, size))) {
    if (line && widthOf(`${line} ${word}`, size) > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}

function split(word: string, width: number, size: number): string[] {
  if (widthOf(word, size) <= width) return [word];
  const letters = Math.max(1, Math.floor(word.length * (width / widthOf(word, size))));
  return word.match(new RegExp(`.{1,${letters}}`, "gu")) ?? [];
}
