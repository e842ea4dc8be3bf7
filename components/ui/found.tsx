/** Text in which the search marked the words it found. */
export function Found({ text }: { text: string }) {
  const parts = text.split(/\ue000([^\ue001]*)\ue001/);
  // Odd parts are what stood between the marks. They never move, so their place is their name.
  return parts.map((part, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
    place % 2 === 1 ? <mark key={place}>{part}</mark> : part,
  );
}
