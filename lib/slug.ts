/** A title as an address: lowercase ASCII words joined by hyphens, cut at a word below 90 characters. */
export function slugify(title: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  let slug = "";
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word.slice(0, 90);
    if (longer.length > 90) break;
    slug = longer;
  }
  return slug || "untitled";
}

/** The first of base, base-2, base-3 ... that is not taken. */
export function firstFree(base: string, taken: ReadonlySet<string>): string {
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}
