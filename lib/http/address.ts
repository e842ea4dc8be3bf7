import { LRUCache } from "lru-cache";
import { filterWords } from "@/lib/developments/filters";

/** Query words of reader pages and public JSON besides the filters. Addresses with any other word are not kept. */
const pageWords = [
  ...["limit", "cursor", "view", "year", "a", "b", "revision"],
  ...["by", "per", "compare", "audience"],
  ...["group", "relation", "notice", "stages"],
  ...["url", "format", "maxwidth", "maxheight"],
];
const knownWords = new Set<string>([...filterWords, ...pageWords]);

/** Answers under these are for whoever asks, or must be asked for each time. */
const personal = [
  ...["/desk", "/sign-in", "/subscribe/confirm", "/subscriptions"],
  ...["/api/auth", "/api/desk", "/api/health", "/api/subscriptions", "/api/mail"],
];
/** Written while they are sent, and too large to be held. */
const streamed = ["/data/files"];
const passed = [...personal, ...streamed, "/_next"];

const longestAddress = 2_000;

/**
 * The one spelling under which the answer to a public address is kept and rendered: known query words only, sorted,
 * without empty and repeated ones. Null when its answer is not to be kept.
 */
export function keptAddress(url: string): string | null {
  if (url.length > longestAddress) return null;
  if (liesUnder(url, passed)) return null;
  const mark = url.indexOf("?");
  if (mark < 0) return url;
  const path = url.slice(0, mark);
  let query = spellings.get(url);
  if (query === undefined) {
    query = spellQuery(url.slice(mark + 1));
    spellings.set(url, query);
  }
  return query === false ? null : path + query;
}

/** Whether the answer is the same for everybody, kept or not. */
export const isPublic = (url: string) => !liesUnder(url, passed);

/** Whether an answer is for one reader only, so that no cache may hold it; all others are given without a cookie. */
export const isPersonal = (url: string) => liesUnder(url, personal);

/** Whether the answer is written while it is sent, for as long as its reader takes. */
export const isStreamed = (url: string) => liesUnder(url, streamed);

function liesUnder(url: string, prefixes: readonly string[]): boolean {
  const path = decode(url.split("?", 1)[0] ?? "");
  return path === null || prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** /%64esk is another way to write /desk; null for what cannot be read. */
function decode(path: string): string | null {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

const spellings = new LRUCache<string, string | false>({ max: 2_000 });

function spellQuery(raw: string): string | false {
  const pairs = new Set<string>();
  for (const [word, value] of new URLSearchParams(raw)) {
    if (!knownWords.has(word)) return false;
    if (value !== "") pairs.add(new URLSearchParams([[word, value]]).toString());
  }
  return pairs.size === 0 ? "" : `?${[...pairs].sort().join("&")}`;
}
