import type { Database } from "@/db/client";
import { heldFound } from "./held-rows";
import { foundEnd, foundStart, markFound } from "./search";
import type { DevelopmentRow, FoundText } from "./views";

/**
 * What a search shows of the rows it lists, by the ids of their publications. What was read for the same search before is
 * not read again; see held-rows.ts.
 */
export async function findWords(
  db: Database,
  rows: Pick<DevelopmentRow, "title" | "lead">[],
  ids: number[],
  q: string,
): Promise<FoundText[]> {
  const keyOf = (id: number) => `${id} ${q}`;
  const read = async (missing: string[]) => {
    const wanted = new Set(missing);
    const left = ids.filter((id) => wanted.has(keyOf(id)));
    return new Map([...(await readFound(db, left, q))].map(([id, text]) => [keyOf(id), text]));
  };
  const found = await heldFound(db).get(0, ids.map(keyOf), read);
  // Found elsewhere (a body, an actor, a source): the first sentence says more than the first words.
  return rows.map(({ title, lead }, index) => {
    const text = found.get(keyOf(ids[index] ?? 0));
    return text?.extract ? text : { title: text?.title ?? title, extract: lead };
  });
}

/** The extract is empty where the words stand elsewhere. */
async function readFound(db: Database, ids: number[], q: string): Promise<Map<number, FoundText>> {
  const marked = await markFound(db, q, ids);
  return new Map(
    [...marked].map(([id, { title, extract, summary }]) => [
      id,
      { title, extract: extract.includes(foundStart) ? inContext(extract, summary) : "" },
    ]),
  );
}

/** Marks where an extract was cut out of its text. */
function inContext(extract: string, text: string): string {
  const plain = extract.replaceAll(foundStart, "").replaceAll(foundEnd, "").trim();
  const from = text.indexOf(plain);
  const before = from > 0 ? "… " : "";
  const after = from >= 0 && /[\p{L}\p{N}]/u.test(text.slice(from + plain.length)) ? " …" : "";
  return `${before}${extract.trim()}${after}`;
}
