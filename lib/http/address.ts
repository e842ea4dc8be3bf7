import { LRUCache } from "lru-cache";
import { filterWords } from "@/lib/developments/filters";

/** Query words of reader pages and public JSON besides the filters. Addresses with any other word are not kept. */
const pageWords = ["limit", "cursor", "view", "year", "a", "b", "revision"];
const knownWords = new Set<string>([...filterWords, ...pageWords]);

/** Answers under these are personal, or must be asked for each time. */
const passed = ["/desk", "/sign-in", "/api/auth", "/api/desk", "/api/health", "/_next"];

const longestAddress = 2_000;

/**
 * The one spelling under which the answer to a public address is kept and rendered: known query words only, sorted,
 * without empty and repeated ones. Null when its answer is not to be kept.
 */
export function keptAddress(url: string): string | null {
  if (url.length > longestAddress) return null;
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  if (passed.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return null;
  if (mark < 0) return path;
  let query = spellings.get(url);
  if (query === undefined) {
    query = spellQuery(url.slice(mark + 1));
    spellings.set(url, query);
  }
  return query === false ? null : path + query;
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
