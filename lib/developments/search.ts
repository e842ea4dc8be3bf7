import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";
import { publications as p } from "@/db/schema";

/** Marks around found words: characters that no text of the record may hold. */
export const foundStart = "\ue000";
export const foundEnd = "\ue001";

/** A dash before nothing leaves nothing out; the database counts it all the same, and refuses a search with some tens of them. */
const idleDash = /(?<![\p{L}\p{N}])-(?![^\s\p{Z}\p{C}\-!&|()<>])/gu;

/**
 * What a typed search asks of the index: word forms of all words, quoted phrases and -words left out, and the last
 * word also as the beginning of a longer one.
 */
export function searchQuery(typed: string): SQL {
  // The stemmer leaves the s of "gTLDs" and "VPNs".
  const q = typed.replace(idleDash, "").replace(/(?<![\p{L}\p{N}])(\p{L}*\p{Lu}{2,})s(?![\p{L}\p{N}])/gu, "$1");
  const whole = sql`websearch_to_tsquery('plenary', ${q})`;
  const typing = /^(.*?)([\p{L}\p{N}][\p{L}\p{N}'’.-]*)$/su.exec(q);
  const [, head = "", last = ""] = typing ?? [];
  const insideQuotes = (head.match(/"/g)?.length ?? 0) % 2 === 1;
  if (!last || insideQuotes || /(^|\s)-$/.test(head)) return whole;
  const prefix = sql`to_tsquery('plenary_plain', quote_literal(${last}) || ':*')`;
  const ending = sql`(websearch_to_tsquery('plenary', ${last}) || ${prefix})`;
  return head.trim() === "" ? ending : sql`(websearch_to_tsquery('plenary', ${head}) && ${ending})`;
}

type MarkedText = { title: string; extract: string; summary: string };

/** By publication its title and a piece of its summary with the found words marked, and the whole summary. */
export async function markFound(db: Database, q: string, ids: number[]): Promise<ReadonlyMap<number, MarkedText>> {
  // The database reads each text word by word, which is most of a search: two of its processes share it.
  const half = ids.length > fewTexts ? Math.ceil(ids.length / 2) : ids.length;
  const [first, second] = await Promise.all(
    [ids.slice(0, half), ids.slice(half)].map((some) => markTexts(db, q, some)),
  );
  return new Map([...(first ?? []), ...(second ?? [])]);
}

/** Below this a second question costs more than it saves. */
const fewTexts = 10;

async function markTexts(db: Database, q: string, ids: number[]): Promise<[number, MarkedText][]> {
  if (ids.length === 0) return [];
  const marks = `StartSel=${foundStart},StopSel=${foundEnd}`;
  const rows = await db.execute<MarkedText & { id: string }>(sql`
    select ${p.id}, ts_headline('plenary', ${p.title}, query.q, ${`${marks},HighlightAll=true`}) as title,
      ts_headline('plenary', ${p.plainSummary}, query.q, ${`${marks},MaxWords=34,MinWords=14,MaxFragments=1`}) as extract,
      ${p.plainSummary} as summary
    from ${p}, (select ${searchQuery(q)} as q offset 0) query where ${p.id} = any(${`{${ids.join()}}`}::bigint[])`);
  return rows.map(({ id, ...text }) => [Number(id), text]);
}

/** What a slug is also found by: names, short names, other names. */
export type SearchNames = { bodies: Map<string, string>; actors: Map<string, string> };

/** What a publication is found by; the function weighs title, bodies, summary, and the names in it and its sources. */
export function searchVector(content: DevelopmentContent, summary: string, names: SearchNames): SQL<string> {
  const bodyNames = [content.bodySlug ?? "", ...content.affectedBodySlugs].map((slug) => names.bodies.get(slug) ?? "");
  const actorNames = content.actors.map((actor) => names.actors.get(actor.slug) ?? "");
  const sourceTexts = content.sources.flatMap((source) => [source.title, source.publisher]);
  const named = [...actorNames, ...sourceTexts].join(". ");
  return sql<string>`search_vector(${content.title}, ${bodyNames.join(". ")}, ${summary}, ${named})`;
}
