/** What a week brought, in a few words: the heading of its letter, of its page and in the feed. */

export type Brought = {
  entries: number;
  corrections: number;
  /** Developments of the week that this letter does not tell. */
  elsewhere: number;
  /** Watched sources that somebody looked at. */
  checked: number;
};

/** "a correction, 3 developments"; a week is called quiet only where somebody looked. */
export function sayBrought({ entries, corrections, elsewhere, checked }: Brought): string {
  const parts = [
    ...(corrections > 0 ? [corrections === 1 ? "a correction" : `${corrections} corrections`] : []),
    ...(entries > 0 ? [developments(entries)] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  if (elsewhere > 0) return "nothing on what you chose";
  return checked > 0 ? "a quiet week" : "nothing published, nothing checked";
}

/** One side of a change; a field may have been empty before, or be empty now. */
export const quote = (value: string) => (value === "" ? "nothing" : `“${value}”`);

export const developments = (n: number) => `${n} ${n === 1 ? "development" : "developments"}`;
